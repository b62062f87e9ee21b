package com.prysmid.control.http;

import com.prysmid.control.sessions.SessionSecret;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The dashboard's cookies. The prefix {@code __Host-} makes a browser keep them to this host, over TLS, and take them from no other.
 */
enum SessionCookie {
    /** Who is signed in. */
    SESSION("__Host-prysm-console"),
    /** A sign-in under way: ties the answer to the browser that asked. */
    LOGIN("__Host-prysm-console-login");

    private final String cookie;

    SessionCookie(String cookie) {
        this.cookie = cookie;
    }

    /** The secret of the session, if the request has one of that shape. */
    static Optional<SessionSecret> in(HttpRequest request) {
        return SESSION.of(request);
    }

    /** Its value, if it is there once and has the shape of a secret: of two, one may be planted. */
    Optional<SessionSecret> of(HttpRequest request) {
        List<String> values = StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(Cookie.class::isInstance)
                .map(Cookie.class::cast)
                .flatMap(header -> StreamSupport.stream(header.getCookies().spliterator(), false))
                .filter(pair -> pair.name().equals(cookie))
                .map(HttpCookiePair::value)
                .toList();
        return values.size() == 1 ? SessionSecret.parse(values.getFirst()) : Optional.empty();
    }

    /** Lax, not Strict: the way back from the workspace {@code console} starts at another host. */
    HttpHeader set(SessionSecret secret) {
        return RawHeader.create(
                "Set-Cookie",
                cookie + "=" + secret.secret().reveal() + "; Path=/; Secure; HttpOnly; SameSite=Lax"
                        + (this == LOGIN ? "; Max-Age=600" : ""));
    }

    HttpHeader cleared() {
        return RawHeader.create("Set-Cookie", cookie + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }
}
