package com.prysmid.control.accounts;

import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A mail address that is compared and kept nowhere. {@code toString} does not show it. */
public record Address(String text) {
    private static final String HMAC = "HmacSHA256";

    /** Checks an address that comes from outside. */
    public static Address parse(String text) {
        try {
            return new Address(OwnerEmail.parse(text).address().toLowerCase(Locale.ROOT));
        } catch (InvalidValue e) {
            throw new InvalidValue("invalid_email", "must be a mail address such as member@example.com");
        }
    }

    /**
     * The HMAC-SHA-256 of the address: equal for equal addresses under the same key, and nothing to who does not have the key. The key
     * of an invitation is its own token, which is kept nowhere.
     */
    Sha256 under(Secret key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] digest = mac.doFinal(("address\n" + text).getBytes(StandardCharsets.UTF_8));
            return new Sha256(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Address[redacted]";
    }
}
