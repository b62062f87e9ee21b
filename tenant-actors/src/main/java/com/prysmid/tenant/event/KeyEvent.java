package com.prysmid.tenant.event;

import org.jspecify.annotations.Nullable;

/** The key ring; a key's algorithm never changes, and tells what it is used for. */
public sealed interface KeyEvent extends WorkspaceEvent {
    String kid();

    /**
     * A key joined the JWKS, to be current later.
     *
     * @param publicJwk        JSON
     * @param sealedPrivateJwk base64, sealed with the workspace's data key, bound to slug and kid
     */
    @WireName("key.published/1")
    record Published(String kid, String alg, String publicJwk, String sealedPrivateJwk) implements KeyEvent {
        @Override
        public String toString() {
            return "Published[kid=" + kid + ", alg=" + alg + "]";
        }
    }

    /**
     * It is the current one of its algorithm from now on.
     *
     * @param alg         as it was published
     * @param replacedKid was current before and verifies or decrypts on; null for an algorithm's first key
     */
    @WireName("key.activated/1")
    record Activated(String kid, String alg, @Nullable String replacedKid) implements KeyEvent {
        public Activated {
            // Journals of the time of one algorithm do not name it.
            alg = alg == null ? "RS256" : alg;
        }
    }

    /** It left the JWKS: every token that it signed has expired, and so has what was encrypted to it. */
    @WireName("key.retired/1")
    record Retired(String kid) implements KeyEvent {}
}
