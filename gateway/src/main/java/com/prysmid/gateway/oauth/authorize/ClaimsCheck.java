package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.ClaimsRequest;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §5.5: a JSON object of its shape. */
final class ClaimsCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String text = parameters.get("claims");
        return text == null || ClaimsRequest.parse(text).isPresent()
                ? null
                : Rejection.invalidRequest("claims is no claims request");
    }
}
