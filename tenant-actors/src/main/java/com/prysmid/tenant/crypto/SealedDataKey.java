package com.prysmid.tenant.crypto;

import java.util.Base64;

/**
 * A workspace's data key, encrypted by the key-encryption key with the slug as associated data. Safe to store beside the data.
 *
 * @param base64Url the ciphertext in unpadded base64url
 */
public record SealedDataKey(String base64Url) {

    /** @throws IllegalArgumentException for what is not base64url, or empty */
    public SealedDataKey {
        if (base64Url.isEmpty() || Base64.getUrlDecoder().decode(base64Url).length == 0) {
            throw new IllegalArgumentException("sealed bytes are never empty");
        }
    }

    static SealedDataKey of(byte[] ciphertext) {
        return new SealedDataKey(Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext));
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(base64Url);
    }

    @Override
    public String toString() {
        return "SealedDataKey[redacted]";
    }
}
