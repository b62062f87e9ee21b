package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import com.prysmid.tenant.state.UserTickets.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Using a link that was mailed: once, and only for what it was made for. */
public final class TicketRedemption {
    private static final List<String> PASSWORD = List.of("pwd");

    private TicketRedemption() {}

    public static Reply describe(UserState state, TicketCommand.Describe command, Instant now) {
        return find(state, command.token(), command.accepted(), now)
                .<Reply>map(ticket -> new TicketCommand.Ticket(
                        ticket.purpose(),
                        ticket.address(),
                        state.profile().username(),
                        needsPassword(state, ticket, command.browser()),
                        ticket.purpose() == TicketPurpose.EMAIL_CHANGE && loginIsAddress(state.profile())
                                ? ticket.address()
                                : null))
                .orElseGet(TicketRedemption::noSuchTicket);
    }

    /** What has to be done before a link is used up. */
    public sealed interface Step {
        record Refuse(Refused refused) implements Step {}

        record Hash(PasswordInput password) implements Step {}

        record Ready() implements Step {}
    }

    /** A hash is spent only on whoever has a good link. */
    public static Step prepare(UserState state, TicketCommand.Redeem command, Instant now) {
        Optional<Ticket> ticket = find(state, command.token(), command.accepted(), now);
        if (ticket.isEmpty()) {
            return new Step.Refuse(noSuchTicket());
        }
        if (!isInSession(state, ticket.get(), command, now)) {
            return new Step.Refuse(signInFirst());
        }
        if (!needsPassword(state, ticket.get(), command.browser())) {
            return new Step.Ready();
        }
        PasswordInput password = command.password();
        return password == null
                ? new Step.Refuse(passwordMissing())
                : PasswordRules.check(password, state, state.profile(), command.slug(), command.settings())
                        .<Step>map(Step.Refuse::new)
                        .orElseGet(() -> new Step.Hash(password));
    }

    /** @param hash of the chosen password; null where none was needed */
    public static Decision<UserEvent> redeem(
            UserState state, TicketCommand.Redeem command, @Nullable String hash, RandomSecrets random, Instant now) {
        // Used up or voided while the hash was made: of two at once, the second finds nothing.
        Ticket ticket = find(state, command.token(), command.accepted(), now).orElse(null);
        if (ticket == null) {
            return Decision.reject(noSuchTicket());
        }
        if (!isInSession(state, ticket, command, now)) {
            return Decision.reject(signInFirst());
        }
        if (hash == null && needsPassword(state, ticket, command.browser())) {
            return Decision.reject(passwordMissing());
        }
        UserProfile profile = state.profile();
        Reply redeemed = new TicketCommand.Redeemed(ticket.purpose());
        return switch (ticket.purpose()) {
            case SIGN_UP, INVITATION -> complete(state, ticket, command, hash, random, now);
            case EMAIL_VERIFICATION -> Decision.accept(verified(profile), redeemed);
            case PASSWORD_RESET -> reset(profile, String.valueOf(hash), redeemed);
            case EMAIL_CHANGE -> changeEmail(profile, ticket, command.loginFollows(), redeemed);
        };
    }

    /** The address is theirs, the account begins, and they are signed in, as far as a password goes. */
    private static Decision<UserEvent> complete(
            UserState state,
            Ticket ticket,
            TicketCommand.Redeem command,
            @Nullable String hash,
            RandomSecrets random,
            Instant now) {
        List<UserEvent> events =
                List.of(verified(state.profile()), new AccountEvent.Registered(ticket.purpose(), hash));
        if (!command.settings().people().signIn().password()) {
            // They sign in by what the workspace takes instead.
            return Decision.accept(events, new TicketCommand.Redeemed(ticket.purpose()));
        }
        return SignInDecisions.proven(
                        Folding.of(state, events, command.act(), now),
                        new SignInDecisions.Proof(command.userId(), PASSWORD, null),
                        command.goal(),
                        command.settings(),
                        command.act(),
                        random,
                        now)
                .after(events);
    }

