package com.prysmid.tenant.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens for provisioning. Digests are base64url SHA-256. */
public sealed interface ScimTokenEvent extends WorkspaceEvent {

    /** @param expiresAt null: never by itself */
    @WireName("scim_token.created/1")
    record Created(
            String tokenId,
            String name,
            String digest,
            @Nullable Instant expiresAt) implements ScimTokenEvent {}

    @WireName("scim_token.deleted/1")
    record Deleted(String tokenId) implements ScimTokenEvent {}
}
