package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.Confirmation;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The DPoP key that an authorization request binds its code to (RFC 9449 §10). */
public final class CodeKey {
    public static final String PARAMETER = "dpop_jkt";

    /** A SHA-256 in base64url. */
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private CodeKey() {}

    /** Whether the parameter is absent, or a thumbprint. */
    public static boolean isWellFormed(Form parameters) {
        return parameters
                .find(PARAMETER)
                .map(jkt -> THUMBPRINT.matcher(jkt).matches())
                .orElse(true);
    }

    /** What the parameter of a request through the browser names; empty where there is none, or it {@link #isWellFormed} not. */
    public static Optional<Confirmation> named(Form parameters) {
        return parameters
                .find(PARAMETER)
                .filter(jkt -> THUMBPRINT.matcher(jkt).matches())
                .map(Confirmation::ofDpopKey);
    }

    /**
     * Of a pushed request (§10.1): the key that its DPoP header proved, or that its parameter names; where both are there, they must
     * be the same.
     *
     * @param proven of {@link ClientAuthentication#authenticateWithKey}
     * @throws HttpProblem 400 {@code invalid_request}
     */
    public static Optional<Confirmation> pushed(Form parameters, @Nullable Confirmation proven) {
        Optional<Confirmation> named = named(parameters);
        if (!isWellFormed(parameters)) {
            throw OAuthError.invalidRequest("dpop_jkt must be the thumbprint of a key.");
        }
        if (proven == null || proven.jkt() == null) {
            return named;
        }
        if (named.isPresent() && !named.get().equals(proven)) {
            throw OAuthError.invalidRequest("dpop_jkt is not the key of the DPoP proof.");
        }
        return Optional.of(proven);
    }
}
