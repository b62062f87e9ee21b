package com.prysmid.tenant.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.Totp;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.FactorGuesses;
import com.prysmid.tenant.state.Factors;
import com.prysmid.tenant.state.PendingSignIns.Pending;
import com.prysmid.tenant.state.UserState;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Codes that are typed in the course of a sign-in: of an authenticator app, of an e-mail, of the recovery codes. Wrong ones are
 * counted for the sign-in and for the person; passkeys, which cannot be guessed, stay good all along.
 */
public final class CodeDecisions {
    /** Wrong codes after which a sign-in begins anew, with its first proof. */
    private static final int TRIES = 5;

    /** Of the first lock; each further one is twice as long, up to {@link #LONGEST_DOUBLING}. */
    private static final Duration LOCK = Duration.ofHours(1);

    private static final int LONGEST_DOUBLING = 4;

    /** Six digits, five tries: one in 200,000 guesses a sign-in, and whoever guesses has the first proof already. */
    private static final int SENT_DIGITS = 6;

    private static final Duration SENT_LIFE = Duration.ofMinutes(10);

    /** Mails with codes in an hour. */
    private static final int SENDINGS = 5;

    private static final Duration BETWEEN_SENDINGS = Duration.ofSeconds(30);

    private CodeDecisions() {}

    public static Decision<UserEvent> prove(
            UserState state, FactorCommand.Prove command, WorkspaceSeal seal, RandomSecrets random, Instant now) {
        Optional<Pending> found = pending(state, command.ticket(), SignInStep.FACTOR, command.settings(), now);
        if (found.isEmpty()) {
            return Decision.reject(SignInDecisions.noSuchSignIn());
        }
        Pending pending = found.get();
        if (!SecondFactors.proving(state, command.settings()).contains(command.type())) {
            return Decision.reject(
                    Refused.of(Refused.Reason.FORBIDDEN, "factor_not_offered", "This factor is not offered."));
        }
        if (state.factors().guesses().isLocked(now)) {
            return refused(state, pending, command.type(), now);
        }
        FactorSecrets secrets = new FactorSecrets(command.userId(), seal);
        String typed = command.code().reveal();
        Optional<? extends FactorEvent> use = switch (command.type()) {
            case TOTP -> totp(state, secrets, digits(typed), now);
            case EMAIL_CODE -> sent(state, pending, secrets, digits(typed), now);
            case RECOVERY_CODE ->
                RecoveryCodes.find(state, command.userId(), typed).map(FactorEvent.RecoveryCodeUsed::new);
            case PASSKEY -> Optional.empty();
        };
        if (use.isEmpty()) {
            return refused(state, pending, command.type(), now);
        }
        List<UserEvent> events = new ArrayList<>(List.of(use.get()));
        if (command.type() == FactorType.RECOVERY_CODE) {
            events.addAll(FactorDecisions.told(state, MailKind.RECOVERY_CODE_USED, Map.of(), now));
        }
        return SignInDecisions.proven(
                        state,
                        new SignInDecisions.Proof(command.userId(), FactorDecisions.ONE_TIME_CODE, command.ticket()),
                        command.goal(),
                        command.settings(),
                        command.act(),
                        random,
                        now)
                .after(events);
    }

    /** For who has turned it on, and for who needs a factor and has none. */
    public static Decision<UserEvent> send(
            UserState state, FactorCommand.SendCode command, WorkspaceSeal seal, RandomSecrets random, Instant now) {
        Optional<Pending> found = SignInDecisions.find(state, command.ticket(), now)
                .filter(pending -> mayBeSent(state, pending, command.settings()));
        Optional<MailDecisions.Addressee> to = MailDecisions.proven(state.account());
        if (found.isEmpty() || to.isEmpty()) {
            return Decision.reject(SignInDecisions.noSuchSignIn());
        }
        Duration wait = untilNextSending(state, now);
        if (wait.isPositive()) {
            return Decision.reject(new Refused(
                    Refused.Reason.GUESSED_TOO_OFTEN,
                    "too_many_codes",
                    "Too many codes were sent.",
                    List.of(),
                    wait,
                    null));
        }
        String code = random.text(SENT_DIGITS, "0123456789");
        Instant expiresAt = now.plus(SENT_LIFE);
        String pendingId = found.get().id();
        return Decision.accept(
                List.of(
                        new FactorEvent.EmailCodeSent(
                                pendingId,
                                new FactorSecrets(command.userId(), seal).sealCode(code, pendingId),
                                expiresAt),
                        MailDecisions.secret(
                                MailKind.EMAIL_CODE,
                                command.userId(),
                                to.get(),
                                Map.of(),
                                new Secret(code),
                                seal,
                                expiresAt,
                                now)),
                new FactorCommand.CodeSent(shortened(to.get().address()), expiresAt));
    }

