package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Colour;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrandStylesTest {
    private static final Pattern RULES =
            Pattern.compile("@media \\(prefers-color-scheme: (light|dark)\\) \\{ :root \\{ --accent: (#[0-9a-f]{6});"
                    + " --accent-strong: (#[0-9a-f]{6}); --on-accent: (#[0-9a-f]{6}); --ring: #[0-9a-f]{6}; } }\n");

    @Test
    void withoutColoursThereIsNoStylesheet() {
        assertThat(BrandStyles.of(Branding.NONE)).isEmpty();
    }

    /** A workspace may give one colour or both; the other is made from it. */
    @ParameterizedTest
    @CsvSource({"#0a5c36, ", "#b00020, ", "#000000, ", ", #ffd54f", ", #ffffff", "#0a5c36, #7ee2ae"})
    void everyColourCanBeReadWhereItStands(@Nullable String light, @Nullable String dark) {
        Asset styles = BrandStyles.of(new Branding(null, light, dark, null, null, null, null, null))
                .orElseThrow();
        assertThat(RULES.matcher(styles.content()).replaceAll("")).isEmpty();
        assertThat(RULES.matcher(styles.content()).results().map(rule -> rule.group(1)))
                .containsExactly("light", "dark");
        RULES.matcher(styles.content()).results().forEach(rule -> {
            Colour accent = Colour.parse(rule.group(2)).orElseThrow();
            Colour strong = Colour.parse(rule.group(3)).orElseThrow();
            Colour text = Colour.parse(rule.group(4)).orElseThrow();
            List<String> grounds =
                    rule.group(1).equals("light") ? List.of("#ffffff", "#f3f4f8") : List.of("#171a25", "#0e1018");
            assertThat(accent.contrastWith(text)).isGreaterThanOrEqualTo(4.5);
            assertThat(strong.contrastWith(text)).isGreaterThanOrEqualTo(4.5);
            grounds.forEach(ground -> assertThat(
                            accent.contrastWith(Colour.parse(ground).orElseThrow()))
                    .isGreaterThanOrEqualTo(4.5));
        });
    }

    @Test
    void thePathTellsTheContent() {
        Asset green = BrandStyles.of(new Branding(null, "#0a5c36", null, null, null, null, null, null))
                .orElseThrow();
        Asset red = BrandStyles.of(new Branding(null, "#b00020", null, null, null, null, null, null))
                .orElseThrow();
        assertThat(green.path()).startsWith("/ui/assets/brand/").isNotEqualTo(red.path());
    }

    /** The same numbers judge a workspace's colours: a change of one of them here must be one there. */
    @Test
    void theGroundsAreThoseOfTheStylesheet() {
        String rules = Asset.STYLES.content();
        assertThat(rules)
                .contains("--ground: #f3f4f8;", "--card: #ffffff;")
                .contains("--ground: #0e1018;", "--card: #171a25;");
    }
}
