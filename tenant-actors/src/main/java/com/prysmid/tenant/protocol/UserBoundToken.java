package com.prysmid.tenant.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code, session cookie or refresh token: {@code <userId>.<id>.<secret>}. It names its user, so that the gateway addresses
 * the right entity without a look-up table; the entity keeps a SHA-256 of the secret only.
 */
public record UserBoundToken(UserId userId, String id, Secret secret) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{8,128}");

    /** Empty for anything that is not of the form, so that callers answer as for an unknown token. */
    public static Optional<UserBoundToken> parse(String text) {
        if (text.length() > 512) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3
                || !PART.matcher(parts[1]).matches()
                || !PART.matcher(parts[2]).matches()) {
            return Optional.empty();
        }
        return UserId.parse(parts[0]).map(user -> new UserBoundToken(user, parts[1], new Secret(parts[2])));
    }

    /** The whole token, to be handed to its owner. */
    public Secret serialize() {
        return new Secret(userId.value() + "." + id + "." + secret.reveal());
    }
}
