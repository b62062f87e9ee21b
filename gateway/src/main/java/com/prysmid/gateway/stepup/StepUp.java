package com.prysmid.gateway.stepup;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** A pending sign-in from what a session has proven, so that the password is not asked for again. */
public final class StepUp {
    private final Entities entities;
    private final Clock clock;

    public StepUp(Entities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Where the browser goes.
     *
     * @param cookie of the pending sign-in; empty where one signs in again from the start
     */
    public record Visit(String location, Optional<HttpHeader> cookie) {
        public HttpResponse response() {
            HttpResponse away = Responses.seeOther(location);
            return cookie.<HttpResponse>map(away::addHeader).orElse(away);
        }
    }

    /** Whether a session was refused for want of a second factor. */
    public static boolean isCalledForBy(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.code().equals(GrantCommand.FACTOR_REQUIRED))
                .isPresent();
    }

    /**
     * @param essential a factor is set up where there is none
     * @param sealed    interaction to go on with afterwards
     * @return empty where there is nothing to ask for
     */
    public CompletionStage<Optional<Visit>> from(
            RequestContext context,
            UserBoundToken session,
            WorkspaceSettings settings,
            boolean essential,
            String sealed) {
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new FactorCommand.StepUp(
                                context.slug(), session.userId(), session, essential, settings, context.act(), replyTo),
                        Reply.class)
                .thenApply(reply -> reply instanceof SignInPending pending
                        ? Optional.of(new Visit(Interaction.mfaPath(sealed), Optional.of(cookie(pending))))
                        : Optional.<Visit>empty())
                .exceptionallyCompose(thrown -> RefusedException.in(thrown)
                                .filter(refused -> refused.reason() == Refused.Reason.FORBIDDEN)
                                .isPresent()
                        ? CompletableFuture.completedStage(
                                Optional.of(new Visit(Interaction.loginPath(sealed), Optional.empty())))
                        : CompletableFuture.failedStage(new CompletionException(thrown)));
    }

    private HttpHeader cookie(SignInPending pending) {
        return PendingSignInCookie.set(pending.ticket(), Duration.between(clock.instant(), pending.expiresAt()));
    }
}
