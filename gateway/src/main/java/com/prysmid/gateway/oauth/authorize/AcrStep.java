package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.stepup.StepUp;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * OpenID Connect Core §5.5.1.1: a session that lacks the {@code acr} that an app asks for is stepped up by a second factor, and the
 * password is not asked for again. What is only wished for is tried where the person has a factor, and never fails. So is a session
 * of before the workspace asked this person for a factor: that does not depend on the app.
 */
final class AcrStep implements BeforeGranting {
    private final Entities entities;
    private final InteractionSeal seal;
    private final StepUp stepUp;

    AcrStep(Entities entities, InteractionSeal seal, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.stepUp = new StepUp(entities, clock);
    }

    @Override
    public CompletionStage<Optional<Detour>> before(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        boolean maybeRequired = mayBeRequired(request);
        if (request.acr().values().isEmpty() && !maybeRequired) {
            return none();
        }
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new SessionCommand.Check(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        SessionCommand.Session.class)
                .thenCompose(found -> (maybeRequired && !found.amr().contains("mfa")
                                ? isRequired(context, request, session)
                                : CompletableFuture.completedStage(false))
                        .thenCompose(required -> required
                                ? lackingRequired(context, request, session)
                                : request.lacks(AcrValues.heldBy(found.amr()))
                                        ? lacking(context, request, session)
                                        : none()))
                // A session that ended meanwhile is found to have ended by what comes next.
                .exceptionallyCompose(thrown ->
                        RefusedException.isOfWhatIsGone(thrown) ? none() : CompletableFuture.failedStage(thrown));
    }

    private static boolean mayBeRequired(AuthorizationRequest request) {
        return switch (request.settings().people().mfa().requirement()) {
            case OFF, OPTIONAL -> false;
            case REQUIRED, REQUIRED_FOR_ROLES -> true;
        };
    }

    private CompletionStage<Boolean> isRequired(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new FactorCommand.Look(
                                context.slug(), session.userId(), session, request.settings(), replyTo),
                        FactorCommand.Overview.class)
                .thenApply(FactorCommand.Overview::required);
    }

    private CompletionStage<Optional<Detour>> lackingRequired(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return request.mustNotAsk()
                ? refuse("interaction_required", "the person has to show a second factor")
                : stepUp(context, request, session, true);
    }

    private CompletionStage<Optional<Detour>> lacking(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        boolean essential = request.acr().essential();
        if (request.mustNotAsk()) {
            return essential ? refuse("login_required", "the session lacks the requested acr") : none();
        }
        return stepUp(context, request, session, essential);
    }

    private CompletionStage<Optional<Detour>> stepUp(
            RequestContext context, AuthorizationRequest request, UserBoundToken session, boolean essential) {
        return stepUp.from(context, session, request.settings(), essential, seal(context, request))
                .thenCompose(found -> found.map(visit -> visit(new Detour.Visit(visit.location(), visit.cookie())))
                        .orElseGet(() -> essential
                                ? refuse(
                                        "unmet_authentication_requirements",
                                        "this sign-in does not meet the requested acr")
                                : none()));
    }

    private String seal(RequestContext context, AuthorizationRequest request) {
        return request.startedAt() == null
                ? seal.seal(Interaction.AUTHORIZE, context.slug(), request.kept())
                : seal.seal(
                        Interaction.AUTHORIZE, context.slug(), new Interaction(request.kept(), request.startedAt()));
    }

    private static CompletionStage<Optional<Detour>> visit(Detour detour) {
        return CompletableFuture.completedStage(Optional.of(detour));
    }

    private static CompletionStage<Optional<Detour>> none() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static CompletionStage<Optional<Detour>> refuse(String error, String description) {
        return visit(new Detour.Refuse(new Rejection(error, description)));
    }
}
