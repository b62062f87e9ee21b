package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asking for links that are mailed. Whoever asks from outside is answered the same whatever there is; what really came of it
 * stands in the audit journal.
 */
public final class TicketDecisions {
    private static final String TOO_MANY = "too_many_mails";
    private static final String TOO_MANY_TO_ADDRESS = "too_many_mails_to_address";
    private static final String NO_EMAIL = "no_email";

    private TicketDecisions() {}

    /** What is wrong with a sign-up, whoever has the address. */
    public static Optional<Refused> refuseSignUp(TicketCommand.SignUp command) {
        Findings findings = new Findings();
        AccountRules.checkProfile(command.profile(), findings);
        // As for nobody, so that the answer does not tell whether somebody has the address.
        PasswordRules.check(
                command.password(), UserState.ABSENT, command.profile(), command.slug(), command.settings(), findings);
        findings.require(command.profile().email() != null, "email", "required", "must be given");
        return findings.refusal();
    }

    /** Whether the password that was typed is to be kept; else a hash is spent for nothing. */
    public static boolean needsHash(UserState state) {
        Account account = state.account();
        return account == null || isOwnSignUp(state);
    }

    /** @param hash of the password; null where {@link #needsHash} said no */
    public static Decision<UserEvent> signUp(
            UserState state, TicketCommand.SignUp command, @Nullable String hash, TicketIssue issue) {
        Account account = state.account();
        if (needsHash(state)) {
            if (hash == null || tooManyMails(state, issue.now()).isPresent()) {
                // Without a hash: the account went while one was pretended. To sign up again works.
                return withheld(TicketPurpose.SIGN_UP, hash == null ? "gone" : TOO_MANY);
            }
            if (issue.mail().isHeld()) {
                return held(TicketPurpose.SIGN_UP, issue);
            }
            List<UserEvent> events = new ArrayList<>();
            events.add(new AccountEvent.SignUpBegun(command.profile(), hash, account != null));
            events.addAll(issue.issue(
                    command.userId(),
                    TicketPurpose.SIGN_UP,
                    command.profile(),
                    String.valueOf(command.profile().email()),
                    command.browser()));
            return Decision.accept(events, new Done());
        }
        return state.account() != null && state.account().status() == UserStatus.PENDING
                ? request(state, command.userId(), TicketPurpose.INVITATION, issue)
                : tellOwner(state, issue);
    }

    /** Somebody has signed up with the address of an account that there is. */
    private static Decision<UserEvent> tellOwner(UserState state, TicketIssue issue) {
        return whyNotMailed(state, UserStatus.ACTIVE, issue.now())
                .map(reason -> withheld(TicketPurpose.SIGN_UP, reason))
                .orElseGet(() -> issue.mail().isHeld()
                        ? held(TicketPurpose.SIGN_UP, issue)
                        : Decision.accept(
                                List.of(
                                        new TicketEvent.SignUpRepeated(),
                                        MailDecisions.notice(
                                                MailKind.SIGN_UP_EXISTING,
                                                MailDecisions.Addressee.at(
                                                        String.valueOf(
                                                                state.profile().email()),
                                                        state.profile()),
                                                Map.of(),
                                                issue.now())),
                                new Done()));
    }

