package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.CodeIssued;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Turns a session cookie into a code, where the session is good and as fresh as was asked. */
final class SignedInBrowser {
    private final Entities entities;
    private final Clock clock;

    SignedInBrowser(Entities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Empty where somebody has to sign in first. */
    CompletionStage<Optional<Secret>> code(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return isHinted(context, request, session)
                .thenCompose(hinted -> hinted ? isFresh(context, request, session) : completed(false))
                .thenCompose(fresh ->
                        fresh ? issue(context, request, session) : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** OpenID Connect Core §3.1.2.1 {@code id_token_hint}: the session must be that user's. A hint not ours hints at nobody. */
    private CompletionStage<Boolean> isHinted(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        String hint = request.idTokenHint();
        return hint == null
                ? completed(true)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.VerifyIdTokenHint(context.slug(), hint, replyTo),
                                IdTokenHint.class)
                        .thenApply(
                                token -> token.subject().equals(session.userId().value()))
                        .exceptionally(thrown -> falseIfInvalid(thrown));
    }

    private CompletionStage<Boolean> isFresh(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return request.takesAnySession()
                ? completed(true)
                : entities.user(
                                context.slug(),
                                session.userId(),
                                replyTo -> new SessionCommand.Check(
                                        context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                                SessionCommand.Session.class)
                        .thenApply(found -> request.takesSignInAt(found.authTime(), clock.instant()))
                        .exceptionally(thrown -> falseIfInvalid(thrown));
    }

    private CompletionStage<Optional<Secret>> issue(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        Act act = context.act()
                .by(Actor.user(session.userId()))
                .throughApp(request.app().clientId());
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new GrantCommand.IssueCode(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                request.code(),
                                request.settings(),
                                act,
                                replyTo),
                        CodeIssued.class)
                .thenApply(issued -> Optional.of(issued.code()))
                .exceptionally(thrown -> {
                    falseIfInvalid(thrown);
                    return Optional.empty();
                });
    }

    /** A session that is not known, ended, or of a user who is gone: all the same to the browser. */
    private static boolean falseIfInvalid(Throwable thrown) {
        boolean invalid = RefusedException.in(thrown)
                .map(Refused::reason)
                .filter(reason -> reason == Refused.Reason.INVALID_TOKEN || reason == Refused.Reason.NOT_FOUND)
                .isPresent();
        if (!invalid) {
            throw new CompletionException(thrown);
        }
        return false;
    }

    private static CompletionStage<Boolean> completed(boolean value) {
        return CompletableFuture.completedFuture(value);
    }
}
