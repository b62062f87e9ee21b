package com.prysmid.gateway.guard;

import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** A browser's sign-in that waits for more than was proven: {@code <userId>.<id>.<secret>}. */
public final class PendingSignInCookie {
    public static final String NAME = "__Host-prysm_sign_in";

    private PendingSignInCookie() {}

    /** Of the right form; whether it is good is asked of the user. */
    public static Optional<UserBoundToken> read(HttpRequest request) {
        return Cookies.read(request, NAME).flatMap(UserBoundToken::parse);
    }

    /** @param life how long the browser keeps it; the entity decides how long it is good */
    public static HttpHeader set(Secret ticket, Duration life) {
        return Cookies.set(NAME, ticket.reveal(), Math.max(1, life.toSeconds()));
    }

    public static HttpHeader clear() {
        return Cookies.clear(NAME);
    }
}
