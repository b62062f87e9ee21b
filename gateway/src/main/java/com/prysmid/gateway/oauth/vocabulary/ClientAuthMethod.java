package com.prysmid.gateway.oauth.vocabulary;

import java.util.Arrays;
import java.util.List;

/** How clients authenticate (OpenID Connect Core §9). */
public enum ClientAuthMethod {
    /** Public clients: PKCE alone. */
    NONE("none"),
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    CLIENT_SECRET_JWT("client_secret_jwt"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    /** RFC 8705 §2.1. */
    TLS_CLIENT_AUTH("tls_client_auth"),
    /** RFC 8705 §2.2. */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth");

    /** Of client assertions: by a registered key, or by the client's secret. */
    public static final List<String> ASSERTION_ALGORITHMS =
            List.of("RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS256", "HS384", "HS512");

    /** Of DPoP proofs: asymmetric ones only (RFC 9449 §4.3). */
    public static final List<String> DPOP_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA", "Ed25519");

    private final String wireName;

    ClientAuthMethod(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(ClientAuthMethod::wireName).toList();
    }

    /** Those that prove something. */
    public static List<String> confidentialWireNames() {
        return wireNames().stream().filter(name -> !name.equals(NONE.wireName)).toList();
    }
}
