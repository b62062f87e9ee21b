package com.prysmid.gateway.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A browser and its system, as people call them, by the User-Agent header. Names that nobody translates; a guess, to recognise one's
 * own devices by, and good for nothing else.
 */
final class DeviceWords {
    /** The first that is found: many browsers also name those that they descend from. */
    private static final Map<String, String> BROWSERS = ordered(
            "Edg",
            "Edge",
            "OPR/",
            "Opera",
            "SamsungBrowser",
            "Samsung Internet",
            "FxiOS",
            "Firefox",
            "Firefox/",
            "Firefox",
            "CriOS",
            "Chrome",
            "Chrome/",
            "Chrome",
            "Safari/",
            "Safari");

    private static final Map<String, String> SYSTEMS = ordered(
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Android",
            "Android",
            "Windows",
            "Windows",
            "CrOS",
            "ChromeOS",
            "Mac OS X",
            "macOS",
            "Linux",
            "Linux");

    private DeviceWords() {}

    static String of(Words words, @Nullable String userAgent) {
        String browser = find(BROWSERS, userAgent);
        String system = find(SYSTEMS, userAgent);
        if (browser != null && system != null) {
            return words.text("sessions.device", browser, system);
        }
        return browser != null ? browser : system != null ? system : words.text("sessions.unknown_device");
    }

    private static @Nullable String find(Map<String, String> names, @Nullable String userAgent) {
        return userAgent == null
                ? null
                : names.entrySet().stream()
                        .filter(entry -> userAgent.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
