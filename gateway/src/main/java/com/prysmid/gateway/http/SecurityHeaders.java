package com.prysmid.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The headers of every answer. What a handler set itself stays as it is. */
final class SecurityHeaders {
    /** Of the host alone: its siblings are other workspaces, and it has no subdomains. */
    private static final HttpHeader HSTS = RawHeader.create("Strict-Transport-Security", "max-age=31536000");

    private static final HttpHeader NO_SNIFF = RawHeader.create("X-Content-Type-Options", "nosniff");
    private static final HttpHeader REFERRER = RawHeader.create("Referrer-Policy", "no-referrer");
    private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");
    /** For browsers that know no {@code frame-ancestors} (RFC 7034). */
    private static final HttpHeader NO_FRAMES = RawHeader.create("X-Frame-Options", "DENY");

    private static final HttpHeader ANY_ORIGIN = RawHeader.create("Access-Control-Allow-Origin", "*");

    /**
     * No {@code form-action}: browsers hold it against redirects too, and a sign-in form ends at the app's redirect URI.
     */
    private static final String PAGE_SOURCES =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors" + " 'none'";

    private static final HttpHeader PAGE_POLICY = RawHeader.create("Content-Security-Policy", PAGE_SOURCES);

    /** A page's policy, with scripts of its own host: none inline, none from elsewhere. */
    static final HttpHeader PAGE_WITH_SCRIPT =
            RawHeader.create("Content-Security-Policy", PAGE_SOURCES + "; script-src 'self'");

    private static final HttpHeader DATA_POLICY =
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private SecurityHeaders() {}

    /** A page's policy, with frames of exactly these origins. */
    static HttpHeader pageWithFrames(Set<String> origins) {
        return RawHeader.create("Content-Security-Policy", PAGE_SOURCES + "; frame-src " + String.join(" ", origins));
    }

    static HttpResponse complete(HttpResponse response, Surface surface, String requestId) {
        List<HttpHeader> headers = new ArrayList<>(8);
        headers.add(RawHeader.create(RequestId.HEADER, requestId));
        headers.add(HSTS);
        headers.add(NO_SNIFF);
        headers.add(REFERRER);
        boolean cached = false;
        boolean policy = false;
        for (HttpHeader header : response.getHeaders()) {
            cached |= header.is("cache-control");
            policy |= header.is("content-security-policy");
        }
        if (!cached) {
            headers.add(NO_STORE);
        }
        if (!policy) {
            boolean page =
                    response.entity().getContentType().mediaType().mainType().equals("text");
            headers.add(page ? PAGE_POLICY : DATA_POLICY);
        }
        if (surface == Surface.PAGE) {
            headers.add(NO_FRAMES);
        }
        if (surface == Surface.METADATA) {
            headers.add(ANY_ORIGIN);
        }
        return response.addHeaders(headers);
    }
}
