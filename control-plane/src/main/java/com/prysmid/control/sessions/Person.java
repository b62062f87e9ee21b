package com.prysmid.control.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, as the workspace {@code console} says: kept only sealed under what their browser holds. {@code toString} does not
 * show it.
 *
 * @param name for a page to greet them by
 * @param address a mail address that has been verified as theirs
 */
public record Person(@Nullable String name, @Nullable String address) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** AES-256-GCM, as base64url of nonce and ciphertext. */
    String sealed(SessionSecret secret, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce)
                    .doFinal(JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("a person cannot be sealed", e);
        }
    }

    static Person opened(String sealed, SessionSecret secret) {
        byte[] bytes = Base64.getUrlDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, secret, nonce).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return JSON.readValue(new String(plain, StandardCharsets.UTF_8), Person.class);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            // Without the cause, which may repeat what was sealed.
            throw new IllegalStateException("a session holds what its own secret does not open");
        }
    }

    private static Cipher cipher(int mode, SessionSecret secret, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(secret.key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    @Override
    public String toString() {
        return "Person[redacted]";
    }
}
