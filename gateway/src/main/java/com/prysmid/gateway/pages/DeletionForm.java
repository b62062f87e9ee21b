package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * Before an account is erased.
 *
 * @param csrf     the token that its POST must bring back
 * @param username to be typed, to show that it is meant
 * @param problem  what went wrong, in words for the person; null at first
 */
public record DeletionForm(
        String csrf, String username, @Nullable String problem) {
    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "DeletionForm[redacted]";
    }
}
