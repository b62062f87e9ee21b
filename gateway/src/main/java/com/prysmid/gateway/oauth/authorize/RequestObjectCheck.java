package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §3.1.2.6: request objects are not served, and ignoring one would ignore what it says. */
final class RequestObjectCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        if (parameters.has("request")) {
            return new Rejection("request_not_supported", "request is not supported");
        }
        return parameters.has("request_uri")
                ? new Rejection("request_uri_not_supported", "request_uri is not supported")
                : null;
    }
}
