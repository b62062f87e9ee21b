package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.passkey.KnownPasskey;
import com.prysmid.tenant.crypto.passkey.NewPasskey;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome;
import com.prysmid.tenant.crypto.passkey.PasskeyUse;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.PasskeyCommand.Descriptor;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Passkeys;
import com.prysmid.tenant.state.Passkeys.Passkey;
import com.prysmid.tenant.state.PendingSignIns.Pending;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys: what only the user's own record can tell of a ceremony (Web Authentication §7.1 steps 25 to 28, §7.2 steps 5, 6, 22 and
 * 24), and whether the workspace wants them.
 */
public final class PasskeyDecisions {
    private PasskeyDecisions() {}

    /** What to do with an assertion before anything is decided. */
    public sealed interface Step {
        /** @param userVerified whether the user's verification is required */
        record Check(String passkeyId, KnownPasskey passkey, boolean userVerified) implements Step {}

        /** There is nothing to be checked: refused for this reason. */
        record Refuse(String reason, @Nullable String passkeyId) implements Step {}
    }

    public static Reply describe(UserState state, PasskeyCommand.DescribeRegistration command, Instant now) {
        return mayAdd(state, command.standing(), command.settings(), now)
                .<Reply>map(refused -> refused)
                .orElseGet(() -> options(state, command.userId()));
    }

    private static PasskeyCommand.RegistrationOptions options(UserState state, UserId userId) {
        Account account = state.account();
        if (account == null) {
            throw new IllegalStateException("who may add a passkey exists");
        }
        String name = account.profile().name();
        return new PasskeyCommand.RegistrationOptions(
                handle(userId),
                account.profile().username(),
                name == null ? account.profile().username() : name,
                PasskeyVerification.ALGORITHMS,
                descriptors(state));
    }

    /** Whether somebody may add one; also before the signature is looked at. */
    public static Optional<Refused> mayAdd(
            UserState state, FactorCommand.Standing standing, WorkspaceSettings settings, Instant now) {
        if (!state.isActive()) {
            return Optional.of(Refused.notFound("user"));
        }
        boolean asFactor = settings.people().mfa().factors().contains(FactorType.PASSKEY);
        if (!asFactor && !settings.people().signIn().passkey()) {
            return Optional.of(off());
        }
        Optional<Refused> refused = switch (standing) {
            case FactorCommand.InSession(var session) -> FactorStanding.ofSession(state, session, settings, now);
            case FactorCommand.InSignIn(var ticket) -> mayAddInSignIn(state, ticket, asFactor, settings, now);
        };
        if (refused.isPresent()) {
            return refused;
        }
        return state.passkeys().byId().size() >= Passkeys.LIMIT
                ? Optional.of(Refused.conflict(
                        "too_many_passkeys", "There are " + Passkeys.LIMIT + " passkeys. Remove one first."))
                : Optional.empty();
    }

    private static Optional<Refused> mayAddInSignIn(
            UserState state, UserBoundToken ticket, boolean asFactor, WorkspaceSettings settings, Instant now) {
        Optional<Pending> pending = SignInDecisions.find(state, ticket, now);
        if (pending.isEmpty()) {
            return Optional.of(SignInDecisions.noSuchSignIn());
        }
        boolean enrols = SignInDecisions.next(state, pending.get(), settings)
                .filter(SignInStep.ENROLMENT::equals)
                .isPresent();
        return asFactor && enrols ? Optional.empty() : Optional.of(off());
    }

    public static Decision<UserEvent> register(
            UserState state,
            PasskeyCommand.Register command,
            PasskeyOutcome<NewPasskey> outcome,
            RandomSecrets random,
            Instant now) {
        Optional<Refused> refused = mayAdd(state, command.standing(), command.settings(), now);
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        if (!(outcome instanceof PasskeyOutcome.Good<NewPasskey>(var made))
                || !isUnused(state, command.challenge(), now)
                || state.passkeys().withCredential(made.credentialId()).isPresent()) {
            return Decision.reject(invalid());
        }
        String name = command.name() == null || command.name().isBlank()
                ? PasskeyNames.of(made.aaguid(), command.fallbackName())
                : command.name().strip();
        Optional<Refused> badName = new Findings().requireName("name", name).refusal();
        if (badName.isPresent()) {
            return Decision.reject(badName.get());
        }
        PasskeyEvent.Added added = new PasskeyEvent.Added(
                random.id(),
                name,
                made.credentialId(),
                made.publicKey(),
                made.signCount(),
                made.aaguid(),
                made.transports(),
                made.backupEligible(),
                made.backedUp(),
                digest(command.challenge()),
                command.challenge().expiresAt());
        return switch (command.standing()) {
            case FactorCommand.InSession session ->
                Decision.accept(
                        added,
                        new PasskeyCommand.Passkey(
                                added.passkeyId(), name, added.transports(), added.backedUp(), now, null));
            // Making it has shown that it is there: nobody is asked for it once more.
            case FactorCommand.InSignIn(var ticket) ->
                SignInDecisions.proven(
                                state.apply(new Recorded<>(now, command.act(), added)),
                                new SignInDecisions.Proof(
                                        command.userId(), amr(made.backupEligible(), made.userVerified()), ticket),
                                command.goal(),
                                command.settings(),
                                command.act(),
                                random,
                                now)
                        .after(List.of(added));
        };
    }

