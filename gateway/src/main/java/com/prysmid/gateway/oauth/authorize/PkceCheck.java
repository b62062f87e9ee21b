package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.AuthorizationCapabilities;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** RFC 7636 §4.3, for every app (RFC 9700 §2.1.1). An S256 challenge is 32 bytes in base64url: 43 characters. */
final class PkceCheck implements Check {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String challenge = parameters.get("code_challenge");
        if (challenge == null) {
            return Rejection.invalidRequest("code_challenge is missing: PKCE is required");
        }
        String method = parameters.get("code_challenge_method");
        if (method == null || !AuthorizationCapabilities.CODE_CHALLENGE_METHODS.contains(method)) {
            return Rejection.invalidRequest("code_challenge_method must be S256");
        }
        return CHALLENGE.matcher(challenge).matches()
                ? null
                : Rejection.invalidRequest("code_challenge must be the base64url form of a SHA-256");
    }
}
