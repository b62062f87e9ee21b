package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RFC 6749 §3.3: what the app did not register for is left out, and something must remain. */
final class ScopeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        Set<String> granted = granted(parameters, app);
        if (granted.isEmpty()) {
            return new Rejection("invalid_scope", "scope must name something that this app may ask for");
        }
        // OpenID Connect Core §3.1.2.1: without it there is no id token to ask for.
        return ResponseTypeCheck.of(parameters).givesIdToken() && !granted.contains(Scope.OPENID.wireName())
                ? new Rejection("invalid_scope", "scope must have openid where an id token is asked for")
                : null;
    }

    /** In the order asked. */
    static Set<String> granted(Form parameters, AppView app) {
        String registered = app.metadata().scope();
        Set<String> allowed = registered == null ? new LinkedHashSet<>(Scope.wireNames()) : Scope.split(registered);
        Set<String> scopes = Scope.split(parameters.find("scope").orElse(""));
        scopes.retainAll(allowed);
        if (!app.metadata().grantTypes().contains(GrantType.REFRESH_TOKEN.wireName())) {
            scopes.remove(Scope.OFFLINE_ACCESS.wireName());
        }
        return scopes;
    }
}
