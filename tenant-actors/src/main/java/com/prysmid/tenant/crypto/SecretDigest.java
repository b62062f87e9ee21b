package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The SHA-256 of a high-entropy secret (a code, a token, a client secret), which is all that is ever stored of it. Not for
 * passwords: a fast digest protects only what cannot be guessed.
 *
 * @param base64Url the 32 bytes as 43 characters of canonical, unpadded base64url
 */
public record SecretDigest(String base64Url) {

    private static final int BYTES = 32;

    /** @throws IllegalArgumentException for anything but the canonical base64url form of 32 bytes */
    public SecretDigest {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a secret digest is 32 bytes in base64url");
        }
        if (bytes.length != BYTES || !encode(bytes).equals(base64Url)) {
            throw new IllegalArgumentException("a secret digest is 32 bytes in base64url");
        }
    }

    /** The digest of the secret's UTF-8 bytes. */
    public static SecretDigest of(String secret) {
        return new SecretDigest(encode(sha256(secret)));
    }

    /** Whether this is the digest of that secret; takes the same time wherever the two differ. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(Base64.getUrlDecoder().decode(base64Url), sha256(secret));
    }

    @Override
    public String toString() {
        return "SecretDigest[redacted]";
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
