package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** A step between a sign-in that is good and fresh and the answer to the app, such as asking for consent: {@link ConsentStep}. */
@FunctionalInterface
interface BeforeGranting {
    /** What comes instead of what the app asked for. */
    sealed interface Detour {
        /** The browser goes there first, with the request sealed ({@link AuthorizationRequest#kept}). */
        record Visit(String location, Optional<HttpHeader> cookie) implements Detour {
            Visit(String location) {
                this(location, Optional.empty());
            }
        }

        record Refuse(Rejection rejection) implements Detour {}
    }

    /** One after the other; the first that stands in the way is told. */
    default BeforeGranting then(BeforeGranting next) {
        return (context, request, session) -> before(context, request, session)
                .thenCompose(detour -> detour.isPresent()
                        ? CompletableFuture.completedStage(detour)
                        : next.before(context, request, session));
    }

    /** Empty where nothing stands in the way. */
    CompletionStage<Optional<Detour>> before(
            RequestContext context, AuthorizationRequest request, UserBoundToken session);
}