    public static Reply describe(UserState state, PasskeyCommand.DescribeAssertion command, Instant now) {
        if (SignInDecisions.find(state, command.ticket(), now).isEmpty()) {
            return SignInDecisions.noSuchSignIn();
        }
        return isOffered(state, command.settings(), true) && !state.passkeys().isEmpty()
                ? new PasskeyCommand.AssertionOptions(descriptors(state))
                : Refused.notFound("passkey");
    }

    public static Step step(UserState state, PasskeyCommand.SignIn command, Instant now) {
        boolean second = command.ticket() != null;
        Account account = state.account();
        if (account == null) {
            return new Step.Refuse("unknown_user", null);
        }
        if (!state.isActive()) {
            return new Step.Refuse(account.status().name().toLowerCase(Locale.ROOT), null);
        }
        if (!isOffered(state, command.settings(), second)) {
            return new Step.Refuse("passkey_login_off", null);
        }
        String handle = command.assertion().userHandle();
        // §7.2 step 6: who was not known before must be named by the authenticator, who was known may be.
        if (handle == null ? !second : !handle.equals(handle(command.userId()))) {
            return new Step.Refuse("wrong_user_handle", null);
        }
        Optional<Passkey> passkey =
                state.passkeys().withCredential(command.assertion().credentialId());
        if (passkey.isEmpty()) {
            return new Step.Refuse("unknown_passkey", null);
        }
        if (!isUnused(state, command.challenge(), now)) {
            return new Step.Refuse("replayed", passkey.get().id());
        }
        return new Step.Check(
                passkey.get().id(),
                new KnownPasskey(
                        passkey.get().credentialId(),
                        passkey.get().publicKey(),
                        passkey.get().backupEligible()),
                !second);
    }

    /** Of what was checked; the world may have changed meanwhile. */
    public static Decision<UserEvent> signIn(
            UserState state,
            PasskeyCommand.SignIn command,
            PasskeyOutcome<PasskeyUse> outcome,
            RandomSecrets random,
            Instant now) {
        return switch (step(state, command, now)) {
            case Step.Refuse(var reason, var passkeyId) -> refuse(state, reason, passkeyId);
            case Step.Check(var passkeyId, var known, var userVerified) ->
                switch (outcome) {
                    case PasskeyOutcome.Refused<PasskeyUse>(var reason) ->
                        refuse(state, reason.name().toLowerCase(Locale.ROOT), passkeyId);
                    case PasskeyOutcome.Good<PasskeyUse>(var use) ->
                        used(state, command, passkeyId, known, use, random, now);
                };
        };
    }

    private static Decision<UserEvent> used(
            UserState state,
            PasskeyCommand.SignIn command,
            String passkeyId,
            KnownPasskey known,
            PasskeyUse use,
            RandomSecrets random,
            Instant now) {
        long before = state.passkeys().find(passkeyId).map(Passkey::signCount).orElse(0L);
        // §6.1.1: synced passkeys do not count; one that counts and does not go on has a double somewhere.
        if ((use.signCount() > 0 || before > 0) && use.signCount() <= before) {
            return refuse(state, "cloned_authenticator", passkeyId);
        }
        return SignInDecisions.proven(
                        state,
                        new SignInDecisions.Proof(
                                command.userId(), amr(known.backupEligible(), use.userVerified()), command.ticket()),
                        command.goal(),
                        command.settings(),
                        command.act(),
                        random,
                        now)
                .after(List.of(new PasskeyEvent.Used(
                        passkeyId,
                        use.signCount(),
                        use.backedUp(),
                        digest(command.challenge()),
                        command.challenge().expiresAt())));
    }

