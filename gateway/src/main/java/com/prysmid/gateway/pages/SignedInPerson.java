package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

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
                            if (thrown != null && !RefusedException.isOfWhatIsGone(thrown)) {
                                throw new CompletionException(thrown);
                            }
                            return thrown == null ? Optional.of(session) : Optional.<UserBoundToken>empty();
                        }))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()));
    }

    /** Where to go once it is found that nobody is signed in after all. */
    static HttpResponse elseTo(String location, Throwable thrown) {
        if (!RefusedException.isOfWhatIsGone(thrown)) {
            throw new CompletionException(thrown);
        }
        return Responses.seeOther(location);
    }
}
