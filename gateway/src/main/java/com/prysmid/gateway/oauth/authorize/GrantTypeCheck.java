package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6749 §4.1.2.1 {@code unauthorized_client}: what the app registered (RFC 7591 §2.1). {@code none} gives nothing that would
 * need registering.
 */
final class GrantTypeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        ResponseType type = ResponseTypeCheck.of(parameters);
        if (type.givesCode() && !app.metadata().grantTypes().contains(GrantType.AUTHORIZATION_CODE.wireName())) {
            return new Rejection("unauthorized_client", "this app may not ask for codes");
        }
        boolean mayHaveIdToken = app.metadata().authorization().implicitResponses()
                && app.metadata().responseTypes().contains(type.wireName());
        return type.givesIdToken() && !mayHaveIdToken
                ? new Rejection("unauthorized_client", "this app may not ask for id tokens here")
                : null;
    }
}