    /** Written down of whoever exists; the answer is the same. */
    public static Decision<UserEvent> refuse(UserState state, String reason, @Nullable String passkeyId) {
        return state.exists()
                ? Decision.accept(new PasskeyEvent.Refused(reason, passkeyId), invalid())
                : Decision.reject(invalid());
    }

    public static Reply list(UserState state) {
        return state.exists() ? new PasskeyCommand.Passkeys(all(state)) : Refused.notFound("user");
    }

    /** Oldest first. */
    static List<PasskeyCommand.Passkey> all(UserState state) {
        return state.passkeys().byId().values().stream()
                .sorted(Comparator.comparing(Passkey::createdAt))
                .map(PasskeyDecisions::view)
                .toList();
    }

    public static Decision<UserEvent> rename(UserState state, PasskeyCommand.Rename command, Instant now) {
        UserBoundToken session = command.session();
        if (SessionDecisions.find(state, session.id(), session.secret(), now).isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Optional<Passkey> passkey = state.passkeys().find(command.passkeyId());
        if (!state.exists() || passkey.isEmpty()) {
            return Decision.reject(Refused.notFound("passkey"));
        }
        String name = command.name().strip();
        Optional<Refused> refused = new Findings().requireName("name", name).refusal();
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        Passkey old = passkey.get();
        PasskeyCommand.Passkey after = new PasskeyCommand.Passkey(
                old.id(), name, old.transports(), old.backedUp(), old.createdAt(), old.lastUsedAt());
        return name.equals(old.name())
                ? Decision.unchanged(after)
                : Decision.accept(new PasskeyEvent.Renamed(old.id(), name), after);
    }

    public static Decision<UserEvent> remove(UserState state, PasskeyCommand.Remove command, Instant now) {
        Optional<Refused> standing = FactorStanding.ofSession(state, command.session(), command.settings(), now);
        if (standing.isPresent()) {
            return Decision.reject(standing.get());
        }
        Optional<Passkey> passkey = state.passkeys().find(command.passkeyId());
        Account account = state.account();
        if (account == null || passkey.isEmpty()) {
            return Decision.reject(Refused.notFound("passkey"));
        }
        boolean last = account.passwordHash() == null
                && state.identities().items().isEmpty()
                && state.passkeys().byId().size() == 1;
        if (last && !command.confirmed()) {
            return Decision.reject(Refused.conflict(
                    "last_way_to_sign_in", "There is nothing else to sign in with. Add something else first."));
        }
        List<UserEvent> events = new ArrayList<>(List.of(
                new PasskeyEvent.Removed(passkey.get().id(), passkey.get().name())));
        events.addAll(RecoveryCodes.goneWithout(state, 1));
        return Decision.accept(events, new Done());
    }

    /** RFC 8176 §2: a key that one device holds or one that is copied, touched, and a PIN or a finger besides. */
    private static List<String> amr(boolean backupEligible, boolean userVerified) {
        List<String> amr = new ArrayList<>(List.of(backupEligible ? "swk" : "hwk", "user"));
        if (userVerified) {
            amr.add("mfa");
        }
        return amr;
    }

    private static boolean isOffered(UserState state, WorkspaceSettings settings, boolean second) {
        return second
                ? SecondFactors.proving(state, settings).contains(FactorType.PASSKEY)
                : settings.people().signIn().passkey();
    }

    private static boolean isUnused(UserState state, PasskeyChallenge challenge, Instant now) {
        return now.isBefore(challenge.expiresAt())
                && !state.passkeys().usedChallenges().containsKey(digest(challenge))
                && state.passkeys().usedChallenges(now) < Passkeys.CHALLENGES_LIMIT;
    }

    private static String digest(PasskeyChallenge challenge) {
        return SecretDigest.of(challenge.value()).base64Url();
    }

    /** §5.4.3: at most 64 bytes, which every user id is; opaque. */
    private static String handle(UserId userId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(userId.value().getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Descriptor> descriptors(UserState state) {
        return state.passkeys().byId().values().stream()
                .map(passkey -> new Descriptor(passkey.credentialId(), passkey.transports()))
                .toList();
    }

    private static PasskeyCommand.Passkey view(Passkey passkey) {
        return new PasskeyCommand.Passkey(
                passkey.id(),
                passkey.name(),
                passkey.transports(),
                passkey.backedUp(),
                passkey.createdAt(),
                passkey.lastUsedAt());
    }

    static Refused invalid() {
        return Refused.of(Refused.Reason.INVALID_CREDENTIALS, "invalid_passkey", "This passkey is not right.");
    }

    private static Refused off() {
        return Refused.of(Refused.Reason.FORBIDDEN, "passkeys_off", "A passkey cannot be added here.");
    }
}
