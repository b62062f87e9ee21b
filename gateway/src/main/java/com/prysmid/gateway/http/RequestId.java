package com.prysmid.gateway.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** {@code X-Request-Id}: the client's where it is harmless, else a new one. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestId() {}

    static String of(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("x-request-id")) {
                return HARMLESS.matcher(header.value()).matches() ? header.value() : make();
            }
        }
        return make();
    }

    private static String make() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
