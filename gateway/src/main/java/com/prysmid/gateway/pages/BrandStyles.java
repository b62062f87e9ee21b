package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Colour;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few rules that give a workspace's pages its own colours: a stylesheet of its own, since no page has styles inside. */
final class BrandStyles {
    static final String FOLDER = Asset.FOLDER + "brand/";

    /** The grounds of the pages' own stylesheet that contrast least with what stands on them. */
    static final Colour LIGHT_GROUND = Colour.parse("#f3f4f8").orElseThrow();

    static final Colour DARK_GROUND = Colour.parse("#171a25").orElseThrow();

    /** WCAG 2.2 §1.4.3. */
    private static final double LEAST_CONTRAST = 4.5;

    private static final double STEP = 0.05;
    private static final double HOVER = 0.16;

    private BrandStyles() {}

    /** Empty where the workspace has no colours of its own. */
    static Optional<Asset> of(Branding branding) {
        Colour light = colour(branding.accentLight());
        Colour dark = colour(branding.accentDark());
        if (light == null && dark == null) {
            return Optional.empty();
        }
        return Optional.of(Asset.of(
                FOLDER,
                ".css",
                rules("light", light == null ? readable(dark, LIGHT_GROUND, Colour.BLACK) : light)
                        + rules("dark", dark == null ? readable(light, DARK_GROUND, Colour.WHITE) : dark)));
    }

    private static @Nullable Colour colour(@Nullable String hex) {
        return hex == null ? null : Colour.parse(hex).orElse(null);
    }

    /** The one colour given, moved towards black or white until it can be read on the other ground. */
    private static Colour readable(Colour colour, Colour ground, Colour towards) {
        Colour found = colour;
        for (double share = STEP; found.contrastWith(ground) < LEAST_CONTRAST; share += STEP) {
            found = colour.mixedWith(towards, Math.min(1, share));
        }
        return found;
    }

    private static String rules(String scheme, Colour accent) {
        Colour text = accent.textOn();
        // Away from the text on it, so that its contrast only grows.
        Colour strong = accent.mixedWith(text.equals(Colour.WHITE) ? Colour.BLACK : Colour.WHITE, HOVER);
        return "@media (prefers-color-scheme: " + scheme + ") { :root { --accent: " + accent.hex()
                + "; --accent-strong: " + strong.hex() + "; --on-accent: " + text.hex() + "; --ring: " + accent.hex()
                + "; } }\n";
    }
}
