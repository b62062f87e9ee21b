package com.prysmid.tenant.crypto;

/** Sealed bytes did not open: another workspace's, another context's, another key's, or changed. It never says which. */
public final class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBroken() {
        super("sealed bytes did not open");
    }
}
