package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * One's own e-mail address.
 *
 * @param csrf     the token that its POSTs must bring back
 * @param address  of now; null for none
 * @param verified whether it was shown to be theirs
 * @param typed    as typed before; empty the first time
 * @param problem  what went wrong, in words for the person; null at first
 */
public record EmailForm(
        String csrf,
        @Nullable String address,
        boolean verified,
        String typed,
        @Nullable String problem) {
    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "EmailForm[redacted]";
    }
}
