package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Who is signed in in a browser, for pages on which that person acts. */
final class SignedInPerson {
    private final Entities entities;

    SignedInPerson(Entities entities) {
        this.entities = entities;
    }

    /** The browser's session, where it is good right now. */
    CompletionStage<Optional<UserBoundToken>> of(RequestContext context) {
        return SessionCookie.read(context.request())
                .map(session -> entities.user(
                                context.slug(),
                                session.userId(),
                                replyTo -> new SessionCommand.Check(
                                        context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                                SessionCommand.Session.class)
                        .handle((found, thrown) -> {
                            if (thrown != null && !isNoSession(thrown)) {
                                throw new CompletionException(thrown);
                            }
                            return thrown == null ? Optional.of(session) : Optional.<UserBoundToken>empty();
                        }))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()));
    }

    /** A session that is not known, ended, or of a user who is gone: all the same to the browser. */
    static boolean isNoSession(Throwable thrown) {
        return RefusedException.in(thrown)
                .map(Refused::reason)
                .filter(reason -> reason == Refused.Reason.INVALID_TOKEN || reason == Refused.Reason.NOT_FOUND)
                .isPresent();
    }
}
