package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The key that whoever uses a token has to prove (RFC 7800 {@code cnf}): one of the two.
 *
 * @param jkt     RFC 9449 §6.1: base64url SHA-256 thumbprint of a DPoP key
 * @param x5tS256 RFC 8705 §3.1: base64url SHA-256 of the client certificate's DER
 */
public record Confirmation(@Nullable String jkt, @Nullable String x5tS256) {
    public Confirmation {
        if ((jkt == null) == (x5tS256 == null)) {
            throw new IllegalArgumentException("a token is bound to one key");
        }
    }

    public static Confirmation ofDpopKey(String jkt) {
        return new Confirmation(jkt, null);
    }

    public static Confirmation ofCertificate(String x5tS256) {
        return new Confirmation(null, x5tS256);
    }
}
