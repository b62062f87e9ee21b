package com.prysmid.gateway.oauth.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Json;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.PublicOrigin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Both documents are one. */
public final class DiscoveryEndpoint {
    /** It changes with releases only; five minutes as for the keys. */
    private static final HttpHeader CACHED = RawHeader.create("Cache-Control", "public, max-age=300");

    private final PublicOrigin mtlsOrigin;

    /** Written once for each description of a workspace, and kept as long as that is (by identity). */
    private final Cache<WorkspaceDescription, byte[]> documents =
            Caffeine.newBuilder().weakKeys().build();

    /** @param mtlsOrigin where clients are asked for their certificate */
    public DiscoveryEndpoint(PublicOrigin mtlsOrigin) {
        this.mtlsOrigin = mtlsOrigin;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(OAuthPaths.OPENID_CONFIGURATION, Surface.METADATA, this::answer),
                Endpoint.get(OAuthPaths.OAUTH_METADATA, Surface.METADATA, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        byte[] document = documents.get(
                context.workspace(),
                workspace -> Json.write(ServerMetadata.of(workspace, mtlsOrigin.issuer(workspace.slug()))));
        return CompletableFuture.completedFuture(Responses.empty(200)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, document))
                .addHeader(CACHED));
    }
}
