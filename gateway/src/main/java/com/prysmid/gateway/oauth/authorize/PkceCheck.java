package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.AuthorizationCapabilities;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RFC 7636 §4.3: required, except from an OpenID Connect app that proves who it is when it redeems the code, and so can protect
 * itself by a nonce (RFC 9700 §2.1.1). A code given for a challenge is redeemed by its verifier only, and one given without takes
 * none: nothing is won by taking the challenge out. An S256 challenge is 32 bytes in base64url: 43 characters.
 */
final class PkceCheck implements Check {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String challenge = parameters.get("code_challenge");
        String method = parameters.get("code_challenge_method");
        if (challenge == null && method == null) {
            return mayBeLeftOut(parameters, app)
                    ? null
                    : Rejection.invalidRequest("code_challenge is missing: PKCE is required");
        }
        if (challenge == null) {
            return Rejection.invalidRequest("code_challenge is missing, for its method is there");
        }
        if (method == null || !AuthorizationCapabilities.CODE_CHALLENGE_METHODS.contains(method)) {
            return Rejection.invalidRequest("code_challenge_method must be S256");
        }
        return CHALLENGE.matcher(challenge).matches()
                ? null
                : Rejection.invalidRequest("code_challenge must be the base64url form of a SHA-256");
    }

    private static boolean mayBeLeftOut(Form parameters, AppView app) {
        if (!ResponseTypeCheck.of(parameters).givesCode()) {
            return true;
        }
        boolean confidential = !app.metadata().tokenEndpointAuthMethod().equals(ClientAuthMethod.NONE.wireName());
        boolean openid = Scope.split(parameters.find("scope").orElse("")).contains(Scope.OPENID.wireName());
        return confidential && openid && !asksForMore(app);
    }

    /** FAPI 2.0 Security Profile §5.3.2.2: who pushes requests or binds tokens to keys uses PKCE in any case. */
    private static boolean asksForMore(AppView app) {
        AppMetadata metadata = app.metadata();
        return metadata.authorization().requirePushedAuthorizationRequests()
                || metadata.tokens().dpopBoundAccessTokens()
                || metadata.tokens().tlsClientCertificateBoundAccessTokens()
                || app.settings().protocol().requirePushedAuthorizationRequests();
    }
}
