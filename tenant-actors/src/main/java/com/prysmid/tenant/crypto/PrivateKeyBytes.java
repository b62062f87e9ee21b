package com.prysmid.tenant.crypto;

/** A private key in PKCS#8 DER, unsealed: exists only between being made or opened and being used. Never equal to another. */
public final class PrivateKeyBytes {

    private final byte[] pkcs8;

    PrivateKeyBytes(byte[] pkcs8) {
        this.pkcs8 = pkcs8.clone();
    }

    byte[] pkcs8() {
        return pkcs8.clone();
    }

    @Override
    public String toString() {
        return "PrivateKeyBytes[redacted]";
    }
}
