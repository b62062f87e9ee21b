package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A step between a sign-in that is good and fresh and the answer to the app, such as asking for consent: {@link ConsentStep}. */
@FunctionalInterface
interface BeforeGranting {
    /** What comes instead of what the app asked for. */
    sealed interface Detour {
        /** The browser goes there first, with the request sealed ({@link AuthorizationRequest#kept}). */
        record Visit(String location) implements Detour {}

        record Refuse(Rejection rejection) implements Detour {}
    }

    /** Empty where nothing stands in the way. */
    CompletionStage<Optional<Detour>> before(
            RequestContext context, AuthorizationRequest request, UserBoundToken session);
}