    /** Factors stay: a mailbox is no second factor. Nor is anybody signed in by it. */
    private static Decision<UserEvent> reset(UserProfile profile, String hash, Reply redeemed) {
        List<UserEvent> events = new ArrayList<>();
        events.add(new AccountEvent.PasswordChanged(hash, false));
        if (!profile.emailVerified()) {
            events.add(verified(profile));
        }
        return Decision.accept(events, redeemed);
    }

    private static Decision<UserEvent> changeEmail(
            UserProfile profile, Ticket ticket, boolean loginFollows, Reply redeemed) {
        UserProfile changed = profile.reachedAt(
                loginFollows && loginIsAddress(profile) ? ticket.address() : profile.username(),
                ticket.address(),
                true);
        return Decision.accept(
                List.of(
                        new AccountEvent.Updated(changed, AccountDecisions.changed(profile, changed)),
                        new AccountEvent.EmailVerified(changed)),
                redeemed);
    }

    static AccountEvent.EmailVerified verified(UserProfile profile) {
        return new AccountEvent.EmailVerified(
                profile.reachedAt(profile.username(), String.valueOf(profile.email()), true));
    }

    /** The live ticket that this token is of, where it may be used now. */
    static Optional<Ticket> find(UserState state, UserBoundToken token, Set<TicketPurpose> accepted, Instant now) {
        Account account = state.account();
        return account == null
                ? Optional.empty()
                : state.tickets().byPurpose().values().stream()
                        .filter(ticket -> ticket.id().equals(token.id())
                                && accepted.contains(ticket.purpose())
                                && ticket.isLive(now)
                                && new SecretDigest(ticket.secretDigest())
                                        .matches(token.secret().reveal()))
                        .filter(ticket -> account.status() == TicketDecisions.statusFor(ticket.purpose())
                                && (ticket.purpose() == TicketPurpose.EMAIL_CHANGE
                                        || ticket.address()
                                                .equals(account.profile().email())))
                        .findFirst();
    }

    /**
     * What was typed when somebody signed up holds only where the link is opened in the same browser: else whoever typed another's
     * address would know the password of the account that its owner completes.
     */
    private static boolean needsPassword(UserState state, Ticket ticket, @Nullable Secret browser) {
        return switch (ticket.purpose()) {
            case INVITATION, PASSWORD_RESET -> true;
            case EMAIL_VERIFICATION, EMAIL_CHANGE -> false;
            case SIGN_UP -> {
                String digest = ticket.browserDigest();
                yield digest == null
                        || browser == null
                        || state.account() == null
                        || state.account().passwordHash() == null
                        || !new SecretDigest(digest).matches(browser.reveal());
            }
        };
    }

    /**
     * Somebody may have made an account with another's address, and wait for its owner to confirm it: nobody does so for an account
     * into which they cannot sign in.
     */
    private static boolean isInSession(UserState state, Ticket ticket, TicketCommand.Redeem command, Instant now) {
        UserBoundToken session = command.session();
        return !ticket.purpose().takesSession()
                || (session != null
                        && session.userId().equals(command.userId())
                        && SessionDecisions.find(state, session.id(), session.secret(), now)
                                .isPresent());
    }

    static boolean loginIsAddress(UserProfile profile) {
        return profile.email() != null && LoginNames.key(profile.username()).equals(LoginNames.key(profile.email()));
    }

    private static Refused passwordMissing() {
        return Refused.invalid("password", "required", "must be given");
    }

    private static Refused signInFirst() {
        return Refused.of(
                Refused.Reason.FORBIDDEN, TicketCommand.SIGN_IN_FIRST, "This link takes a session of the account's.");
    }

    static Refused noSuchTicket() {
        return Refused.of(Refused.Reason.INVALID_TOKEN, "link_expired", "This link was used before, or it is too old.");
    }
}