    public static Decision<UserEvent> confirm(
            UserState state,
            FactorCommand.ConfirmEmailCode command,
            WorkspaceSeal seal,
            RandomSecrets random,
            Instant now) {
        Optional<Pending> found = pending(state, command.ticket(), SignInStep.ENROLMENT, command.settings(), now);
        if (found.isEmpty()) {
            return Decision.reject(SignInDecisions.noSuchSignIn());
        }
        Optional<Refused> notAddable = FactorDecisions.notAddable(state, FactorType.EMAIL_CODE, command.settings());
        if (notAddable.isPresent()) {
            return Decision.reject(notAddable.get());
        }
        Pending pending = found.get();
        FactorSecrets secrets = new FactorSecrets(command.userId(), seal);
        if (state.factors().guesses().isLocked(now)
                || !isSentCode(state, pending, secrets, digits(command.code().reveal()), now)) {
            return refused(state, pending, FactorType.EMAIL_CODE, now);
        }
        String id = random.id();
        return FactorDecisions.added(
                        state,
                        new FactorEvent.EmailCodeAdded(id),
                        FactorType.EMAIL_CODE,
                        id,
                        new FactorCommand.InSignIn(command.ticket()),
                        command.userId(),
                        command.goal(),
                        command.settings(),
                        command.act(),
                        random,
                        now)
                .after(List.of(new FactorEvent.Used(id, FactorType.EMAIL_CODE, 0)));
    }

    /** As people type codes: with blanks between the groups. */
    static String digits(String typed) {
        return typed.replaceAll("[\\s-]", "");
    }

    static Refused wrongCode() {
        return Refused.of(Refused.Reason.INVALID_CREDENTIALS, "wrong_code", "This code is not right.");
    }

    /** Whoever owns the address knows it by its ends; nobody else learns it. */
    static String shortened(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 ? "…" : address.substring(0, 1) + "…" + address.substring(at);
    }

    private static Optional<Pending> pending(
            UserState state, UserBoundToken ticket, SignInStep step, WorkspaceSettings settings, Instant now) {
        return SignInDecisions.find(state, ticket, now)
                .filter(pending -> SignInDecisions.next(state, pending, settings)
                        .filter(step::equals)
                        .isPresent());
    }

    private static boolean mayBeSent(UserState state, Pending pending, WorkspaceSettings settings) {
        return SignInDecisions.next(state, pending, settings)
                .filter(step -> switch (step) {
                    case FACTOR -> SecondFactors.proving(state, settings).contains(FactorType.EMAIL_CODE);
                    case ENROLMENT -> SecondFactors.addable(state, settings).contains(FactorType.EMAIL_CODE);
                    case PASSWORD_CHANGE -> false;
                })
                .isPresent();
    }

    private static Duration untilNextSending(UserState state, Instant now) {
        List<Instant> lately = state.factors().sendings().stream()
                .filter(at -> at.plus(Factors.SENDING_WINDOW).isAfter(now))
                .sorted()
                .toList();
        if (lately.isEmpty()) {
            return Duration.ZERO;
        }
        Instant next = lately.getLast().plus(BETWEEN_SENDINGS);
        if (lately.size() >= SENDINGS) {
            next = lately.getFirst().plus(Factors.SENDING_WINDOW);
        }
        return Duration.between(now, next);
    }

    private static Optional<FactorEvent.Used> totp(UserState state, FactorSecrets secrets, String code, Instant now) {
        FactorEvent.Used used = null;
        for (Factors.Authenticator one : state.factors().authenticators().values()) {
            OptionalLong step = Totp.of(secrets.openTotp(one.sealedSecret())).match(code, now, one.usedUpTo());
            used = step.isPresent() ? new FactorEvent.Used(one.id(), FactorType.TOTP, step.getAsLong()) : used;
        }
        return Optional.ofNullable(used);
    }

    private static Optional<FactorEvent.Used> sent(
            UserState state, Pending pending, FactorSecrets secrets, String code, Instant now) {
        Factors.EmailCodes email = state.factors().email();
        return email != null && isSentCode(state, pending, secrets, code, now)
                ? Optional.of(new FactorEvent.Used(email.id(), FactorType.EMAIL_CODE, 0))
                : Optional.empty();
    }

    private static boolean isSentCode(
            UserState state, Pending pending, FactorSecrets secrets, String code, Instant now) {
        return state.factors()
                .sentCode(pending.id(), now)
                .filter(sent -> MessageDigest.isEqual(
                        secrets.openCode(sent.sealedCode(), pending.id()).getBytes(UTF_8), code.getBytes(UTF_8)))
                .isPresent();
    }

    /** While locked, nothing is compared; and yet it is a try less. */
    private static Decision<UserEvent> refused(UserState state, Pending pending, FactorType type, Instant now) {
        FactorGuesses guesses = state.factors().guesses();
        boolean ends = pending.wrongCodes() + 1 >= TRIES;
        Instant until = guesses.lockedUntil();
        if (until != null && guesses.isLocked(now)) {
            return Decision.accept(
                    new FactorEvent.CodeRefused(pending.id(), type, "factors_locked", ends, null),
                    Refused.guessedTooOften(Duration.between(now, until)));
        }
        boolean locks = guesses.within(now) + 1 >= FactorGuesses.LIMIT;
        Duration lock = LOCK.multipliedBy(1L << Math.min(guesses.locks(), LONGEST_DOUBLING));
        return Decision.accept(
                new FactorEvent.CodeRefused(pending.id(), type, "wrong_code", ends, locks ? now.plus(lock) : null),
                locks ? Refused.guessedTooOften(lock) : ends ? SignInDecisions.noSuchSignIn() : wrongCode());
    }
}