    /** By whoever forgot the password, or by an admin, who is told where nothing is mailed. */
    public static Decision<UserEvent> requestReset(
            UserState state, TicketCommand.RequestReset command, TicketIssue issue) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        TicketPurpose purpose = account.status() != UserStatus.PENDING
                ? TicketPurpose.PASSWORD_RESET
                : isOwnSignUp(state) ? TicketPurpose.SIGN_UP : TicketPurpose.INVITATION;
        return told(command.act(), request(state, command.userId(), purpose, issue), state, issue);
    }

    public static Decision<UserEvent> invite(UserState state, TicketCommand.Invite command, TicketIssue issue) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        return account.status() == UserStatus.PENDING
                ? told(command.act(), request(state, command.userId(), TicketPurpose.INVITATION, issue), state, issue)
                : Decision.reject(Refused.conflict("wrong_state", "Only who is pending can be invited."));
    }

    public static Decision<UserEvent> requestVerification(
            UserState state, TicketCommand.RequestVerification command, TicketIssue issue) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        return account.profile().emailVerified()
                ? Decision.reject(Refused.conflict("already_verified", "The e-mail address is verified already."))
                : told(
                        command.act(),
                        request(state, command.userId(), TicketPurpose.EMAIL_VERIFICATION, issue),
                        state,
                        issue);
    }

    /** Frees the login name of a sign-up that nobody completed. */
    public static Decision<UserEvent> giveUp(UserState state) {
        if (!state.exists()) {
            return Decision.unchanged(new Done());
        }
        return isOwnSignUp(state)
                ? Decision.accept(new AccountEvent.Deleted(), new Done())
                : Decision.reject(Refused.conflict("username_taken", "Another user has this login name."));
    }

    /** Of an account that is there: the mail, or the reason why there is none. */
    private static Decision<UserEvent> request(
            UserState state, UserId userId, TicketPurpose purpose, TicketIssue issue) {
        return whyNotMailed(state, statusFor(purpose), issue.now())
                .map(reason -> withheld(purpose, reason))
                .orElseGet(() -> issue.mail().isHeld()
                        ? held(purpose, issue)
                        : Decision.accept(issue.issue(userId, purpose, state.profile()), new Done()));
    }

    private static Optional<String> whyNotMailed(UserState state, UserStatus needed, Instant now) {
        Account account = state.account();
        if (account == null) {
            return Optional.of("gone");
        }
        if (account.status() != needed) {
            return Optional.of(account.status().name().toLowerCase(Locale.ROOT));
        }
        if (account.profile().email() == null) {
            return Optional.of(NO_EMAIL);
        }
        return tooManyMails(state, now).map(refused -> TOO_MANY);
    }

    private static Decision<UserEvent> withheld(TicketPurpose purpose, String reason) {
        return Decision.accept(new TicketEvent.Withheld(purpose, reason), new Done());
    }

    /** The address got enough of late, from whatever accounts. The journal is told once. */
    static Decision<UserEvent> held(TicketPurpose purpose, TicketIssue issue) {
        return Decision.accept(heldBack(purpose, issue), new Done());
    }

    static List<UserEvent> heldBack(TicketPurpose purpose, TicketIssue issue) {
        return issue.mail().news() ? List.of(new TicketEvent.Withheld(purpose, TOO_MANY_TO_ADDRESS)) : List.of();
    }

    /** An admin is told why nothing was mailed; of anybody else, the journal is. */
    private static Decision<UserEvent> told(Act act, Decision<UserEvent> decision, UserState state, TicketIssue issue) {
        if (act.actor().type() == Actor.Type.ANONYMOUS
                || !(decision instanceof Decision.Accept<UserEvent>(var events, var reply))) {
            return decision;
        }
        String reason = events.isEmpty()
                ? TOO_MANY_TO_ADDRESS
                : events.getFirst() instanceof TicketEvent.Withheld withheld ? withheld.reason() : null;
        return reason == null
                ? decision
                : Decision.reject(tooManyMails(state, issue.now())
                        .or(() -> reason.equals(TOO_MANY_TO_ADDRESS)
                                ? Optional.ofNullable(issue.mail().heldUntil())
                                        .map(until -> tooManyMails(until, issue.now()))
                                : Optional.empty())
                        .orElseGet(() -> Refused.conflict(
                                reason.equals(NO_EMAIL) ? NO_EMAIL : "wrong_state",
                                "Nothing can be mailed to this user now.")));
    }

    static Optional<Refused> tooManyMails(UserState state, Instant now) {
        return state.tickets().mayMailAt(now).map(at -> tooManyMails(at, now));
    }

    private static Refused tooManyMails(Instant until, Instant now) {
        return new Refused(
                Refused.Reason.GUESSED_TOO_OFTEN,
                TOO_MANY,
                "Too many mails were sent to this user. Try again later.",
                List.of(),
                Duration.between(now, until).plusSeconds(1),
                null);
    }

    static UserStatus statusFor(TicketPurpose purpose) {
        return switch (purpose) {
            case INVITATION, SIGN_UP -> UserStatus.PENDING;
            case EMAIL_VERIFICATION, EMAIL_CHANGE, PASSWORD_RESET -> UserStatus.ACTIVE;
        };
    }

    /** Nobody has shown yet that the address is theirs: who signed up may be anybody. */
    static boolean isOwnSignUp(UserState state) {
        return state.account() != null
                && state.account().status() == UserStatus.PENDING
                && state.tickets().find(TicketPurpose.SIGN_UP).isPresent();
    }
}
