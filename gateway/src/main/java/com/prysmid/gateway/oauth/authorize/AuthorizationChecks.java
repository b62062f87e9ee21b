package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.List;
import java.util.Optional;

/** The rules in the order in which they are looked at; the first that fails is told. */
final class AuthorizationChecks {
    private static final List<Check> IN_ORDER = List.of(
            new ResponseTypeCheck(),
            new GrantTypeCheck(),
            new ResponseModeCheck(),
            new ScopeCheck(),
            new PkceCheck(),
            new NonceCheck(),
            new DpopKeyCheck(),
            new PromptCheck(),
            new MaxAgeCheck(),
            new ClaimsCheck(),
            new AcrCheck(),
            new AskedForCheck());

    private AuthorizationChecks() {}

    static Optional<Rejection> firstFailing(Form parameters, AppView app) {
        for (Check check : IN_ORDER) {
            Rejection rejection = check.check(parameters, app);
            if (rejection != null) {
                return Optional.of(rejection);
            }
        }
        return Optional.empty();
    }
}
