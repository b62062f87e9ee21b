package com.prysmid.gateway.guard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * What somebody was about to do when they were asked to sign in: the parameters of an authorization request.
 *
 * @param startedAt when it was sealed first; a sign-in after it satisfies {@code prompt=login}
 */
public record Interaction(Map<String, String> parameters, Instant startedAt) {
    /** The query parameter and form field that carries a sealed one. */
    public static final String PARAMETER = "interaction";

    /** Sealed for this purpose. */
    public static final String AUTHORIZE = "authorize";

    private static final String LOGIN_PATH = "/ui/login";
    private static final String RESUME_PATH = "/oauth/v2/authorize";

    public Interaction {
        parameters = Map.copyOf(parameters);
    }

    /** Where to sign in before going on. */
    public static String loginPath(String sealed) {
        return LOGIN_PATH + "?" + PARAMETER + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
    }

    /** Where to go on after signing in. */
    public static String resumePath(String sealed) {
        return RESUME_PATH + "?" + PARAMETER + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Interaction" + parameters.keySet();
    }
}
