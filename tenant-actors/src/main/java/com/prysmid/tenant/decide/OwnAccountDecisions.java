package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.OwnAccountCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.PendingSignIns.Pending;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people do with their own account. */
public final class OwnAccountDecisions {
    /** What the pages call just now, and the time to fill in a form. */
    private static final Duration RECENT = Duration.ofMinutes(15);

    private OwnAccountDecisions() {}

    /** Where the session is not good. */
    public static Optional<Refused> refuse(UserState state, UserBoundToken session, Instant now) {
        return find(state, session, now).isPresent() ? Optional.empty() : Optional.of(SessionDecisions.noSession());
    }

    /** @param hash of the new password; the current one was found right */
    public static Decision<UserEvent> changePassword(
            UserState state, OwnAccountCommand.ChangePassword command, String hash, RandomSecrets random, Instant now) {
        Optional<Session> session = find(state, command.session(), now);
        if (session.isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        List<String> amr = new ArrayList<>(session.get().amr());
        if (!amr.contains("pwd")) {
            amr.add("pwd");
        }
        return replace(
                state,
                command.userId(),
                hash,
                amr,
                new SignInGoal(null, false),
                command.settings(),
                command.act(),
                random,
                now);
    }

    /** Where the sign-in is over, or something else has to be done first. */
    public static Optional<Refused> refuse(UserState state, OwnAccountCommand.ReplacePassword command, Instant now) {
        return SignInDecisions.describe(
                                        state,
                                        new SessionCommand.DescribePending(
                                                command.slug(),
                                                command.userId(),
                                                command.ticket(),
                                                command.settings(),
                                                command.replyTo()),
                                        now)
                                instanceof SessionCommand.SignInPending pending
                        && pending.step() == SignInStep.PASSWORD_CHANGE
                ? Optional.empty()
                : Optional.of(SignInDecisions.noSuchSignIn());
    }

    /** @param hash of the new password, which is another than the one of before */
    public static Decision<UserEvent> replacePassword(
            UserState state,
            OwnAccountCommand.ReplacePassword command,
            String hash,
            RandomSecrets random,
            Instant now) {
        Optional<Refused> refusal = refuse(state, command, now);
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Pending pending = SignInDecisions.find(state, command.ticket(), now).orElseThrow();
        return replace(
                state,
                command.userId(),
                hash,
                pending.amr(),
                new SignInGoal(command.goal().replacedSession(), pending.mfaWanted()),
                command.settings(),
                command.act(),
                random,
                now);
    }

    /** With the password every session and sign-in ends; this browser's begins anew, with what it has proven. */
    private static Decision<UserEvent> replace(
            UserState state,
            UserId userId,
            String hash,
            List<String> amr,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            RandomSecrets random,
            Instant now) {
        List<UserEvent> events = List.of(new AccountEvent.PasswordChanged(hash, false));
        return SignInDecisions.proven(
                        Folding.of(state, events, act, now),
                        new SignInDecisions.Proof(userId, amr, null),
                        goal,
                        settings,
                        act,
                        random,
                        now)
                .after(events);
    }

    /** Whether somebody else has the address is not told, nor looked at: whoever opens the link has it. */
    public static Decision<UserEvent> changeEmail(
            UserState state, OwnAccountCommand.ChangeEmail command, TicketIssue issue) {
        return refuse(state, command, issue.now())
                .<Decision<UserEvent>>map(Decision::reject)
                .orElseGet(() -> issue.mail().isHeld()
                        // Nor is it told what else the address got of late.
                        ? TicketDecisions.held(TicketPurpose.EMAIL_CHANGE, issue)
                        : Decision.accept(
                                issue.issue(
                                        command.userId(),
                                        TicketPurpose.EMAIL_CHANGE,
                                        state.profile(),
                                        command.email(),
                                        null),
                                new Done()));
    }

    /** Why nothing is mailed to a new address, as far as it is this user's own affair. */
    public static Optional<Refused> refuse(UserState state, OwnAccountCommand.ChangeEmail command, Instant now) {
        return refuseOld(state, command.session(), now).or(() -> {
            if (!AccountRules.isEmail(command.email())) {
                return Optional.of(Refused.invalid("email", "format", "must be an e-mail address"));
            }
            return command.email().equals(state.profile().email())
                    ? Optional.of(Refused.invalid("email", "unchanged", "is the address of now"))
                    : TicketDecisions.tooManyMails(state, now);
        });
    }

    public static Decision<UserEvent> delete(UserState state, OwnAccountCommand.DeleteAccount command, Instant now) {
        return refuseOld(state, command.session(), now)
                .or(() -> LoginNames.key(command.typed())
                                .equals(LoginNames.key(state.profile().username()))
                        ? Optional.empty()
                        : Optional.of(Refused.invalid("confirmation", "mismatch", "must be the login name")))
                .<Decision<UserEvent>>map(Decision::reject)
                .orElseGet(() -> Decision.accept(new AccountEvent.Deleted(), new Done()));
    }

    /** Of what only whoever signed in just now may do. */
    private static Optional<Refused> refuseOld(UserState state, UserBoundToken token, Instant now) {
        return find(state, token, now)
                .map(session -> session.authTime().plus(RECENT).isAfter(now)
                        ? Optional.<Refused>empty()
                        : Optional.of(
                                Refused.of(Refused.Reason.FORBIDDEN, "sign_in_again", "Sign in again to do this.")))
                .orElseGet(() -> Optional.of(SessionDecisions.noSession()));
    }

    private static Optional<Session> find(UserState state, UserBoundToken token, Instant now) {
        return SessionDecisions.find(state, token.id(), token.secret(), now);
    }
}
