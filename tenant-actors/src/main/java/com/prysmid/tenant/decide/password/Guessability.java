package com.prysmid.tenant.decide.password;

import com.prysmid.tenant.protocol.UserProfile;
import java.util.Optional;

/** Why a password is too easily guessed. */
public enum Guessability {
    /** Among those that everybody tries first, or hardly different from one. */
    COMMON("too_common", "is among the passwords that are tried first"),
    /** One short pattern. */
    MONOTONOUS("too_simple", "is a repetition or a sequence"),
    /** Hardly more than a name of the person, the workspace or this product. */
    OWN_NAME("contains_name", "is hardly more than a name of the user or of this site");

    private final String code;
    private final String message;

    Guessability(String code, String message) {
        this.code = code;
        this.message = message;
    }

    /** Empty where nothing is known against it. */
    public static Optional<Guessability> of(String password, UserProfile profile, String slug) {
        String lower = Folding.lower(password);
        if (CommonPasswords.list().contains(lower)) {
            return Optional.of(COMMON);
        }
        if (Monotony.isIn(lower)) {
            return Optional.of(MONOTONOUS);
        }
        return OwnNames.make(lower, profile, slug) ? Optional.of(OWN_NAME) : Optional.empty();
    }

    /** Stable, snake_case. */
    public String code() {
        return code;
    }

    /** English, after the name of the field. */
    public String message() {
        return message;
    }
}
