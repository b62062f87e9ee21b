package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * The sign-in form as it is shown.
 *
 * @param csrf        the token that its POST must bring back
 * @param interaction the sealed authorization request to go on with; null when somebody just signs in
 * @param appName     the app that asked; null likewise
 * @param username    as typed before; empty the first time
 * @param again       whether the person is signed in, and asked to prove it once more
 * @param problem     what went wrong, in words for the person; null at first
 */
public record LoginForm(
        String csrf,
        @Nullable String interaction,
        @Nullable String appName,
        String username,
        boolean again,
        @Nullable String problem) {
    /** For {@code aria-invalid}; null leaves the attribute out. */
    public @Nullable String invalid() {
        return problem == null ? null : "true";
    }

    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "LoginForm[redacted]";
    }
}
