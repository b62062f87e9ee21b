package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StylesheetTest {
    private static final Pattern VARIABLE = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    private final String rules = Asset.STYLES.content();

    /** WCAG 2.2 AA: 4.5 for text (§1.4.3), 3 for the edges of controls and the focus ring (§1.4.11). */
    @ParameterizedTest
    @CsvSource({
        "text, card, 4.5",
        "soft, card, 4.5",
        "soft, ground, 4.5",
        "on-accent, accent, 4.5",
        "on-accent, accent-strong, 4.5",
        "alert, alert-ground, 4.5",
        "field, card, 3.0",
        "ring, card, 3.0"
    })
    void coloursContrastInLightAndDark(String front, String back, double least) {
        int dark = rules.indexOf("@media (prefers-color-scheme: dark)");
        Map<String, String> light = variables(rules.substring(0, dark));
        Map<String, String> darkened = variables(rules.substring(dark, rules.indexOf("*, *::before")));

        assertThat(contrast(light.get(front), light.get(back))).isGreaterThanOrEqualTo(least);
        assertThat(contrast(darkened.get(front), darkened.get(back))).isGreaterThanOrEqualTo(least);
    }

    private static Map<String, String> variables(String rules) {
        Map<String, String> variables = new HashMap<>();
        Matcher matcher = VARIABLE.matcher(rules);
        while (matcher.find()) {
            variables.put(matcher.group(1), matcher.group(2));
        }
        return variables;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] linear = IntStream.of(1, 3, 5)
                .mapToDouble(at -> Integer.parseInt(colour, at, at + 2, 16) / 255.0)
                .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
}
