package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** RFC 6749 §3.1.1; no {@code token} (RFC 9700 §2.1.2). */
final class ResponseTypeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String type = parameters.get("response_type");
        if (type == null) {
            return Rejection.invalidRequest("response_type is missing");
        }
        return ResponseType.parse(type).isPresent()
                ? null
                : new Rejection("unsupported_response_type", "response_type is none that is served");
    }

    /** Of a request that passed this check. */
    static ResponseType of(Form parameters) {
        return ResponseType.parse(parameters.require("response_type")).orElseThrow();
    }
}
