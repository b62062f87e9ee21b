package com.prysmid.tenant.crypto;

import java.util.Base64;

/**
 * A private key or other secret of one workspace, encrypted by its data key and bound to its slug and context. Safe to store.
 *
 * @param base64Url the ciphertext in unpadded base64url
 */
public record SealedKey(String base64Url) {

    /** @throws IllegalArgumentException for what is not base64url, or empty */
    public SealedKey {
        if (base64Url.isEmpty() || Base64.getUrlDecoder().decode(base64Url).length == 0) {
            throw new IllegalArgumentException("sealed bytes are never empty");
        }
    }

    static SealedKey of(byte[] ciphertext) {
        return new SealedKey(Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext));
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(base64Url);
    }

    @Override
    public String toString() {
        return "SealedKey[redacted]";
    }
}
