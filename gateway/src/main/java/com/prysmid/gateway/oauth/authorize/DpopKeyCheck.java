package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.client.CodeKey;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** RFC 9449 §10: a code is bound to a key, or it is not; a parameter that cannot be read is no reason to leave it unbound. */
final class DpopKeyCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        return CodeKey.isWellFormed(parameters)
                ? null
                : Rejection.invalidRequest("dpop_jkt must be the thumbprint of a key");
    }
}
