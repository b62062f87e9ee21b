package com.prysmid.gateway.oauth.authorize;

/**
 * Why a request is turned down, told to the app by redirect (RFC 6749 §4.1.2.1).
 *
 * @param description of the characters that RFC 6749 allows: no {@code "} and no {@code \\}
 */
record Rejection(String error, String description) {
    static Rejection invalidRequest(String description) {
        return new Rejection("invalid_request", description);
    }
}
