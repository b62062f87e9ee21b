package com.prysmid.tenant.decide;

import java.util.Set;

/** The extension grants' names. */
final class GrantTypes {
    /** RFC 8628. */
    static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** RFC 7523 §2.1: of service accounts that have a key. */
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** RFC 8693. */
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /** OpenID Connect CIBA Core 1.0. */
    static final String CIBA = "urn:openid:params:grant-type:ciba";

    /** Those that take an app that can prove who it is. */
    static final Set<String> CONFIDENTIAL = Set.of("client_credentials", TOKEN_EXCHANGE, CIBA);

    /** Those that a refresh token may come from. */
    static final Set<String> BY_A_PERSON = Set.of("authorization_code", DEVICE_CODE, CIBA);

    private GrantTypes() {}
}
