package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §3.2.2.1 and §3.3.2.11: an id token through the browser is bound to its request. */
final class NonceCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        return ResponseTypeCheck.of(parameters).givesIdToken() && !parameters.has("nonce")
                ? Rejection.invalidRequest("nonce is missing")
                : null;
    }
}
