package com.prysmid.control.http;

import com.prysmid.control.sessions.SessionSecret;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;

/**
 * Cross-site request forgery: a change that a cookie vouches for must also carry a header that no other site's page can send, with a
 * value that it cannot know, and come from a page of this very origin.
 */
final class Forgery {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final int HTTPS = 443;

    private Forgery() {}

    /** Whether a change might be another site's wish. Requests that change nothing are no matter. */
    static boolean suspected(HttpRequest request, SessionSecret secret) {
        if (SAFE.contains(request.method().name())) {
            return false;
        }
        Optional<String> token = request.getHeader("X-CSRF-Token").map(header -> header.value());
        Optional<String> origin = request.getHeader("Origin").map(header -> header.value());
        return token.filter(secret::protects).isEmpty()
                || origin.filter(own(request)::equals).isEmpty();
    }

    /** The origin the request was sent to; its host has been checked. */
    static String own(HttpRequest request) {
        Uri uri = request.getUri();
        int port = uri.port();
        return "https://" + uri.host().address() + (port == HTTPS || port <= 0 ? "" : ":" + port);
    }
}
