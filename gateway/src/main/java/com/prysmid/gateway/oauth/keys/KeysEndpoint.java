package com.prysmid.gateway.oauth.keys;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.Jwks;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** {@code GET /oauth/v2/keys}. */
public final class KeysEndpoint {
    /** Far less than the lead with which a key is published before it signs. */
    private static final HttpHeader CACHED = RawHeader.create("Cache-Control", "public, max-age=300");

    private final Entities entities;

    public KeysEndpoint(Entities entities) {
        this.entities = entities;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(OAuthPaths.KEYS, Surface.METADATA, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        return entities.workspace(
                        context.slug(), replyTo -> new KeyCommand.GetJwks(context.slug(), replyTo), Jwks.class)
                .thenApply(jwks -> answer(context, jwks));
    }

    private static HttpResponse answer(RequestContext context, Jwks jwks) {
        String etag = jwks.etag();
        boolean known = context.header("if-none-match")
                .filter(presented -> isAmong(presented, etag))
                .isPresent();
        HttpResponse response = known
                ? Responses.empty(304)
                : Responses.empty(200).withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, jwks.json()));
        return response.addHeader(RawHeader.create("ETag", etag)).addHeader(CACHED);
    }

    /** RFC 9110 §13.1.2: weak comparison. */
    static boolean isAmong(String presented, String etag) {
        return Arrays.stream(presented.split(",", -1))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }
}
