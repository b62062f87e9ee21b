package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.PendingSignIns.Pending;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a session: whatever proves who somebody is, by a password, a passkey, an upstream provider or a second factor,
 * comes here, and here it is seen whether that is enough.
 */
public final class SignInDecisions {
    /** Long enough to find the phone, or for a mail to arrive. */
    private static final Duration PENDING_LIFE = Duration.ofMinutes(15);

    /** RFC 8176 names of what one has. */
    private static final Set<String> HAD = Set.of("otp", "hwk", "swk");

    /** And of what one knows, be it here or at an upstream provider: a password besides another is no second factor. */
    private static final Set<String> TOLD = Set.of("pwd", "fed");

    private SignInDecisions() {}

    /**
     * A proof, just given and found good.
     *
     * @param amr    what it shows, RFC 8176 names
     * @param ticket of the pending sign-in that it goes on with; null for a first proof
     */
    public record Proof(
            UserId userId, List<String> amr, @Nullable UserBoundToken ticket) {
        public Proof {
            amr = List.copyOf(amr);
        }
    }

    /** Of a user who may sign in: → a session, or what is still needed; refused where the pending sign-in is over. */
    public static Decision<UserEvent> proven(
            UserState state,
            Proof proof,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            RandomSecrets random,
            Instant now) {
        UserBoundToken ticket = proof.ticket();
        Optional<Pending> pending = ticket == null ? Optional.empty() : find(state, ticket, now);
        if (ticket != null && pending.isEmpty()) {
            return Decision.reject(noSuchSignIn());
        }
        List<String> amr = together(pending.map(Pending::amr).orElse(List.of()), proof.amr());
        boolean mfaWanted = goal.mfaWanted() || pending.map(Pending::mfaWanted).orElse(false);
        return lacking(state, amr, mfaWanted, settings)
                .map(step -> wait(state, proof, pending, amr, mfaWanted, step, settings, random, now))
                .orElseGet(() ->
                        begin(state, proof.userId(), pending, amr, goal.replacedSession(), settings, act, random, now));
    }

    /** A pending sign-in as its browser goes on with it. */
    public static Reply describe(UserState state, SessionCommand.DescribePending command, Instant now) {
        return find(state, command.ticket(), now)
                .<Reply>map(pending -> lacking(state, pending.amr(), pending.mfaWanted(), command.settings())
                        .map(step -> pending(state, command.ticket(), step, command.settings(), pending.expiresAt()))
                        // The policy has changed in between, and all that it lacks is to be looked at again.
                        .orElseGet(() -> pending(
                                state, command.ticket(), SignInStep.FACTOR, command.settings(), pending.expiresAt())))
                .orElseGet(SignInDecisions::noSuchSignIn);
    }

    /** The live pending sign-in that this ticket is of, of an active user. */
    public static Optional<Pending> find(UserState state, UserBoundToken ticket, Instant now) {
        return state.pendingSignIns()
                .find(ticket.id())
                .filter(pending -> state.isActive()
                        && pending.isLive(now)
                        && new SecretDigest(pending.secretDigest())
                                .matches(ticket.secret().reveal()));
    }

    static Refused noSuchSignIn() {
        return Refused.of(Refused.Reason.INVALID_TOKEN, "sign_in_expired", "This sign-in is over. Begin it again.");
    }

    /** What a pending sign-in lacks next; empty where nothing does any more. */
    static Optional<SignInStep> next(UserState state, Pending pending, WorkspaceSettings settings) {
        return lacking(state, pending.amr(), pending.mfaWanted(), settings);
    }

    private static Optional<SignInStep> lacking(
            UserState state, List<String> amr, boolean mfaWanted, WorkspaceSettings settings) {
        if (needsFactor(state, mfaWanted, settings)) {
            if (!amr.contains("mfa")) {
                // Whoever has any shows it before setting up another: else a stolen password would be enough.
                return Optional.of(SecondFactors.all(state).isEmpty() ? SignInStep.ENROLMENT : SignInStep.FACTOR);
            }
            if (wasShownByWhatDoesNotCount(state, amr, mfaWanted, settings)) {
                return Optional.of(SignInStep.ENROLMENT);
            }
        }
        return state.account() != null && state.account().passwordMustChange() && amr.contains("pwd")
                ? Optional.of(SignInStep.PASSWORD_CHANGE)
                : Optional.empty();
    }

    /** Of everybody like this person, whatever an app wants. */
    static boolean isFactorRequired(UserState state, WorkspaceSettings settings) {
        PeoplePolicy.Mfa policy = settings.people().mfa();
        return switch (policy.requirement()) {
            case OFF, OPTIONAL -> false;
            case REQUIRED -> true;
            case REQUIRED_FOR_ROLES ->
                state.grants().entrySet().stream()
                        .anyMatch(grant -> grant.getValue().stream()
                                .anyMatch(role -> policy.roles().contains(grant.getKey() + ":" + role)));
        };
    }

    /** What a session is refused that has no second factor, where its person must show one whatever an app wants. */
    static Optional<Refused> factorless(UserState state, Session session, WorkspaceSettings settings) {
        return !session.amr().contains("mfa") && isFactorRequired(state, settings)
                ? Optional.of(factorRequired())
                : Optional.empty();
    }

