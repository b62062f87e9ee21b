package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * The sign-up form as it is shown.
 *
 * @param csrf        the token that its POST must bring back
 * @param interaction sealed, to go on with afterwards; null for none
 * @param email       as typed before, like the names; empty the first time
 * @param minLength   of a password, in characters
 * @param problem     what went wrong, in words for the person; null at first
 */
public record SignUpForm(
        String csrf,
        @Nullable String interaction,
        String email,
        String givenName,
        String familyName,
        int minLength,
        @Nullable String problem) {
    public String signInPath() {
        return interaction == null ? LoginEndpoints.PATH : Interaction.loginPath(interaction);
    }

    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "SignUpForm[redacted]";
    }
}
