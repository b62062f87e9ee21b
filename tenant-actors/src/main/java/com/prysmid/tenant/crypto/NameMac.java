package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Ids made of names, which nobody without the secret can make or take back: HMAC-SHA-256 (RFC 2104). Thread-safe. */
public final class NameMac {
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits: no two names meet by chance. */
    private static final int BYTES = 16;

    private final SecretKeySpec key;

    /** @param secret not empty; as good as what it is made of is hard to guess */
    public NameMac(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /**
     * @param purpose holds no line break, so that no two pairs of purpose and name are one text
     * @return 22 characters of base64url
     */
    public String of(String purpose, String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] whole = mac.doFinal((purpose + "\n" + name).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "NameMac[redacted]";
    }
}
