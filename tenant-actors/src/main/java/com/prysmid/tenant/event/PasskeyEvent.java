package com.prysmid.tenant.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's passkeys. */
public sealed interface PasskeyEvent extends UserEvent {

    /**
     * @param credentialId       base64url
     * @param publicKey          a COSE_Key in CBOR, base64url
     * @param challengeDigest    base64url SHA-256: used, and never good again
     * @param challengeExpiresAt from then on it would be refused for its age
     */
    @WireName("user.passkey_added/1")
    record Added(
            String passkeyId,
            String name,
            String credentialId,
            String publicKey,
            long signCount,
            String aaguid,
            List<String> transports,
            boolean backupEligible,
            boolean backedUp,
            String challengeDigest,
            Instant challengeExpiresAt)
            implements PasskeyEvent {
        public Added {
            transports = List.copyOf(transports);
        }
    }

    /** It proved who somebody is; what came of that is told by another event. */
    @WireName("user.passkey_used/1")
    record Used(String passkeyId, long signCount, boolean backedUp, String challengeDigest, Instant challengeExpiresAt)
            implements PasskeyEvent {}

    /**
     * It was tried, and proved nothing.
     *
     * @param reason    {@code cloned_authenticator}, {@code replayed}, {@code unknown_passkey}, {@code locked}, {@code bad_signature} …
     * @param passkeyId null where it is none of this user's
     */
    @WireName("user.passkey_refused/1")
    record Refused(String reason, @Nullable String passkeyId) implements PasskeyEvent {}

    @WireName("user.passkey_renamed/1")
    record Renamed(String passkeyId, String name) implements PasskeyEvent {}

    @WireName("user.passkey_removed/1")
    record Removed(String passkeyId, String name) implements PasskeyEvent {}
}
