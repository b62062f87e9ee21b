package com.prysmid.control.vault;

/** What the vault makes of a sealed key pair. */
public enum Standing {
    /** It opens with the first key. */
    CURRENT("current"),
    /** It opens with another: to be sealed again before that key goes. */
    OLDER("older"),
    /** No key opens it: the key that did is gone, or the text was changed. */
    NO_KEY("no_key"),
    /** It opens, and is somebody else's, or belongs to another public key: it was put here by hand. */
    BOUND_ELSEWHERE("bound_elsewhere");

    private final String wire;

    Standing(String wire) {
        this.wire = wire;
    }

    /** The name in events and logs. */
    public String wire() {
        return wire;
    }

    /** Whether the private key cannot be used any more. */
    public boolean isLost() {
        return this == NO_KEY || this == BOUND_ELSEWHERE;
    }
}
