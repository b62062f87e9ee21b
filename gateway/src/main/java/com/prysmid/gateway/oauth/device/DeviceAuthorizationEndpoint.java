package com.prysmid.gateway.oauth.device;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.AskedAccess;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.DeviceCommand.Begun;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code POST /oauth/v2/device_authorization}. */
public final class DeviceAuthorizationEndpoint {
    private final Entities entities;
    private final ClientAuthentication clients;
    private final RateLimits limits;

    public DeviceAuthorizationEndpoint(Entities entities, ClientAuthentication clients, RateLimits limits) {
        this.limits = limits;
        this.entities = entities;
        this.clients = clients;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.DEVICE_AUTHORIZATION, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        return clients.authenticate(context, form, OAuthPaths.DEVICE_AUTHORIZATION)
                .thenCompose(client -> begin(context, form, client))
                .thenApply(begun -> Responses.json(200, body(context.issuer(), begun)));
    }

    private CompletionStage<Begun> begin(RequestContext context, Form form, AuthenticatedClient client) {
        if (!client.grantTypes().contains(GrantType.DEVICE_CODE.wireName())) {
            throw OAuthError.unauthorizedClient("This client may not use this grant type.");
        }
        if (client.authMethod().equals(ClientAuthMethod.NONE.wireName())) {
            // Anybody may call themselves so.
            limits.take(context, RateLimits.Kind.DEVICE);
        }
        AskedAccess asked = AskedAccess.of(client, form);
        return entities.workspace(
                context.slug(),
                replyTo -> new DeviceCommand.Begin(
                        context.slug(),
                        client.clientId(),
                        asked.scopes(),
                        asked.refreshable(),
                        asked.details(),
                        replyTo),
                Begun.class);
    }

    /** RFC 8628 §3.2. */
    private static Map<String, Object> body(String issuer, Begun begun) {
        String page = issuer + OAuthPaths.DEVICE_VERIFICATION;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("device_code", begun.deviceCode().reveal());
        body.put("user_code", begun.userCode().shown());
        body.put("verification_uri", page);
        body.put(
                "verification_uri_complete",
                page + "?user_code=" + begun.userCode().shown());
        body.put("expires_in", begun.life().toSeconds());
        body.put("interval", begun.interval().toSeconds());
        return body;
    }
}
