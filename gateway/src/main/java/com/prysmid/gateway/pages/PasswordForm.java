package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * Changing a password.
 *
 * @param action        the path that it is posted to
 * @param csrf          the token that its POST must bring back
 * @param interaction   sealed, to go on with afterwards; null for none
 * @param username      for whatever keeps passwords; null where it is not known yet
 * @param currentNeeded the current one has to be typed too
 * @param minLength     in characters
 * @param problem       what went wrong, in words for the person; null at first
 */
public record PasswordForm(
        String action,
        String csrf,
        @Nullable String interaction,
        @Nullable String username,
        boolean currentNeeded,
        int minLength,
        @Nullable String problem) {
    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "PasswordForm[redacted]";
    }
}
