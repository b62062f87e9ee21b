package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/** RFC 6749 §4.1.2.1 {@code unauthorized_client}: the app did not register for codes. */
final class GrantTypeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        return app.metadata().grantTypes().contains(GrantType.AUTHORIZATION_CODE.wireName())
                ? null
                : new Rejection("unauthorized_client", "this app may not ask for codes");
    }
}
