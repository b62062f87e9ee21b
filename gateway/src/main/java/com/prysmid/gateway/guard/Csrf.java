package com.prysmid.gateway.guard;

import com.prysmid.gateway.http.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Double submit: a form carries the value of a cookie that only this host can have set ({@code __Host-}: no sibling and no
 * parent domain can plant one) and that no script can read.
 */
public final class Csrf {
    public static final String COOKIE = "__Host-prysm_csrf";

    /** The form field. */
    public static final String FIELD = "csrf";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Csrf() {}

    /** @param setCookie null where the browser has the value already */
    public record Token(String value, @Nullable HttpHeader setCookie) {
        public HttpResponse addTo(HttpResponse response) {
            return setCookie == null ? response : response.addHeader(setCookie);
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    /** For a form in the answer to this request; a browser keeps one value, so that several open forms all work. */
    public static Token token(HttpRequest request) {
        Optional<String> present = cookie(request);
        if (present.isPresent()) {
            return new Token(present.get(), null);
        }
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new Token(value, Cookies.set(COOKIE, value));
    }

    public static boolean isGood(HttpRequest request, @Nullable String submitted) {
        return submitted != null
                && cookie(request)
                        .filter(value -> MessageDigest.isEqual(
                                value.getBytes(StandardCharsets.UTF_8), submitted.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    /** @throws HttpProblem 403 {@code csrf} */
    public static void require(HttpRequest request, @Nullable String submitted) {
        if (!isGood(request, submitted)) {
            throw new HttpProblem(403, "csrf", "This form is out of date. Go back, reload the page and try again.");
        }
    }

    private static Optional<String> cookie(HttpRequest request) {
        return Cookies.read(request, COOKIE)
                .filter(value -> SHAPE.matcher(value).matches());
    }
}
