package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.SessionDecisions;
import com.prysmid.tenant.decide.SessionDecisions.PasswordStep;
import com.prysmid.tenant.decide.SignInDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;

/**
 * Signing in and out, and sessions. Guesses under way count as wrong until they are judged, so the desk remembers how many there
 * are, and who waits for them.
 */
final class SignInDesk {
    /** Sign-ins that wait for guesses under way to be judged; more are shed. */
    private static final int WAITING_LIMIT = 200;

    private static final Duration SHORTLY = Duration.ofSeconds(2);

    /** As long as whoever asks for a sign-in waits; later nobody would hear the answer, and the hashing would be for nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /** A sign-in that waits its turn. */
    private record Waiting(SessionCommand.SignIn command, Instant since) {}

    private final UserPort user;
    private final TenantServices services;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int checksUnderWay;

    SignInDesk(UserPort user, TenantServices services) {
        this.user = user;
        this.services = services;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, SessionCommand command) {
        return switch (command) {
            case SessionCommand.SignIn c -> signIn(state, c);
            case SessionCommand.DescribePending c ->
                user.answer(c.replyTo(), SignInDecisions.describe(state, c, user.now()));
            case SessionCommand.Check c -> user.answer(c.replyTo(), SessionDecisions.check(state, c, user.now()));
            case SessionCommand.SignOut c -> user.commit(SessionDecisions.signOut(state, c), c.act(), c.replyTo());
            case SessionCommand.ListAll c -> user.answer(c.replyTo(), SessionDecisions.list(state, c, user.now()));
            case SessionCommand.Revoke c -> user.commit(SessionDecisions.revoke(state, c), c.act(), c.replyTo());
        };
    }

    /** Guesses under way count as wrong until they are judged: so hundreds in parallel are no more than a few in a row. */
    private Effect<Recorded<UserEvent>, UserState> signIn(UserState state, SessionCommand.SignIn command) {
        if (!SessionDecisions.mayCheckAnother(state, checksUnderWay, command.settings(), user.now())) {
            return waiting.size() < WAITING_LIMIT && waiting.add(new Waiting(command, user.now()))
                    ? user.none()
                    : user.answer(command.replyTo(), Refused.overloaded(SHORTLY));
        }
        String password = command.password().reveal();
        return switch (SessionDecisions.passwordStep(state, command.settings(), user.now())) {
            case PasswordStep.Check(var hash) ->
                judge(
                        command,
                        services.passwords()
                                .check(
                                        user.slug().value(),
                                        password,
                                        hash,
                                        command.settings().bcryptCost()),
                        hash,
                        null);
            case PasswordStep.Pretend(var reason) ->
                judge(
                        command,
                        services.passwords()
                                .dummyCheck(
                                        user.slug().value(),
                                        password,
                                        command.settings().bcryptCost())
                                .thenApply(nothing -> false),
                        null,
                        reason);
        };
    }

    /** Whether another password was set since this one's hash was looked at; then a guess is judged by the new one. */
    private static boolean isAnother(UserState state, @Nullable BcryptHash checked) {
        return checked != null
                && (state.account() == null
                        || !checked.modularCrypt().equals(state.account().passwordHash()));
    }

    private Effect<Recorded<UserEvent>, UserState> judge(
            SessionCommand.SignIn command,
            CompletionStage<Boolean> check,
            @Nullable BcryptHash checked,
            @Nullable String pretended) {
        checksUnderWay++;
        return user.await(check, command.replyTo(), "SignIn", (state, correct, thrown) -> {
            checksUnderWay--;
            admitNext();
            if (correct == null || thrown != null) {
                return user.failed(command.replyTo(), "checking a password", thrown);
            }
            if (isAnother(state, checked)) {
                return signIn(state, command);
            }
            Decision<UserEvent> decision =
                    SessionDecisions.signIn(state, command, correct, pretended, services.random(), user.now());
            if (decision.reply() instanceof SessionCommand.SignInAnswer) {
                renewHash(state, command);
            }
            return user.commit(decision, signedInAct(command, decision), command.replyTo());
        });
    }

    /** What goes on where a guess was right. */
    interface Right {
        Effect<Recorded<UserEvent>, UserState> go(UserState state);
    }

    /** A password that somebody signed in types once more: a guess as any other. */
    Effect<Recorded<UserEvent>, UserState> guess(
            UserState state,
            PasswordInput password,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo,
            Right right) {
        if (!SessionDecisions.mayCheckAnother(state, checksUnderWay, settings, user.now())) {
            return user.answer(replyTo, Refused.overloaded(SHORTLY));
        }
        PasswordStep step = SessionDecisions.passwordStep(state, settings, user.now());
        String slug = user.slug().value();
        CompletionStage<Boolean> check = switch (step) {
            case PasswordStep.Check(var hash) ->
                services.passwords().check(slug, password.reveal(), hash, settings.bcryptCost());
            case PasswordStep.Pretend pretended ->
                services.passwords()
                        .dummyCheck(slug, password.reveal(), settings.bcryptCost())
                        .thenApply(nothing -> false);
        };
        String pretended = step instanceof PasswordStep.Pretend(var reason) ? reason : null;
        BcryptHash checked = step instanceof PasswordStep.Check(var hash) ? hash : null;
        checksUnderWay++;
        return user.await(check, replyTo, "checking a password", (now, correct, thrown) -> {
            checksUnderWay--;
            admitNext();
            if (correct == null || thrown != null) {
                return user.failed(replyTo, "checking a password", thrown);
            }
            if (isAnother(now, checked)) {
                return guess(now, password, settings, act, replyTo, right);
            }
            return SessionDecisions.wrong(now, correct, pretended, settings, user.now())
                    .map(decision -> user.commit(decision, act, replyTo))
                    .orElseGet(() -> right.go(now));
        });
    }

    /** Only now is the password known. Nobody waits for it, and nobody is to wait because of it: on a busy pool, another time. */
    private void renewHash(UserState state, SessionCommand.SignIn command) {
        SessionDecisions.outdatedHash(state, command.settings())
                .filter(old -> services.passwords().waiting() == 0)
                .ifPresent(old -> user.await(
                        services.passwords()
                                .hash(
                                        user.slug().value(),
                                        command.password().reveal(),
                                        command.settings().bcryptCost()),
                        user.nobody(),
                        "hashing anew",
                        (now, renewed, thrown) -> renewed == null
                                ? user.none()
                                : user.commit(
                                        SessionDecisions.rehashed(now, old, renewed),
                                        Act.bySystem("password_rehash"),
                                        user.nobody())));
    }

    /** Whoever has shown who they are acts as themselves; whoever has not is nobody. */
    private Act signedInAct(SessionCommand.SignIn command, Decision<UserEvent> decision) {
        return decision.reply() instanceof SessionCommand.SignInAnswer
                ? command.act().by(Actor.user(user.userId()))
                : command.act();
    }

    private void admitNext() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.since().plus(PATIENCE).isAfter(user.now())) {
                user.again(next.command());
                return;
            }
            next.command().replyTo().tell(Refused.overloaded(SHORTLY));
        }
    }
}
