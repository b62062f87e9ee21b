package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whether a session cookie is of whom the request means, and as fresh as it asks. */
final class SignedInBrowser {
    private static final Rejection OTHER_USER = new Rejection("login_required", "another user is signed in");

    /** Whether the session's user is the one meant. */
    private enum Identity {
        /** Also where nobody in particular is meant. */
        MEANT,
        ANOTHER,
        /** There is a hint, and it is none of ours: then whoever signs in now. */
        UNTOLD
    }

    private final Entities entities;
    private final Clock clock;

    SignedInBrowser(Entities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    CompletionStage<SignInVerdict> judge(RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return identity(context, request, session)
                .thenCompose(identity -> identity == Identity.MEANT && request.takesAnySession()
                        // Whether it is there at all is seen when something is asked of it.
                        ? CompletableFuture.completedFuture(SignInVerdict.GOOD)
                        : authTime(context, session)
                                .thenApply(authTime -> authTime.map(at -> judge(request, identity, at))
                                        .orElse(SignInVerdict.NEEDED)));
    }

    private SignInVerdict judge(AuthorizationRequest request, Identity identity, Instant authTime) {
        boolean forThisRequest = request.wasSignedInFor(authTime);
        return switch (identity) {
            case MEANT -> request.takesSignInAt(authTime, clock.instant()) ? SignInVerdict.GOOD : SignInVerdict.NEEDED;
            case ANOTHER -> forThisRequest ? new SignInVerdict.Refused(OTHER_USER) : SignInVerdict.NEEDED;
            case UNTOLD -> forThisRequest ? SignInVerdict.GOOD : SignInVerdict.NEEDED;
        };
    }

    /**
     * OpenID Connect Core §3.1.2.1 {@code id_token_hint}, an id token once made for this app, of any age; and §5.5.1 {@code sub} by
     * value.
     */
    private CompletionStage<Identity> identity(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        List<String> subjects = request.subjects();
        return subjects.isEmpty()
                ? hinted(context, request, session)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.NameSubject(
                                        context.slug(), request.app().clientId(), session.userId(), replyTo),
                                TokenCommand.SubjectName.class)
                        .thenCompose(name -> subjects.contains(name.subject())
                                ? hinted(context, request, session)
                                : CompletableFuture.completedFuture(Identity.ANOTHER));
    }

    private CompletionStage<Identity> hinted(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        String hint = request.idTokenHint();
        return hint == null
                ? CompletableFuture.completedFuture(Identity.MEANT)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.VerifyIdTokenHint(context.slug(), hint, replyTo),
                                IdTokenHint.class)
                        .thenApply(token -> hinted(token, request, session))
                        .exceptionally(thrown -> orElse(thrown, Identity.UNTOLD));
    }

    private static Identity hinted(IdTokenHint token, AuthorizationRequest request, UserBoundToken session) {
        if (!token.clientId().equals(request.app().clientId())) {
            return Identity.UNTOLD;
        }
        return token.subject().equals(session.userId().value()) ? Identity.MEANT : Identity.ANOTHER;
    }

    /** Empty for a session that does not hold. */
    private CompletionStage<Optional<Instant>> authTime(RequestContext context, UserBoundToken session) {
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new SessionCommand.Check(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        SessionCommand.Session.class)
                .thenApply(found -> Optional.of(found.authTime()))
                .exceptionally(thrown -> orElse(thrown, Optional.empty()));
    }

    /** For a session or token that is not known, ended, or of a user who is gone: all the same to the browser. */
    static <T> T orElse(Throwable thrown, T ifInvalid) {
        if (!RefusedException.isOfWhatIsGone(thrown)) {
            throw new CompletionException(thrown);
        }
        return ifInvalid;
    }
}
