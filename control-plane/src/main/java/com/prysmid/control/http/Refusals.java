package com.prysmid.control.http;

import com.prysmid.control.accounts.Role;
import com.prysmid.control.tokens.Scope;
import java.util.List;
import java.util.Map;

/** What is answered to who is not let in. */
final class Refusals {
    static final Problem NO_SUCH_WORKSPACE = Problem.notFound("There is no workspace of that slug.");

    static final Problem NO_SUCH_ACCOUNT = Problem.notFound("There is no account of that id.");

    /** Tokens are no persons: none opens an account or joins one. */
    static final Problem PERSON_REQUIRED =
            Problem.of(403, "sign_in_required", "This is for who is signed in at the dashboard, and for no token.");

    static final Problem FORGED = Problem.of(
            403,
            "anti_forgery",
            "A change needs the header X-CSRF-Token with the session's token, and must come from the dashboard's own pages.");

    private Refusals() {}

    static Problem role(Role role) {
        return Problem.of(403, "insufficient_role", "This needs the role " + role.wire() + " in the account.");
    }

    /** RFC 6750 §3.1. */
    static Problem scope(Scope scope) {
        return new Problem(
                403,
                "insufficient_scope",
                "The API token does not have the scope " + scope.wire() + ".",
                List.of(),
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"prysm\", error=\"insufficient_scope\", scope=\"" + scope.wire() + "\""));
    }

    /** RFC 6750 3.1: no error code where no credential was sent. */
    static Problem unauthenticated(boolean presented) {
        return new Problem(
                401,
                presented ? "invalid_token" : "token_required",
                presented ? "The API token is not valid." : "This needs an API token: Authorization: Bearer prysm_…",
                List.of(),
                Map.of("WWW-Authenticate", "Bearer realm=\"prysm\"" + (presented ? ", error=\"invalid_token\"" : "")));
    }

    /** At the dashboard, where nobody has a session or it has ended. */
    static Problem signInRequired() {
        return new Problem(
                401,
                "sign_in_required",
                "Nobody is signed in: go to /bff/login.",
                List.of(),
                Map.of("WWW-Authenticate", "Bearer realm=\"prysm\""));
    }
}
