package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * Asking for the code that a device shows.
 *
 * @param csrf     the token that its POST must bring back
 * @param userCode as typed before; empty the first time
 * @param problem  what went wrong, in words for the person; null at first
 */
public record DeviceCodeForm(
        String csrf, String userCode, @Nullable String problem) {
    /** For {@code aria-invalid}; null leaves the attribute out. */
    public @Nullable String invalid() {
        return problem == null ? null : "true";
    }

    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }
}
