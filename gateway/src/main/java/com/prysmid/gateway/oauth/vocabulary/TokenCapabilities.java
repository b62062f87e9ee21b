package com.prysmid.gateway.oauth.vocabulary;

import java.util.List;

/** The forms that an app may register for its tokens and for what it is told about them. */
public final class TokenCapabilities {
    /** OpenID Connect Core §8. */
    public static final List<String> SUBJECT_TYPES = List.of("public", "pairwise");

    /** Of userinfo and introspection answers. */
    public static final List<String> SIGNING_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    /** As the members of discovery are named after them. */
    public static final List<String> ENCRYPTED_ANSWERS =
            List.of("id_token", "userinfo", "introspection", "authorization");

    /** RFC 7518 §4.1. */
    public static final List<String> KEY_ENCRYPTIONS =
            List.of("RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW");

    /** RFC 7518 §5.1. */
    public static final List<String> CONTENT_ENCRYPTIONS =
            List.of("A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM");

    private TokenCapabilities() {}
}
