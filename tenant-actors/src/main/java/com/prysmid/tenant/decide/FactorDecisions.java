package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.Totp;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorCommand.Factor;
import com.prysmid.tenant.protocol.FactorCommand.InSignIn;
import com.prysmid.tenant.protocol.FactorCommand.Standing;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Factors.Offer;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Setting up second factors, looking at them, and removing them. */
public final class FactorDecisions {
    /** So many authenticator apps per person. */
    static final int AUTHENTICATORS = 5;

    /** What a code of any kind shows (RFC 8176). */
    static final List<String> ONE_TIME_CODE = List.of("otp");

    private static final Duration OFFER_LIFE = Duration.ofMinutes(15);

    private FactorDecisions() {}

    public static Reply list(UserState state) {
        return state.exists()
                ? new FactorCommand.FactorList(
                        SecondFactors.all(state),
                        state.factors().recoveryDigests().size())
                : Refused.notFound("user");
    }

    public static Reply look(UserState state, FactorCommand.Look command, Instant now) {
        Optional<Session> session = SessionDecisions.find(
                state, command.session().id(), command.session().secret(), now);
        return session.<Reply>map(open -> new FactorCommand.Overview(
                        SecondFactors.all(state),
                        state.factors().recoveryDigests().size(),
                        command.settings().people().mfa().requirement() == Requirement.OFF
                                ? List.of()
                                : SecondFactors.addable(state, command.settings()),
                        SignInDecisions.isFactorRequired(state, command.settings()),
                        FactorStanding.mayChange(state, open, command.settings(), now)))
                .orElseGet(SessionDecisions::noSession);
    }

    public static Reply choose(UserState state, FactorCommand.Choose command, Instant now) {
        return FactorStanding.refusal(state, command.standing(), command.settings(), now)
                .<Reply>map(refused -> refused)
                .orElseGet(() -> new FactorCommand.Choices(
                        SecondFactors.addable(state, command.settings()),
                        loginName(state),
                        MailDecisions.proven(state.account())
                                .map(to -> CodeDecisions.shortened(to.address()))
                                .orElse(null)));
    }

    public static Decision<UserEvent> offerTotp(
            UserState state, FactorCommand.OfferTotp command, WorkspaceSeal seal, RandomSecrets random, Instant now) {
        Optional<Refused> refusal = FactorStanding.refusal(state, command.standing(), command.settings(), now)
                .or(() -> notAddable(state, FactorType.TOTP, command.settings()));
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        FactorSecrets secrets = new FactorSecrets(command.userId(), seal);
        String boundTo = command.standing().token().id();
        Optional<Offer> open = state.factors().offer(boundTo, now);
        if (open.isPresent()) {
            return Decision.unchanged(offer(
                    state,
                    secrets.openTotp(open.get().sealedSecret()),
                    open.get().expiresAt()));
        }
        String secret = Totp.newSecret(random);
        Instant expiresAt = now.plus(OFFER_LIFE);
        return Decision.accept(
                new FactorEvent.TotpOffered(secrets.sealTotp(secret), boundTo, expiresAt),
                offer(state, secret, expiresAt));
    }

    public static Decision<UserEvent> confirmTotp(
            UserState state, FactorCommand.ConfirmTotp command, WorkspaceSeal seal, RandomSecrets random, Instant now) {
        Findings findings = new Findings().requireName("name", command.name());
        Optional<Refused> refusal = FactorStanding.refusal(state, command.standing(), command.settings(), now)
                .or(() -> notAddable(state, FactorType.TOTP, command.settings()))
                .or(findings::refusal);
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<Offer> offer = state.factors().offer(command.standing().token().id(), now);
        if (offer.isEmpty()) {
            return Decision.reject(Refused.conflict("offer_expired", "Set it up again: this secret is too old."));
        }
        String secret =
                new FactorSecrets(command.userId(), seal).openTotp(offer.get().sealedSecret());
        OptionalLong step =
                Totp.of(secret).match(CodeDecisions.digits(command.code().reveal()), now, Long.MIN_VALUE);
        if (step.isEmpty()) {
            return Decision.reject(CodeDecisions.wrongCode());
        }
        String id = random.id();
        return added(
                state,
                new FactorEvent.TotpAdded(id, command.name(), offer.get().sealedSecret(), step.getAsLong()),
                FactorType.TOTP,
                id,
                command.standing(),
                command.userId(),
                command.goal(),
                command.settings(),
                command.act(),
                random,
                now);
    }

