package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A browser and its system, as people call them, by the User-Agent header. Names that nobody translates; a guess, to recognise one's
 * own devices by, and good for nothing else.
 *
 * @param browser null if it is none that is known
 * @param system null if it is none that is known
 */
record DeviceName(@Nullable String browser, @Nullable String system) {
    /** What a header holds, and whom it is then from. */
    private record Sign(String part, String name) {}

    /** The first that is found counts: many browsers also name those that they descend from. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("Edg", "Edge"),
            new Sign("OPR/", "Opera"),
            new Sign("SamsungBrowser/", "Samsung Internet"),
            new Sign("FxiOS/", "Firefox"),
            new Sign("Firefox/", "Firefox"),
            new Sign("CriOS/", "Chrome"),
            new Sign("Chrome/", "Chrome"),
            new Sign("Safari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iPhone", "iPhone"),
            new Sign("iPad", "iPad"),
            new Sign("Android", "Android"),
            new Sign("Windows", "Windows"),
            new Sign("CrOS", "ChromeOS"),
            new Sign("Mac OS X", "macOS"),
            new Sign("Linux", "Linux"));

    static DeviceName of(@Nullable String userAgent) {
        return userAgent == null
                ? new DeviceName(null, null)
                : new DeviceName(find(BROWSERS, userAgent), find(SYSTEMS, userAgent));
    }

    private static @Nullable String find(List<Sign> signs, String userAgent) {
        for (Sign sign : signs) {
            if (userAgent.contains(sign.part())) {
                return sign.name();
            }
        }
        return null;
    }

    /** In a sentence of the reader's language. */
    String in(Words words) {
        if (browser != null && system != null) {
            return words.text("sessions.device", browser, system);
        }
        return browser != null ? browser : system != null ? system : words.text("sessions.unknown_device");
    }

    /** In no language, for what is named once and read by whoever comes. */
    String orElse(String unknown) {
        return browser == null ? unknown : system == null ? browser : browser + ", " + system;
    }
}
