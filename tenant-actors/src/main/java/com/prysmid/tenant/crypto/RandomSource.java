package com.prysmid.tenant.crypto;

import java.security.SecureRandom;

/** Where random bytes come from: the platform's generator in production, a counted one in tests. Implementations are thread-safe. */
@FunctionalInterface
public interface RandomSource {

    /** Fills the whole array. */
    void fill(byte[] target);

    /** The operating system's generator. */
    static RandomSource secure() {
        SecureRandom random = new SecureRandom();
        return random::nextBytes;
    }
}
