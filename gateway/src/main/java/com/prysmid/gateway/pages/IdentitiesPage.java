package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Through whom somebody can sign in.
 *
 * @param problem what went wrong, in words for the person; null for nothing
 */
public record IdentitiesPage(
        String csrf,
        List<Linked> linked,
        List<Linkable> linkable,
        @Nullable String problem) {
    /**
     * @param label what the person is called there; null where it was not told
     * @param since a day, written out
     */
    public record Linked(
            String id, String provider, @Nullable String label, String since) {
        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Linked[redacted]";
        }
    }

    public record Linkable(String idpId, String provider) {}

    public IdentitiesPage {
        linked = List.copyOf(linked);
        linkable = List.copyOf(linkable);
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "IdentitiesPage[redacted]";
    }
}
