package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in with a password, single sign-on sessions, signing out. */
public final class SessionDecisions {
    private static final List<String> PASSWORD = List.of("pwd");

    private static final String LOCKED_OUT = "locked_out";
    private static final String PASSWORD_LOGIN_OFF = "password_login_off";

    /** Nobody's password is tried then, whoever it is. */
    private static final Set<String> UNCOUNTED = Set.of(LOCKED_OUT, PASSWORD_LOGIN_OFF);

    private SessionDecisions() {}

    /** What to do with a password before anything is decided. Every path spends one hash. */
    public sealed interface PasswordStep {
        record Check(BcryptHash hash) implements PasswordStep {}

        /** Spend the time of a check, then refuse for this reason; counted as a wrong password is, or the count would tell them apart. */
        record Pretend(String reason) implements PasswordStep {}
    }

    public static PasswordStep passwordStep(UserState state, WorkspaceSettings settings, Instant now) {
        Account account = state.account();
        if (account == null) {
            return new PasswordStep.Pretend("unknown_user");
        }
        if (!settings.people().signIn().password()) {
            return new PasswordStep.Pretend(PASSWORD_LOGIN_OFF);
        }
        if (account.status() != UserStatus.ACTIVE) {
            return new PasswordStep.Pretend(whyNot(state));
        }
        if (isLockedOut(state, now)) {
            return new PasswordStep.Pretend(whyNot(state));
        }
        String hash = account.passwordHash();
        return hash == null ? new PasswordStep.Pretend("no_password") : new PasswordStep.Check(new BcryptHash(hash));
    }

    /** A hash to be made anew once its password is known: imported, or of a lower cost than the policy's of now. */
    public static Optional<BcryptHash> outdatedHash(UserState state, WorkspaceSettings settings) {
        Account account = state.account();
        return Optional.ofNullable(account == null ? null : account.passwordHash())
                .map(BcryptHash::new)
                .filter(hash -> !hash.isOfOurs() || hash.cost() < settings.bcryptCost());
    }

    /** @param old what was hashed anew; another password set meanwhile stays */
    public static Decision<UserEvent> rehashed(UserState state, BcryptHash old, BcryptHash renewed) {
        Account account = state.account();
        return account != null && old.modularCrypt().equals(account.passwordHash())
                ? Decision.accept(new AccountEvent.PasswordRehashed(renewed.modularCrypt()), new Done())
                : Decision.unchanged(new Done());
    }

    /**
     * Whether another check may begin while some are under way, each of which may turn out to be a wrong guess: so that
     * parallel guesses count like guesses in a row.
     */
    public static boolean mayCheckAnother(
            UserState state, int checksUnderWay, WorkspaceSettings settings, Instant now) {
        return checksUnderWay == 0 || failures(state, now) + checksUnderWay < settings.lockoutFailures();
    }

    /** @param pretended the reason where no real check was made; then {@code correct} means nothing */
    public static Decision<UserEvent> signIn(
            UserState state,
            SessionCommand.SignIn command,
            boolean correct,
            @Nullable String pretended,
            RandomSecrets random,
            Instant now) {
        if (!state.exists()) {
            return Decision.reject(invalidCredentials());
        }
        return wrong(state, correct, pretended, command.settings(), now)
                .orElseGet(() -> SignInDecisions.proven(
                        state,
                        new SignInDecisions.Proof(command.userId(), PASSWORD, null),
                        command.goal(),
                        command.settings(),
                        command.act(),
                        random,
                        now));
    }

    /**
     * What comes of a password that does not count as right; empty where it does.
     *
     * @param pretended the reason where no real check was made; then {@code correct} means nothing
     */
    public static Optional<Decision<UserEvent>> wrong(
            UserState state, boolean correct, @Nullable String pretended, WorkspaceSettings settings, Instant now) {
        // The world may have changed while the hash was computed.
        boolean allowed = pretended == null && state.isActive() && !isLockedOut(state, now);
        return allowed && correct ? Optional.empty() : Optional.of(failed(state, allowed, pretended, settings, now));
    }

    private static Decision<UserEvent> failed(
            UserState state, boolean allowed, @Nullable String pretended, WorkspaceSettings settings, Instant now) {
        String reason = allowed ? "wrong_password" : pretended != null ? pretended : whyNot(state);
        boolean counts = (allowed || pretended != null) && !UNCOUNTED.contains(reason) && !isLockedOut(state, now);
        boolean locksOut = counts && failures(state, now) + 1 >= settings.lockoutFailures();
        return Decision.accept(
                new SessionEvent.SignInFailed(reason, counts, locksOut ? now.plus(settings.lockout()) : null),
                invalidCredentials());
    }

