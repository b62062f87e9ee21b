package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** One rule of the endpoint. */
@FunctionalInterface
interface Check {
    /** Null where the rule holds. */
    @Nullable
    Rejection check(Form parameters, AppView app);
}
