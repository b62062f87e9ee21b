package com.prysmid.gateway.oauth.vocabulary;

import java.util.List;

/** What an authorization request may ask for. */
public final class AuthorizationCapabilities {
    /** RFC 7591 §2: of apps whose id tokens may go through the browser; no grant of the token endpoint. */
    public static final String IMPLICIT_GRANT = "implicit";
    /** RFC 9700 §2.1.1: {@code plain} protects against nothing that matters. */
    public static final List<String> CODE_CHALLENGE_METHODS = List.of("S256");

    /** Of id tokens. */
    public static final List<String> ID_TOKEN_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    /** Of request objects; unsigned ones are taken from single apps only. */
    public static final List<String> REQUEST_OBJECT_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA", "Ed25519");

    private AuthorizationCapabilities() {}
}