    public static Decision<UserEvent> turnOnEmailCodes(
            UserState state, FactorCommand.TurnOnEmailCodes command, RandomSecrets random, Instant now) {
        Optional<Refused> refusal = FactorStanding.ofSession(state, command.session(), command.settings(), now)
                .or(() -> notAddable(state, FactorType.EMAIL_CODE, command.settings()));
        String id = random.id();
        return refusal.map(Decision::<UserEvent>reject)
                .orElseGet(() -> added(
                        state,
                        new FactorEvent.EmailCodeAdded(id),
                        FactorType.EMAIL_CODE,
                        id,
                        new FactorCommand.InSession(command.session()),
                        command.userId(),
                        SignInGoal.PLAIN,
                        command.settings(),
                        command.act(),
                        random,
                        now));
    }

    /** A factor that has just been proven: with recovery codes where it is the first, and on with the sign-in where it is in one. */
    static Decision<UserEvent> added(
            UserState state,
            FactorEvent event,
            FactorType kind,
            String factorId,
            Standing standing,
            UserId user,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            RandomSecrets random,
            Instant now) {
        Optional<RecoveryCodes.Made> recovery = RecoveryCodes.madeWhereNone(state, user, random);
        List<UserEvent> events = new ArrayList<>(List.of(event));
        recovery.ifPresent(made -> events.add(made.event()));
        events.addAll(told(state, MailKind.FACTOR_ADDED, Map.of("factor", word(kind)), now));
        List<Secret> codes = recovery.map(RecoveryCodes.Made::codes).orElse(List.of());
        return switch (standing) {
            case FactorCommand.InSession session ->
                Decision.accept(events, new FactorCommand.Added(factorId, codes, null, null));
            case InSignIn(var ticket) ->
                switch (SignInDecisions.proven(
                        state.apply(new Recorded<>(now, act, event)),
                        new SignInDecisions.Proof(user, ONE_TIME_CODE, ticket),
                        goal,
                        settings,
                        act,
                        random,
                        now)) {
                    case Decision.Reject<UserEvent> refused -> refused;
                    case Decision.Accept<UserEvent>(var further, var reply) -> {
                        events.addAll(further);
                        yield Decision.accept(
                                events,
                                new FactorCommand.Added(
                                        factorId,
                                        codes,
                                        reply instanceof SessionCommand.SignedIn in ? in : null,
                                        reply instanceof SessionCommand.SignInPending pending ? pending : null));
                    }
                };
        };
    }

    public static Decision<UserEvent> makeRecoveryCodes(
            UserState state, FactorCommand.MakeRecoveryCodes command, RandomSecrets random, Instant now) {
        Optional<Refused> refusal = FactorStanding.ofSession(state, command.session(), command.settings(), now)
                .or(() -> SecondFactors.all(state).isEmpty()
                        ? Optional.of(Refused.conflict("no_factor", "Recovery codes come along with a factor."))
                        : Optional.empty());
        RecoveryCodes.Made made = RecoveryCodes.make(command.userId(), random);
        return refusal.map(Decision::<UserEvent>reject)
                .orElseGet(() -> Decision.accept(made.event(), new FactorCommand.RecoveryCodes(made.codes())));
    }

    public static Decision<UserEvent> rename(UserState state, FactorCommand.Rename command, Instant now) {
        Optional<Factor> factor = find(state, command.factorId()).filter(one -> one.type() == FactorType.TOTP);
        Findings findings = new Findings().requireName("name", command.name());
        Optional<Refused> refusal = FactorStanding.ofSession(state, command.session(), command.settings(), now)
                .or(() -> factor.isEmpty() ? Optional.of(Refused.notFound("factor")) : Optional.empty())
                .or(findings::refusal);
        return refusal.map(Decision::<UserEvent>reject)
                .orElseGet(() -> Decision.accept(
                        new FactorEvent.Renamed(
                                command.factorId(), factor.orElseThrow().type(), command.name()),
                        new Done()));
    }

