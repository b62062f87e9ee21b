package com.prysmid.tenant.crypto;

import java.util.Optional;

/**
 * The keyed hashes that a client may sign its assertions with (RFC 7518 section 3.2). Apart from {@link SigningAlgorithm}, so that
 * no public key is ever taken for the secret of one of these (RFC 8725 section 2.1).
 */
public enum MacAlgorithm {
    HS256("HmacSHA256", 32),
    HS384("HmacSHA384", 48),
    HS512("HmacSHA512", 64);

    private final String mac;
    private final int bytes;

    MacAlgorithm(String mac, int bytes) {
        this.mac = mac;
        this.bytes = bytes;
    }

    /** The algorithm with this name in a JOSE header or in client metadata. */
    public static Optional<MacAlgorithm> named(String jose) {
        for (MacAlgorithm algorithm : values()) {
            if (algorithm.jose().equals(jose)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name in a JOSE header. */
    public String jose() {
        return name();
    }

    /** The JCA name. */
    String mac() {
        return mac;
    }

    /** The hash's size, which its key is at least as long as (RFC 7518 section 3.2). */
    int bytes() {
        return bytes;
    }
}
