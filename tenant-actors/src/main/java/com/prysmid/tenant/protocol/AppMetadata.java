package com.prysmid.tenant.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app registers: RFC 7591 §2 metadata. Shape only; what values are allowed is decided in the workspace.
 *
 * @param tokenEndpointAuthMethod {@code none}, {@code client_secret_basic}, {@code client_secret_post} or
 *                                {@code private_key_jwt}
 * @param applicationType         {@code web} or {@code native}
 * @param jwks                    a JWK Set as JSON text, public keys only
 * @param scope                   the scopes it may ask for, space separated; null: the workspace's standard ones
 */
public record AppMetadata(
        String clientName,
        String applicationType,
        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        List<String> grantTypes,
        List<String> responseTypes,
        String tokenEndpointAuthMethod,
        @Nullable String jwks,
        @Nullable String jwksUri,
        String idTokenSignedResponseAlg,
        String accessTokenFormat,
        @Nullable String scope,
        @Nullable String logoUri,
        @Nullable String policyUri,
        @Nullable String tosUri) {
    public AppMetadata {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        grantTypes = List.copyOf(grantTypes);
        responseTypes = List.copyOf(responseTypes);
    }
}
