package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.AuthorizationCapabilities;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** OAuth 2.0 Multiple Response Types §2.1: codes come back in the query. */
final class ResponseModeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String mode = parameters.get("response_mode");
        return mode == null || AuthorizationCapabilities.RESPONSE_MODES.contains(mode)
                ? null
                : Rejection.invalidRequest("response_mode must be query");
    }
}
