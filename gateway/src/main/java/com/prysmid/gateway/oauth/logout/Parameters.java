package com.prysmid.gateway.oauth.logout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Query parameters as they are written. */
final class Parameters {
    private Parameters() {}

    /** The address with one more parameter; it must have no fragment. */
    static String added(String uri, String name, String value) {
        return uri + (uri.contains("?") ? "&" : "?") + name + "=" + encoded(value);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
