package com.prysmid.control.sessions;

import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser holds of its session: 43 characters of base64url, which are 256 random bits. All else that the session needs is derived
 * from it, so the server keeps nothing by which it, or who reads its database, could act for the person. {@code toString} does not show it.
 */
public record SessionSecret(Secret secret) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int RANDOM_BYTES = 32;

    public SessionSecret {
        if (!SHAPE.matcher(secret.reveal()).matches()) {
            throw new IllegalArgumentException("a session's secret is 43 characters of base64url");
        }
    }

    /** A new one. */
    public static SessionSecret generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new SessionSecret(
                new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /** The secret in this text, if its shape is one's. */
    public static Optional<SessionSecret> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new SessionSecret(new Secret(text))) : Optional.empty();
    }

    /** What is stored of it. */
    Sha256 digest() {
        return derived("session");
    }

    /** What a page of ours sends along with every change; no other site can know it. */
    public Secret antiForgery() {
        return new Secret(derived("anti-forgery").text());
    }

    /** 256 bits that seal who the person is. */
    byte[] key() {
        return Base64.getUrlDecoder().decode(derived("seal").text());
    }

    /** Whether this is the anti-forgery token, compared in constant time. */
    public boolean protects(String antiForgery) {
        return MessageDigest.isEqual(
                antiForgery().reveal().getBytes(StandardCharsets.US_ASCII),
                antiForgery.getBytes(StandardCharsets.UTF_8));
    }

    /** Its input has 256 bits that nobody knows, so a plain digest with a purpose in front derives as well as an HKDF. */
    public Sha256 derived(String purpose) {
        return Sha256.of(purpose + "\n" + secret.reveal());
    }
}
