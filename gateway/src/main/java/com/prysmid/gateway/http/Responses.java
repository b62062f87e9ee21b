package com.prysmid.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The few kinds of answers there are. */
public final class Responses {
    private static final ContentType PROBLEM = ContentTypes.create(MediaTypes.applicationWithFixedCharset(
            "problem+json", org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8));

    private static final ContentType SCIM = ContentTypes.create(MediaTypes.applicationWithFixedCharset(
            "scim+json", org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8));

    private Responses() {}

    public static HttpResponse json(int status, Object body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.write(body)));
    }

    /** RFC 7644 §3.1. */
    public static HttpResponse scim(int status, byte[] json) {
        return HttpResponse.create().withStatus(StatusCodes.get(status)).withEntity(HttpEntities.create(SCIM, json));
    }

    public static HttpResponse problem(int status, Object body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(PROBLEM, Json.write(body)));
    }

    /**
     * A JWT, which is ASCII and so has no charset.
     *
     * @param subtype of {@code application/}, such as {@code jwt}
     */
    public static HttpResponse jwt(int status, String subtype, String jwt) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(
                        ContentTypes.create(MediaTypes.applicationBinary(subtype, false)),
                        jwt.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What may be kept for ever: its path holds a digest of it. */
    public static HttpResponse unchanging(ResponseEntity entity) {
        return empty(200)
                .withEntity(entity)
                .addHeader(RawHeader.create("Cache-Control", "public, max-age=31536000, immutable"));
    }

    public static HttpResponse html(int status, String page) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, page));
    }

    /** A page with frames of these origins and no others, {@code https://host[:port]} each. */
    public static HttpResponse htmlWithFrames(int status, String page, Set<String> origins) {
        return html(status, page).addHeader(SecurityHeaders.pageWithFrames(origins));
    }

    /** A page that may load scripts of this host, as it may load styles. */
    public static HttpResponse withOwnScript(HttpResponse page) {
        return page.addHeader(SecurityHeaders.PAGE_WITH_SCRIPT);
    }

    /** 303: the browser goes on with GET, whatever the method was (RFC 9700 §4.12). */
    public static HttpResponse seeOther(String location) {
        return HttpResponse.create()
                .withStatus(StatusCodes.SEE_OTHER)
                .addHeader(RawHeader.create("Location", location));
    }

    public static HttpResponse empty(int status) {
        return HttpResponse.create().withStatus(StatusCodes.get(status));
    }
}
