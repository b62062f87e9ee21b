package com.prysmid.tenant.event;

import org.jspecify.annotations.Nullable;

/** The signing-key ring. */
public sealed interface KeyEvent extends WorkspaceEvent {
    String kid();

    /**
     * A key joined the JWKS, to sign later.
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
     * It signs from now on.
     *
     * @param replacedKid signed before and verifies on; null for a workspace's first key
     */
    @WireName("key.activated/1")
    record Activated(String kid, @Nullable String replacedKid) implements KeyEvent {}

    /** It left the JWKS: every token that it signed has expired. */
    @WireName("key.retired/1")
    record Retired(String kid) implements KeyEvent {}
}
