package com.prysmid.gateway.guard;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;

/** Cookies of one host alone: {@code __Host-} prefix, Secure, HttpOnly, SameSite=Lax. */
final class Cookies {
    private Cookies() {}

    /** Empty where it is absent, and where it came twice: then somebody put a second one. */
    static Optional<String> read(HttpRequest request, String name) {
        String found = null;
        for (HttpHeader header : request.getHeaders()) {
            if (header instanceof Cookie cookies) {
                for (HttpCookiePair pair : cookies.getCookies()) {
                    if (pair.name().equals(name)) {
                        if (found != null) {
                            return Optional.empty();
                        }
                        found = pair.value();
                    }
                }
            }
        }
        return Optional.ofNullable(found);
    }

    static HttpHeader set(String name, String value) {
        return SetCookie.create(cookie(name, value));
    }

    static HttpHeader set(String name, String value, long maxAgeSeconds) {
        return SetCookie.create(cookie(name, value).withMaxAge(maxAgeSeconds));
    }

    /** Also sent with another site's POST: for what is worth nothing without the answer that comes with it. */
    static HttpHeader setCrossSite(String name, String value, long maxAgeSeconds) {
        return SetCookie.create(cookie(name, value).withMaxAge(maxAgeSeconds).withSameSite(SameSite.None));
    }

    /** The same attributes, or the browser takes it for another cookie's. */
    static HttpHeader clear(String name) {
        return SetCookie.create(cookie(name, "").withMaxAge(0));
    }

    private static HttpCookie cookie(String name, String value) {
        return HttpCookie.create(name, value)
                .withPath("/")
                .withSecure(true)
                .withHttpOnly(true)
                .withSameSite(SameSite.Lax);
    }
}
