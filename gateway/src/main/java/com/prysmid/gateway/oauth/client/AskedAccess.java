package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.Set;

/**
 * What a client asks a person for without that person's browser, narrowed to what it registered.
 *
 * @param refreshable it gets a refresh token
 */
public record AskedAccess(Set<String> scopes, boolean refreshable, GrantDetails details) {

    /**
     * As at the authorization endpoint, scopes that it may not have are left out, and something must remain (RFC 6749 §3.3); a
     * {@code resource} must be registered (RFC 8707 §2), and so must the kind of a detail (RFC 9396 §2).
     * {@code acr_values} (CIBA Core 1.0 §7.1), or the app's default ones, are a wish for the {@code acr} of the id token.
     */
    public static AskedAccess of(AuthenticatedClient client, Form form) {
        boolean refreshable = client.grantTypes().contains(GrantType.REFRESH_TOKEN.wireName());
        Set<String> scopes = Scope.split(form.find("scope").orElse(""));
        scopes.retainAll(client.scopes());
        if (!refreshable) {
            scopes.remove(Scope.OFFLINE_ACCESS.wireName());
        }
        if (scopes.isEmpty()) {
            throw OAuthError.invalidScope("scope must name something that this app may ask for.");
        }
        AskedFor asked = AskedFor.checked(form, client.app());
        AppMetadata app = client.app();
        String claims = app == null ? null : ClaimsRequest.withAcrValues(null, AskedFor.acrValues(form, app));
        return new AskedAccess(scopes, refreshable, new GrantDetails(claims, asked.resources(), asked.details(), null));
    }
}
