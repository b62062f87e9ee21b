package com.prysmid.control.tokens;

import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API token: {@code prysm_} and 43 characters of base64url, which are 256 random bits. {@code toString} does not show it.
 */
public record ApiToken(Secret secret) {
    /** Lets secret scanners recognise a leaked token. */
    private static final String PREFIX = "prysm_";

    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final int RANDOM_BYTES = 32;

    public ApiToken {
        if (!SHAPE.matcher(secret.reveal()).matches()) {
            throw new IllegalArgumentException("an API token is prysm_ and 43 characters of base64url");
        }
    }

    /** A new token. */
    public static ApiToken generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ApiToken(
                new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /** The token in this text, if its shape is a token's. */
    public static Optional<ApiToken> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new ApiToken(new Secret(text))) : Optional.empty();
    }

    /** What is stored of it. No salt and no slow hash: 256 random bits cannot be guessed. */
    public Sha256 digest() {
        return Sha256.of(secret.reveal());
    }
}
