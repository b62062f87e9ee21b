package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mindrot.jbcrypt.BCrypt;

/** The slow part of a password check. Replaced in tests that must decide when a hash begins and ends. */
@FunctionalInterface
interface PasswordFunction {

    /**
     * @param input the password's bytes and a final NUL
     * @param salt 16 bytes
     * @param cost 4–14
     * @return the digest as stored: 23 bytes
     */
    byte[] digest(byte[] input, byte[] salt, int cost);

    /** jBCrypt's computation; the strings around it are ours, since jBCrypt reads only {@code $2a$}. */
    static PasswordFunction bcrypt() {
        int[] magic = new int[6];
        ByteBuffer.wrap("OrpheanBeholderScryDoubt".getBytes(US_ASCII))
                .asIntBuffer()
                .get(magic);
        return (input, salt, cost) -> {
            byte[] raw = new BCrypt().crypt_raw(input, salt, cost, magic.clone());
            // The 24th byte has never been stored by any implementation.
            return Arrays.copyOf(raw, 23);
        };
    }
}
