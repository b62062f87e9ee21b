package com.prysmid.gateway.guard;

import com.prysmid.tenant.protocol.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a browser keeps while a link is mailed: a secret, by which the link's page knows the browser again, and the interaction to go
 * on with. {@code <secret>} or {@code <secret>.<sealed interaction>}.
 */
public final class LinkCookie {
    public static final String NAME = "__Host-prysm_link";

    /** As long as the links that it goes with, but for invitations, which nobody asks for in a browser. */
    private static final Duration LIFE = Duration.ofHours(24);

    /** RFC 6265 §6.1: browsers need not keep more in one cookie. What is longer is begun anew at the app. */
    private static final int VALUE_LIMIT = 3_500;

    private static final Pattern SHAPE = Pattern.compile("([A-Za-z0-9_-]{43})(?:\\.([A-Za-z0-9_-]+))?");
    private static final SecureRandom RANDOM = new SecureRandom();

    private LinkCookie() {}

    /** @param interaction sealed; null for none */
    public record Kept(Secret secret, @Nullable String interaction) {}

    public static Optional<Kept> read(HttpRequest request) {
        return Cookies.read(request, NAME)
                .map(SHAPE::matcher)
                .filter(Matcher::matches)
                .map(parts -> new Kept(new Secret(parts.group(1)), parts.group(2)));
    }

    /** The secret that the browser has, so that links asked for before stay good; or a new one. */
    public static Secret secret(HttpRequest request) {
        return read(request).map(Kept::secret).orElseGet(LinkCookie::fresh);
    }

    public static HttpHeader set(Secret secret, @Nullable String interaction) {
        String value = interaction == null ? secret.reveal() : secret.reveal() + "." + interaction;
        return Cookies.set(NAME, value.length() > VALUE_LIMIT ? secret.reveal() : value, LIFE.toSeconds());
    }

    public static HttpHeader clear() {
        return Cookies.clear(NAME);
    }

    private static Secret fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
