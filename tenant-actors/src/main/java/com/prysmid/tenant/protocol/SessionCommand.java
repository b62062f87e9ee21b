package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Signing in and out; single sign-on sessions. */
public sealed interface SessionCommand extends UserCommand {

    /** → {@link SignInAnswer}, or {@link Refused.Reason#INVALID_CREDENTIALS} for a wrong password, and for any user who may not. */
    record SignIn(
            Slug slug,
            UserId userId,
            PasswordInput password,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /**
     * What a sign-in still lacks → {@link SignInPending}, or {@link Refused.Reason#INVALID_TOKEN}. Writes nothing.
     *
     * @param ticket of the pending sign-in
     */
    record DescribePending(
            Slug slug, UserId userId, UserBoundToken ticket, WorkspaceSettings settings, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** Whether a session cookie is good → {@link Session}, or {@link Refused.Reason#INVALID_TOKEN}. Writes nothing. */
    record Check(Slug slug, UserId userId, String sid, Secret secret, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /**
     * The browser's own sign-out: ends the session and the token families begun in it → {@link SignedOut}, also twice; or
     * {@link ConfirmationNeeded} where it was neither confirmed nor asked for by an app of this very session.
     *
     * @param hintedSid of an id token of this user; another live session of the same user ends too, once confirmed
     * @param confirmed by the person at the browser
     */
    record SignOut(
            Slug slug,
            UserId userId,
            String sid,
            Secret secret,
            @Nullable String hintedSid,
            boolean confirmed,
            Act act,
            ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** → {@link Sessions}. */
    record ListAll(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements SessionCommand {}

    /** An admin ends one session, or all when {@code sid} is null, with their token families → {@link Done}. */
    record Revoke(Slug slug, UserId userId, @Nullable String sid, Act act, ActorRef<Reply> replyTo)
            implements SessionCommand {}

    /** What comes of every proof of who somebody is. */
    sealed interface SignInAnswer extends Reply permits SignedIn, SignInPending {}

    /**
     * A new session has begun; that of the same browser has ended with it.
     *
     * @param cookie {@code <userId>.<sid>.<secret>}
     */
    record SignedIn(Secret cookie, Session session) implements SignInAnswer {}

    /**
     * Right so far, and not enough.
     *
     * @param ticket    {@code <userId>.<id>.<secret>}; whoever holds it may go on
     * @param factors   by which one may go on, where a factor is what is needed
     * @param expiresAt after which one begins anew
     */
    record SignInPending(Secret ticket, SignInStep step, List<FactorType> factors, Instant expiresAt)
            implements SignInAnswer {
        public SignInPending {
            factors = List.copyOf(factors);
        }
    }

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

    /** @param apps of the sessions that have ended, to be told through the browser too; empty where none had to end */
    record SignedOut(List<SessionApp> apps) implements Reply {
        public SignedOut {
            apps = List.copyOf(apps);
        }
    }

    /** The session is there, and nothing has ended. */
    record ConfirmationNeeded() implements Reply {}
}
