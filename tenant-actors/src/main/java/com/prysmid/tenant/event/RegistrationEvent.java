package com.prysmid.tenant.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Apps that register themselves. Digests are base64url SHA-256. */
public sealed interface RegistrationEvent extends WorkspaceEvent {

    /** @param uses null: as many as one likes while it lives */
    @WireName("initial_access_token.created/1")
    record InitialTokenCreated(
            String tokenId,
            String digest,
            Instant expiresAt,
            @Nullable Integer uses) implements RegistrationEvent {}

    @WireName("initial_access_token.deleted/1")
    record InitialTokenDeleted(String tokenId) implements RegistrationEvent {}

    /**
     * An app that has just been registered did so by itself.
     *
     * @param tokenDigest    of its registration access token
     * @param initialTokenId that let it; null where nobody had to
     */
    @WireName("app.self_registered/1")
    record SelfRegistered(
            String clientId, String tokenDigest, @Nullable String initialTokenId) implements RegistrationEvent {}
}
