package com.prysmid.gateway.oauth.vocabulary;

import java.util.List;

/** What an authorization request may ask for. */
public final class AuthorizationCapabilities {
    public static final List<String> RESPONSE_TYPES = List.of("code");
    public static final List<String> RESPONSE_MODES = List.of("query");
    /** RFC 9700 §2.1.1: {@code plain} protects against nothing that matters. */
    public static final List<String> CODE_CHALLENGE_METHODS = List.of("S256");

    /** Of id tokens. */
    public static final List<String> ID_TOKEN_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    private AuthorizationCapabilities() {}
}
