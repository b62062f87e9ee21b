package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Signing in and out; single sign-on sessions. */
public sealed interface SessionCommand extends UserCommand {

    /**
     * → {@link SignedIn}, or {@link Refused.Reason#INVALID_CREDENTIALS} for a wrong password, a locked or a deactivated
     * user alike. Always begins a new session; {@code replacedSession} of the same browser ends with it.
     */
    record SignIn(
            Slug slug,
            UserId userId,
            PasswordInput password,
            @Nullable UserBoundToken replacedSession,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** Whether a session cookie is good → {@link Session}, or {@link Refused.Reason#INVALID_TOKEN}. Writes nothing. */
    record Check(Slug slug, UserId userId, String sid, Secret secret, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** The browser's own sign-out: ends the session and the token families begun in it → {@link Done}, also twice. */
    record SignOut(Slug slug, UserId userId, String sid, Secret secret, Act act, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** → {@link Sessions}. */
    record ListAll(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements SessionCommand {}

    /** An admin ends one session, or all when {@code sid} is null, with their token families → {@link Done}. */
    record Revoke(Slug slug, UserId userId, @Nullable String sid, Act act, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** @param cookie {@code <userId>.<sid>.<secret>} */
    record SignedIn(Secret cookie, Session session) implements Reply {}

    record Session(
            UserId userId,
            String sid,
            Instant authTime,
            List<String> amr,
            Instant lastSeenAt,
            Instant expiresAt,
            @Nullable String ip,
            @Nullable String userAgent)
            implements Reply {}

    record Sessions(List<Session> items) implements Reply {}
}
