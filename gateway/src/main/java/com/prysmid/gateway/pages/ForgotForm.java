package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * Asks who has forgotten a password.
 *
 * @param csrf        the token that its POST must bring back
 * @param interaction sealed, to go on with afterwards; null for none
 * @param username    as typed before, or hinted at; may be empty
 * @param problem     what went wrong, in words for the person; null at first
 */
public record ForgotForm(
        String csrf,
        @Nullable String interaction,
        String username,
        @Nullable String problem) {
    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "ForgotForm[redacted]";
    }
}
