package com.prysmid.tenant.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace looks to the people who sign in there: on its pages and in its mails. What is null has a default.
 *
 * @param displayName     what it calls itself; null: the workspace's name
 * @param accentLight     {@code #rrggbb}, of buttons and links on light ground; null: the product's own
 * @param accentDark      the same on dark ground
 * @param termsUri        terms of service; https, as are the others
 * @param privacyUri      privacy policy
 * @param supportUri      where people find help
 * @param defaultLanguage one of {@link #LANGUAGES}, for people who told no language of theirs; null: English
 * @param logo            null: the name's first letter stands in
 */
public record Branding(
        @Nullable String displayName,
        @Nullable String accentLight,
        @Nullable String accentDark,
        @Nullable String termsUri,
        @Nullable String privacyUri,
        @Nullable String supportUri,
        @Nullable String defaultLanguage,
        @Nullable Logo logo) {

    /** Of pages and mails (RFC 5646); the first is everybody's last resort. */
    public static final List<String> LANGUAGES = List.of("en", "es", "pt");

    public static final Branding NONE = new Branding(null, null, null, null, null, null, null, null);

    /**
     * A picture, but not its bytes: those are asked for by {@link BrandingCommand.GetLogo}.
     *
     * @param digest    of the bytes: SHA-256, its first 16 bytes in hexadecimal
     * @param mediaType as its first bytes tell
     * @param width     in pixels
     */
    public record Logo(String digest, String mediaType, int width, int height) {}

    public String nameOr(String workspaceName) {
        return displayName == null ? workspaceName : displayName;
    }

    public String languageOrDefault() {
        return defaultLanguage == null ? LANGUAGES.getFirst() : defaultLanguage;
    }
}