    /** Also the last one where the workspace asks for one: the next sign-in then begins with setting one up. */
    public static Decision<UserEvent> remove(UserState state, FactorCommand.Remove command, Instant now) {
        return FactorStanding.ofSession(state, command.session(), command.settings(), now)
                .map(Decision::<UserEvent>reject)
                .orElseGet(() -> find(state, command.factorId())
                        .map(factor -> removed(state, List.of(factor), now))
                        .orElseGet(() -> Decision.reject(Refused.notFound("factor"))));
    }

    public static Decision<UserEvent> removeByAdmin(UserState state, FactorCommand.RemoveByAdmin command, Instant now) {
        if (!state.exists()) {
            return Decision.reject(Refused.notFound("user"));
        }
        String id = command.factorId();
        List<Factor> meant = SecondFactors.all(state).stream()
                .filter(factor -> id == null || factor.id().equals(id))
                .toList();
        if (meant.isEmpty()) {
            return id == null ? Decision.unchanged(new Done()) : Decision.reject(Refused.notFound("factor"));
        }
        return removed(state, meant, now);
    }

    /** A pending sign-in that begins with what a session has proven. */
    public static Decision<UserEvent> stepUp(
            UserState state, FactorCommand.StepUp command, RandomSecrets random, Instant now) {
        Optional<Session> found = SessionDecisions.find(
                state, command.session().id(), command.session().secret(), now);
        if (found.isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Session session = found.get();
        boolean has = !SecondFactors.proving(state, command.settings()).isEmpty();
        if (session.amr().contains("mfa")
                || command.settings().people().mfa().requirement() == Requirement.OFF
                || (SecondFactors.of(state, command.settings()).isEmpty() && !command.essential())) {
            return Decision.unchanged(new Done());
        }
        // Whoever found a session open must not give its owner a factor.
        return has || FactorStanding.isFresh(session, now)
                ? SignInDecisions.proven(
                        state,
                        new SignInDecisions.Proof(command.userId(), session.amr(), null),
                        new SignInGoal(command.session(), true),
                        command.settings(),
                        command.act(),
                        random,
                        now)
                : Decision.reject(FactorStanding.signInAgain());
    }

    /** By mail, where an address is proven. */
    static List<UserEvent> told(UserState state, MailKind kind, Map<String, String> parameters, Instant now) {
        return MailDecisions.proven(state.account())
                .<UserEvent>map(to -> MailDecisions.notice(kind, to, parameters, now))
                .stream()
                .toList();
    }

    private static Decision<UserEvent> removed(UserState state, List<Factor> meant, Instant now) {
        List<UserEvent> events = new ArrayList<>();
        meant.forEach(factor -> events.add(
                factor.type() == FactorType.PASSKEY
                        ? new PasskeyEvent.Removed(factor.id(), String.valueOf(factor.name()))
                        : new FactorEvent.Removed(factor.id(), factor.type())));
        events.addAll(RecoveryCodes.goneWithout(state, meant.size()));
        events.addAll(told(
                state,
                MailKind.FACTOR_REMOVED,
                Map.of("factor", word(meant.getFirst().type())),
                now));
        return Decision.accept(events, new Done());
    }

    private static Optional<Factor> find(UserState state, String factorId) {
        return SecondFactors.all(state).stream()
                .filter(factor -> factor.id().equals(factorId))
                .findFirst();
    }

    static Optional<Refused> notAddable(UserState state, FactorType type, WorkspaceSettings settings) {
        return SecondFactors.addable(state, settings).contains(type)
                ? Optional.empty()
                : Optional.of(Refused.conflict("factor_not_available", "This factor cannot be set up."));
    }

    private static FactorCommand.TotpOffer offer(UserState state, String secret, Instant expiresAt) {
        return new FactorCommand.TotpOffer(new Secret(secret), loginName(state), expiresAt);
    }

    private static String loginName(UserState state) {
        Account account = state.account();
        return account == null ? "" : account.profile().username();
    }

    private static String word(FactorType kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
