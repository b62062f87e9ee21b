package com.prysmid.gateway.oauth.error;

import com.prysmid.gateway.http.HttpProblem;

/** The errors of RFC 6749 §5.2 and RFC 6750 §3.1. */
public final class OAuthError {
    private OAuthError() {}

    public static HttpProblem invalidRequest(String detail) {
        return HttpProblem.badRequest(detail);
    }

    public static HttpProblem invalidClient() {
        return new HttpProblem(401, "invalid_client", "The client is unknown or did not prove who it is.");
    }

    /** RFC 6749 §5.2: who tried by an Authorization header is told which scheme. */
    public static HttpProblem invalidClient(String realm) {
        return invalidClient().with("WWW-Authenticate", "Basic realm=\"" + realm + "\"");
    }

    public static HttpProblem invalidGrant() {
        return new HttpProblem(
                400, "invalid_grant", "The grant is unknown, expired, used or was made for another client.");
    }

    public static HttpProblem unauthorizedClient(String detail) {
        return new HttpProblem(400, "unauthorized_client", detail);
    }

    public static HttpProblem unsupportedGrantType() {
        return new HttpProblem(400, "unsupported_grant_type", "There is no such grant type here.");
    }

    public static HttpProblem invalidScope(String detail) {
        return new HttpProblem(400, "invalid_scope", detail);
    }

    /** RFC 9449 §5. */
    public static HttpProblem invalidDpopProof(String detail) {
        return new HttpProblem(400, "invalid_dpop_proof", detail);
    }

    /** RFC 8707 §2. */
    public static HttpProblem invalidTarget() {
        return new HttpProblem(400, "invalid_target", "The resource is not registered for this app.");
    }

    /** RFC 6750 §3: no token at all, so no error code. */
    public static HttpProblem tokenMissing(String realm) {
        return new HttpProblem(401, "invalid_token", "An access token is needed.")
                .with("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
    }

    public static HttpProblem invalidToken(String realm) {
        return new HttpProblem(401, "invalid_token", "The token is broken, expired, revoked or not ours.")
                .with("WWW-Authenticate", "Bearer realm=\"" + realm + "\", error=\"invalid_token\"");
    }

    public static HttpProblem insufficientScope(String realm, String scope) {
        return new HttpProblem(403, "insufficient_scope", "The token does not have the scope " + scope + ".")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm + "\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }
}
