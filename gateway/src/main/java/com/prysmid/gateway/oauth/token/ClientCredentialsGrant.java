package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.oauth.client.AskedFor;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenGrant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** RFC 6749 §4.4: for itself, with no person behind it; so only for clients that can prove who they are. */
final class ClientCredentialsGrant implements Grant {
    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        AuthenticatedClient client = request.client();
        if (client.authMethod().equals(ClientAuthMethod.NONE.wireName())) {
            throw OAuthError.unauthorizedClient("A public client cannot act for itself.");
        }
        AskedFor asked = request.askedFor();
        return CompletableFuture.completedFuture(new Granted(
                new TokenGrant(
                        client.clientId(),
                        client.clientId(),
                        scopes(client, request.form().get("scope")),
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        new GrantDetails(null, asked.resources(), asked.details(), null),
                        client.confirmation(),
                        Map.of(),
                        null),
                null));
    }

    /** Without a wish, all that it may have (RFC 6749 §3.3); a wish for more is refused. */
    static Set<String> scopes(AuthenticatedClient client, @Nullable String asked) {
        Set<String> allowed = new LinkedHashSet<>(client.scopes());
        allowed.removeIf(Scope::isOfPerson);
        if (asked == null) {
            return allowed;
        }
        Set<String> scopes = Scope.split(asked);
        if (!allowed.containsAll(scopes)) {
            throw OAuthError.invalidScope("This client may not have all of these scopes for itself.");
        }
        return scopes;
    }
}
