package com.prysmid.tenant.crypto;

import java.util.Arrays;

/** bcrypt's own base64: the alphabet starts with {@code ./}, and there is no padding. */
final class BcryptBase64 {

    private static final char[] ALPHABET =
            "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();
    private static final int[] VALUES = values();

    private BcryptBase64() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 5) / 6);
        int buffer = 0;
        int held = 0;
        for (byte octet : bytes) {
            buffer = (buffer << 8) | (octet & 0xff);
            held += 8;
            while (held >= 6) {
                held -= 6;
                text.append(ALPHABET[(buffer >>> held) & 63]);
            }
        }
        if (held > 0) {
            text.append(ALPHABET[(buffer << (6 - held)) & 63]);
        }
        return text.toString();
    }

    /**
     * Decodes to whole bytes. The unused bits of the last character are dropped: some implementations write salts whose spare
     * bits are not zero, and every implementation ignores them.
     */
    static byte[] decode(CharSequence text) {
        byte[] bytes = new byte[text.length() * 6 / 8];
        int buffer = 0;
        int held = 0;
        int written = 0;
        for (int index = 0; index < text.length(); index++) {
            buffer = (buffer << 6) | VALUES[text.charAt(index)];
            held += 6;
            if (held >= 8) {
                held -= 8;
                bytes[written++] = (byte) (buffer >>> held);
            }
        }
        return bytes;
    }

    private static int[] values() {
        int[] values = new int[128];
        Arrays.fill(values, -1);
        for (int value = 0; value < ALPHABET.length; value++) {
            values[ALPHABET[value]] = value;
        }
        return values;
    }
}
