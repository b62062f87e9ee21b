package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * RFC 7523 §2.1, for service accounts: the assertion is held to the same rules as a client assertion and spent in the same
 * memory, so it says who the client is; what it gives is what {@code client_credentials} would.
 */
final class JwtBearerGrant implements Grant {
    private final ClientAuthentication clients;
    private final Grant clientCredentials;

    JwtBearerGrant(ClientAuthentication clients, Grant clientCredentials) {
        this.clients = clients;
        this.clientCredentials = clientCredentials;
    }

    /** Credentials besides the assertion are optional, but must be good and the same client's (§3.1). */
    CompletionStage<AuthenticatedClient> client(RequestContext context, Form form) {
        return ClientAuthentication.hasCredential(context, form)
                ? clients.authenticate(context, form, OAuthPaths.TOKEN)
                        .thenCompose(client -> asserted(context, form).thenApply(asserted -> {
                            if (!asserted.clientId().equals(client.clientId())) {
                                throw OAuthError.invalidGrant();
                            }
                            return asserted;
                        }))
                : asserted(context, form);
    }

    /** A bad assertion is a bad grant here, not a bad client (§3.1). */
    private CompletionStage<AuthenticatedClient> asserted(RequestContext context, Form form) {
        return clients.byAssertion(context, form, form.require("assertion"), OAuthPaths.TOKEN)
                .handle((client, thrown) -> {
                    if (thrown != null) {
                        throw isInvalidClient(thrown) ? OAuthError.invalidGrant() : new CompletionException(thrown);
                    }
                    if (client.kind() != ClientKind.SERVICE_ACCOUNT) {
                        throw OAuthError.invalidGrant();
                    }
                    return client;
                });
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        return clientCredentials.grant(request);
    }

    private static boolean isInvalidClient(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_CLIENT)
                .isPresent();
    }
}
