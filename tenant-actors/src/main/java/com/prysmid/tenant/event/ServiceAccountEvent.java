package com.prysmid.tenant.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Service accounts. */
public sealed interface ServiceAccountEvent extends WorkspaceEvent {
    String clientId();

    /**
     * @param jwks         public JWK Set as JSON; null where it has a secret
     * @param secretDigest base64url SHA-256; null where it has a key
     */
    @WireName("service_account.created/1")
    record Created(
            String clientId,
            String name,
            List<String> roles,
            @Nullable String jwks,
            @Nullable String secretDigest) implements ServiceAccountEvent {}

    @WireName("service_account.updated/1")
    record Updated(
            String clientId,
            String name,
            List<String> roles,
            @Nullable String jwks,
            @Nullable String secretDigest) implements ServiceAccountEvent {}

    @WireName("service_account.deleted/1")
    record Deleted(String clientId) implements ServiceAccountEvent {}

    @WireName("service_account.secret_rotated/1")
    record SecretRotated(String clientId, String secretDigest) implements ServiceAccountEvent {}
}
