package com.prysmid.tenant.event;

import java.time.Instant;

/** Tokens without a user, tokens of others, and what tokens call their users. */
public sealed interface TokenEvent extends WorkspaceEvent {

    /** A {@code client_credentials} token was ended before its time; needs to be known until {@code expiresAt}. */
    @WireName("client_token.revoked/1")
    record ClientTokenRevoked(String jti, Instant expiresAt) implements TokenEvent {}

    /** Something foreign or void was presented to one of our apps. Changes nothing; is in the audit journal. */
    @WireName("token.refused/1")
    record Refused(String clientId, String kind, String reason) implements TokenEvent {}

    /**
     * The key was made that gives users one name per sector; once for good.
     *
     * @param sealedKey base64url, sealed with the workspace's data key
     */
    @WireName("pairwise_key.made/1")
    record PairwiseKeyMade(String sealedKey) implements TokenEvent {
        @Override
        public String toString() {
            return "PairwiseKeyMade[redacted]";
        }
    }
}
