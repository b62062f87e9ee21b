package com.prysmid.tenant.crypto;

import java.util.Base64;

/**
 * Makes secrets and identifiers. Neither alphabet contains {@code .}, {@code /} or {@code |}, so both can be joined into
 * {@code <userId>.<id>.<secret>}, into entity ids and into persistence ids. Thread-safe.
 */
public final class RandomSecrets {

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

    private final RandomSource random;

    public RandomSecrets(RandomSource random) {
        this.random = random;
    }

    /** 256 random bits as 43 characters of unpadded base64url: for codes, tokens, client secrets and cookies. */
    public String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
    }

    /** 128 random bits as 26 characters of lower-case base32: for ids that people see, type and put in URLs. */
    public String id() {
        byte[] bytes = bytes(ID_BYTES);
        StringBuilder text = new StringBuilder(26);
        int buffer = 0;
        int held = 0;
        for (byte octet : bytes) {
            buffer = (buffer << 8) | (octet & 0xff);
            held += 8;
            while (held >= 5) {
                held -= 5;
                text.append(BASE32[(buffer >>> held) & 31]);
            }
        }
        return text.append(BASE32[(buffer << (5 - held)) & 31]).toString();
    }

    /** So many characters of the alphabet, each as likely as the other: for codes that people type. */
    public String text(int length, String alphabet) {
        // What lies beyond the last whole multiple would make the first characters likelier.
        int fair = 256 - 256 % alphabet.length();
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            for (byte octet : bytes(ID_BYTES)) {
                int value = octet & 0xff;
                if (value < fair && text.length() < length) {
                    text.append(alphabet.charAt(value % alphabet.length()));
                }
            }
        }
        return text.toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.fill(bytes);
        return bytes;
    }
}
