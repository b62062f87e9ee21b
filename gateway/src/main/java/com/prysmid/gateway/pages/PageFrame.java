package com.prysmid.gateway.pages;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param title      of the browser's tab
 * @param brand      whose page it is; null on pages that must not tell whether there is a workspace
 * @param stylesheet the path of the rules of all pages; null where none is served
 * @param icon       the path of the picture on the browser's tab; null where none is served
 * @param script     the path of the page's script; null on nearly all pages
 * @param languages  the same page in the other languages; empty where it cannot be asked for again
 * @param sections   the parts of somebody's own account; empty on pages that are none
 */
public record PageFrame(
        Words words,
        String title,
        @Nullable Brand brand,
        @Nullable String stylesheet,
        @Nullable String icon,
        @Nullable String script,
        List<LanguageLink> languages,
        List<SectionLink> sections) {
    public PageFrame {
        languages = List.copyOf(languages);
        sections = List.copyOf(sections);
    }

    /**
     * A workspace as its people see it.
     *
     * @param logo       path of its logo; null: none
     * @param stylesheet path of its own colours; null: none
     */
    public record Brand(
            String name,
            @Nullable String logo,
            @Nullable String stylesheet,
            @Nullable String termsUri,
            @Nullable String privacyUri,
            @Nullable String supportUri) {
        /** The first letter of the name, standing in for a logo. */
        public String monogram() {
            String stripped = name.strip();
            return stripped.isEmpty()
                    ? ""
                    : stripped.substring(0, stripped.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
        }
    }

    public record SectionLink(String name, String href, boolean current) {}

    /** @param name the language's own name for itself */
    public record LanguageLink(String language, String name, String href, boolean current) {}
}
