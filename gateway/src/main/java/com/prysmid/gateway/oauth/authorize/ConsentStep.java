package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand.ConsentDemand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * OpenID Connect Core §3.1.2.4: an app that is not the workspace's own gets what its user agreed to, once and remembered; {@code
 * offline_access} (§11) like any other scope.
 */
final class ConsentStep implements BeforeGranting {
    private final Entities entities;
    private final InteractionSeal seal;

    ConsentStep(Entities entities, InteractionSeal seal) {
        this.entities = entities;
        this.seal = seal;
    }

    @Override
    public CompletionStage<Optional<Detour>> before(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        ConsentDemand demand = request.consent();
        if (demand == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (Interaction.DENIED.equals(request.parameters().get(Interaction.CONSENT))) {
            return refuse("access_denied", "the user did not agree");
        }
        // Nothing that was agreed to before this request began is an answer to it.
        if (request.asksConsentAnew() && request.startedAt() == null) {
            return askUnlessForbidden(context, request);
        }
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.Check(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                request.app().clientId(),
                                request.scopes(),
                                demand,
                                replyTo),
                        Done.class)
                .thenApply(done -> Optional.<Detour>empty())
                .exceptionallyCompose(thrown -> unlessAgreed(thrown, context, request));
    }

    private CompletionStage<Optional<Detour>> unlessAgreed(
            Throwable thrown, RequestContext context, AuthorizationRequest request) {
        Refused.Reason reason = RefusedException.in(thrown).map(Refused::reason).orElse(null);
        if (reason == Refused.Reason.FORBIDDEN) {
            return askUnlessForbidden(context, request);
        }
        // A session that ended meanwhile is found to have ended by what comes next.
        return RefusedException.isOfWhatIsGone(thrown)
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.failedFuture(new CompletionException(thrown));
    }

    private CompletionStage<Optional<Detour>> askUnlessForbidden(RequestContext context, AuthorizationRequest request) {
        return request.mustNotAsk()
                ? refuse("consent_required", "the user has not agreed to this yet")
                : ask(context, request);
    }

    private CompletionStage<Optional<Detour>> ask(RequestContext context, AuthorizationRequest request) {
        Map<String, String> kept = new LinkedHashMap<>(request.kept());
        kept.put(Interaction.CONSENT_SCOPES, String.join(" ", request.scopes()));
        String sealed = request.startedAt() == null
                ? seal.seal(Interaction.AUTHORIZE, context.slug(), kept)
                : seal.seal(Interaction.AUTHORIZE, context.slug(), new Interaction(kept, request.startedAt()));
        return CompletableFuture.completedFuture(Optional.of(new Detour.Visit(Interaction.consentPath(sealed))));
    }

    private static CompletionStage<Optional<Detour>> refuse(String error, String description) {
        return CompletableFuture.completedFuture(Optional.of(new Detour.Refuse(new Rejection(error, description))));
    }
}
