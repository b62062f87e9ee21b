package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.client.AskedFor;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** RFC 8707 §2.1, RFC 9396 §5: resources and kinds of detail that the app registered. */
final class AskedForCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        return AskedFor.whyNot(parameters, app.metadata())
                .map(problem -> new Rejection(problem.error(), problem.description()))
                .orElse(null);
    }
}