    /**
     * As {@link #factorless(UserState, Session, WorkspaceSettings)}, and also where the person has a factor that the app wishes for:
     * where the answer to an app is asked for here, so that it can be tried (OpenID Connect Core §3.1.2.1 {@code acr_values}).
     */
    static Optional<Refused> factorless(
            UserState state, Session session, WorkspaceSettings settings, GrantDetails asked) {
        boolean wished = !session.amr().contains("mfa")
                && settings.people().mfa().requirement() != PeoplePolicy.Mfa.Requirement.OFF
                && AcrValues.lacks(
                        AcrValues.heldBy(session.amr()),
                        ClaimsRequest.of(asked.claims()).acr())
                && !SecondFactors.of(state, settings).isEmpty();
        return wished ? Optional.of(factorRequired()) : factorless(state, session, settings);
    }

    private static Refused factorRequired() {
        return Refused.of(Refused.Reason.FORBIDDEN, GrantCommand.FACTOR_REQUIRED, "This needs a second factor by now.");
    }

    private static boolean needsFactor(UserState state, boolean mfaWanted, WorkspaceSettings settings) {
        return settings.people().mfa().requirement() != PeoplePolicy.Mfa.Requirement.OFF
                && (mfaWanted || isFactorRequired(state, settings) || SecondFactors.hasCounted(state, settings));
    }

    /** Whether this person is asked, at every sign-in, for a factor that they have. */
    static boolean isAskedForOwnFactor(UserState state, WorkspaceSettings settings) {
        return !SecondFactors.all(state).isEmpty() && needsFactor(state, false, settings);
    }

    /** It shows who it is, and one that counts is set up next. A passkey that signs in alone is enough. */
    private static boolean wasShownByWhatDoesNotCount(
            UserState state, List<String> amr, boolean mfaWanted, WorkspaceSettings settings) {
        boolean byOwn = amr.contains("otp")
                || (amr.contains("user") && !settings.people().signIn().passkey());
        return (mfaWanted || isFactorRequired(state, settings))
                && byOwn
                && !SecondFactors.all(state).isEmpty()
                && SecondFactors.of(state, settings).isEmpty();
    }

    /** {@code mfa} comes with the second kind of proof. */
    private static List<String> together(List<String> before, List<String> now) {
        Set<String> all = new LinkedHashSet<>(before);
        all.addAll(now);
        if (all.stream().anyMatch(HAD::contains) && all.stream().anyMatch(TOLD::contains)) {
            all.add("mfa");
        }
        return new ArrayList<>(all);
    }

    private static Decision<UserEvent> wait(
            UserState state,
            Proof proof,
            Optional<Pending> before,
            List<String> amr,
            boolean mfaWanted,
            SignInStep step,
            WorkspaceSettings settings,
            RandomSecrets random,
            Instant now) {
        UserBoundToken ticket = proof.ticket() != null
                ? proof.ticket()
                : new UserBoundToken(proof.userId(), random.id(), new Secret(random.secret()));
        Instant expiresAt = before.map(Pending::expiresAt).orElse(now.plus(PENDING_LIFE));
        return Decision.accept(
                new SessionEvent.Pending(
                        ticket.id(),
                        SecretDigest.of(ticket.secret().reveal()).base64Url(),
                        amr,
                        step,
                        mfaWanted,
                        expiresAt),
                pending(state, ticket, step, settings, expiresAt));
    }

    private static SessionCommand.SignInPending pending(
            UserState state, UserBoundToken ticket, SignInStep step, WorkspaceSettings settings, Instant expiresAt) {
        List<FactorType> factors = step == SignInStep.FACTOR ? SecondFactors.proving(state, settings) : List.of();
        return new SessionCommand.SignInPending(ticket.serialize(), step, factors, expiresAt);
    }

    private static Decision<UserEvent> begin(
            UserState state,
            UserId userId,
            Optional<Pending> pending,
            List<String> amr,
            @Nullable UserBoundToken browsers,
            WorkspaceSettings settings,
            Act act,
            RandomSecrets random,
            Instant now) {
        String sid = random.id();
        Secret secret = new Secret(random.secret());
        Instant expiresAt = now.plus(settings.sessionAbsolute());
        return Decision.accept(
                new SessionEvent.SignedIn(
                        sid,
                        SecretDigest.of(secret.reveal()).base64Url(),
                        amr,
                        settings.sessionIdle(),
                        expiresAt,
                        replaced(state, userId, browsers).map(Session::sid).orElse(null),
                        pending.map(Pending::id).orElse(null)),
                new SessionCommand.SignedIn(
                        new UserBoundToken(userId, sid, secret).serialize(),
                        new SessionCommand.Session(userId, sid, now, amr, now, expiresAt, act.ip(), act.userAgent())));
    }

    /** Only one's own session is replaced, and only by whoever has its cookie; another user's stays as it is. */
    private static Optional<Session> replaced(UserState state, UserId userId, @Nullable UserBoundToken cookie) {
        return cookie == null || !cookie.userId().equals(userId)
                ? Optional.empty()
                : state.sessions()
                        .find(cookie.id())
                        .filter(session -> new SecretDigest(session.secretDigest())
                                .matches(cookie.secret().reveal()));
    }
}
