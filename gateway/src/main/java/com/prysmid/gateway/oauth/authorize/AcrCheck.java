package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.ClaimsRequest.Wish;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * OpenID Connect Core §5.5.1.1: an essential {@code acr} that no sign-in here comes to is an error, named by OpenID Connect Core
 * Error Code unmet_authentication_requirements. Without {@code essential}, as by {@code acr_values}, it is a wish only.
 */
final class AcrCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        Wish acr = ClaimsRequest.of(parameters.get("claims")).acr();
        boolean unmet = acr.essential()
                && !acr.values().isEmpty()
                && Collections.disjoint(acr.values(), AcrValues.supported(app.settings()));
        return unmet
                ? new Rejection("unmet_authentication_requirements", "no sign-in here meets the requested acr")
                : null;
    }
}