    public static Reply check(UserState state, SessionCommand.Check command, Instant now) {
        return find(state, command.sid(), command.secret(), now)
                .<Reply>map(session -> view(command.userId(), session))
                .orElseGet(SessionDecisions::noSession);
    }

    /** The live session that this cookie opens, of an active user. */
    static Optional<Session> find(UserState state, String sid, Secret secret, Instant now) {
        return state.sessions()
                .find(sid)
                .filter(session -> state.isActive()
                        && session.isLive(now)
                        && new SecretDigest(session.secretDigest()).matches(secret.reveal()));
    }

    /**
     * RP-Initiated Logout §2: asked for by an app of this very session, it ends at once; else the person is asked before. Also
     * a session that has gone idle: what was begun in it lives on, and its owner asks to end that.
     */
    public static Decision<UserEvent> signOut(UserState state, SessionCommand.SignOut command) {
        Optional<Session> found = state.sessions()
                .find(command.sid())
                .filter(session -> new SecretDigest(session.secretDigest())
                        .matches(command.secret().reveal()));
        if (found.isEmpty()) {
            return Decision.unchanged(new SessionCommand.SignedOut(List.of()));
        }
        Session session = found.get();
        String hinted = command.hintedSid();
        boolean own = hinted != null && session.isKnownAs(hinted);
        if (!own && !command.confirmed()) {
            return Decision.unchanged(new SessionCommand.ConfirmationNeeded());
        }
        List<Session> ended = new ArrayList<>(List.of(session));
        if (hinted != null && !own) {
            state.sessions().knownAs(hinted).ifPresent(ended::add);
        }
        return Decision.accept(
                ended.stream()
                        .<UserEvent>map(one -> new SessionEvent.SignedOut(one.sid()))
                        .toList(),
                new SessionCommand.SignedOut(
                        ended.stream().flatMap(one -> one.apps().stream()).toList()));
    }

    public static Decision<UserEvent> revoke(UserState state, SessionCommand.Revoke command) {
        if (!state.exists()) {
            return Decision.reject(Refused.notFound("user"));
        }
        if (command.sid() != null && state.sessions().find(command.sid()).isEmpty()) {
            return Decision.reject(Refused.notFound("session"));
        }
        List<UserEvent> events = state.sessions().bySid().keySet().stream()
                .filter(sid -> command.sid() == null || command.sid().equals(sid))
                .<UserEvent>map(SessionEvent.Revoked::new)
                .toList();
        return Decision.accept(events, new Done());
    }

    public static Reply list(UserState state, SessionCommand.ListAll command, Instant now) {
        return state.exists()
                ? new SessionCommand.Sessions(state.sessions().bySid().values().stream()
                        .filter(session -> session.isLive(now))
                        .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
                        .map(session -> view(command.userId(), session))
                        .toList())
                : Refused.notFound("user");
    }

    public static Refused invalidCredentials() {
        return Refused.of(
                Refused.Reason.INVALID_CREDENTIALS,
                "invalid_credentials",
                "The login name or the password is not right.");
    }

    static Refused noSession() {
        return Refused.of(Refused.Reason.INVALID_TOKEN, "no_session", "There is no such session.");
    }

    private static boolean isLockedOut(UserState state, Instant now) {
        Instant until = state.guesses().lockedOutUntil();
        return until != null && now.isBefore(until);
    }

    /** Of a user who exists and may not try a password now. */
    static String whyNot(UserState state) {
        Account account = state.account();
        return account == null || account.status() == UserStatus.ACTIVE
                ? LOCKED_OUT
                : account.status().name().toLowerCase(Locale.ROOT);
    }

    /** A lock-out that has passed wipes the slate. */
    private static int failures(UserState state, Instant now) {
        Instant until = state.guesses().lockedOutUntil();
        return until != null && !now.isBefore(until) ? 0 : state.guesses().failures();
    }

    private static SessionCommand.Session view(UserId userId, Session session) {
        return new SessionCommand.Session(
                userId,
                session.sid(),
                session.authTime(),
                session.amr(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.ip(),
                session.userAgent());
    }
}
