package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UpstreamIdentity;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.state.Identities.Identity;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import com.prysmid.tenant.state.UserTickets.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who a user is at upstream providers: signing in by that, linking and unlinking. */
public final class IdentityDecisions {
    /** To link is to give somebody else's word the power to sign in as oneself: who does it has just shown who they are. */
    private static final Duration RECENT = Duration.ofMinutes(15);

    /** Of two first sign-ins at once, the later one comes within this. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    private static final int LIMIT = 20;

    private IdentityDecisions() {}

    public static Decision<UserEvent> signIn(
            UserState state, IdentityCommand.SignIn command, RandomSecrets random, Instant now) {
        boolean linked = state.identities()
                .find(command.identity().idpId(), command.identity().subject())
                .isPresent();
        return linked ? enter(state, command, random, now) : failed(state, "identity_not_linked");
    }

    public static Decision<UserEvent> register(
            UserState state, IdentityCommand.Register command, RandomSecrets random, Instant now) {
        UpstreamIdentity identity = command.identity();
        if (state.exists()) {
            return wasRegisteredBy(state, identity, now)
                    ? enter(state, command, random, now)
                    : Decision.reject(signInFirst());
        }
        Findings findings = new Findings();
        AccountRules.checkProfile(command.profile(), findings);
        Optional<Refused> refusal = findings.refusal();
        return refusal.isPresent()
                ? Decision.reject(refusal.get())
                : enterAfter(
                        state,
                        List.of(new AccountEvent.Created(command.profile(), null, UserStatus.ACTIVE), linked(identity)),
                        command,
                        random,
                        now);
    }

    public static Reply holdsEmail(UserState state, IdentityCommand.HoldsEmail command) {
        return new IdentityCommand.EmailHeld(holds(state, command.email()));
    }

    /** Who has a role over the workspace is never found by an address: else whoever configures providers could be anybody. */
    public static Decision<UserEvent> linkByEmail(
            UserState state, IdentityCommand.LinkByEmail command, RandomSecrets random, Instant now) {
        boolean mayBeFound = holds(state, command.email())
                && state.grants().getOrDefault(AdminRole.PROJECT, List.of()).isEmpty()
                && state.identities().items().size() < LIMIT;
        return mayBeFound
                ? enterAfter(state, beginning(state, command), command, random, now)
                : Decision.reject(signInFirst());
    }

    /**
     * The invitation's link shows that its mailbox is theirs, and the provider that it is the same person's: another's account there
     * is linked by who has chosen a password here first.
     */
    public static Decision<UserEvent> acceptInvitation(
            UserState state, IdentityCommand.AcceptInvitation command, RandomSecrets random, Instant now) {
        Optional<Ticket> ticket =
                TicketRedemption.find(state, command.invitation(), Set.of(TicketPurpose.INVITATION), now);
        if (ticket.isEmpty()) {
            return Decision.reject(TicketRedemption.noSuchTicket());
        }
        String email = command.email();
        return isInvited(state)
                        && email != null
                        && LoginNames.key(email)
                                .equals(LoginNames.key(ticket.get().address()))
                ? enterAfter(state, beginning(state, command), command, random, now)
                : Decision.reject(Refused.of(
                        Refused.Reason.FORBIDDEN,
                        "another_address",
                        "The provider has not verified the address that was invited."));
    }

    /** The link, and before it whatever makes an invited user one who is in use. */
    private static List<UserEvent> beginning(UserState state, IdentityCommand.Arrival arrival) {
        return isInvited(state)
                ? List.of(
                        TicketRedemption.verified(state.profile()),
                        new AccountEvent.Registered(TicketPurpose.INVITATION, null),
                        linked(arrival.identity()))
                : List.of(linked(arrival.identity()));
    }

    /** By an admin: whoever began a sign-up may be anybody, and the account would begin with a password that they know. */
    private static boolean isInvited(UserState state) {
        return state.account() != null
                && state.account().status() == UserStatus.PENDING
                && state.account().passwordHash() == null
                && !TicketDecisions.isOwnSignUp(state);
    }

    private static Refused signInFirst() {
        return Refused.of(
                Refused.Reason.FORBIDDEN, "sign_in_first", "Only the person themselves may link this account.");
    }

    /** The account began with this identity, just now: a registration never enters an account that was there before. */
    private static boolean wasRegisteredBy(UserState state, UpstreamIdentity identity, Instant now) {
        Account account = state.account();
        return account != null
                && account.createdAt().plus(AT_ONCE).isAfter(now)
                && state.identities()
                        .find(identity.idpId(), identity.subject())
                        .filter(one -> one.linkedAt().equals(account.createdAt()))
                        .isPresent();
    }

    public static Decision<UserEvent> link(UserState state, IdentityCommand.Link command, Instant now) {
        Optional<Session> session = session(state, command.session(), now);
        if (session.isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        if (!isRecent(session.get(), now)) {
            return Decision.reject(Refused.of(
                    Refused.Reason.FORBIDDEN, "recent_sign_in_needed", "The sign-in is too long ago; sign in again."));
        }
        return link(state, command.identity(), now);
    }

    public static Decision<UserEvent> linkByAdmin(UserState state, IdentityCommand.LinkByAdmin command, Instant now) {
        return state.exists() ? link(state, command.identity(), now) : Decision.reject(Refused.notFound("user"));
    }

    private static Decision<UserEvent> link(UserState state, UpstreamIdentity identity, Instant now) {
        boolean known =
                state.identities().find(identity.idpId(), identity.subject()).isPresent();
        if (!known && state.identities().items().size() >= LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_identities", "A user has at most " + LIMIT + " identities."));
        }
        IdentityEvent.Linked linked = linked(identity);
        UserState after = state.apply(new Recorded<>(now, Act.bySystem("link"), linked));
        return Decision.accept(linked, view(after, true));
    }

    public static Decision<UserEvent> unlink(UserState state, IdentityCommand.Unlink command, Instant now) {
        UserBoundToken cookie = command.session();
        if (cookie != null && session(state, cookie, now).isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Optional<Identity> found = state.identities().items().stream()
                .filter(one -> id(one).equals(command.identityId()))
                .findFirst();
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound(state.exists() ? "identity" : "user"));
        }
        Identity identity = found.get();
        if (!hasAnotherWay(state, identity, command.live())) {
            return Decision.reject(
                    Refused.conflict("last_sign_in_method", "This is the only way in which this user can sign in."));
        }
        return Decision.accept(
                new IdentityEvent.Unlinked(identity.idpId(), identity.subject()),
                new IdentityCommand.Unlinked(
                        new UpstreamIdentity(identity.idpId(), identity.subject(), identity.label())));
    }

    public static Reply list(UserState state, IdentityCommand.ListAll command, Instant now) {
        UserBoundToken cookie = command.session();
        if (cookie == null) {
            return state.exists() ? view(state, true) : Refused.notFound("user");
        }
        return session(state, cookie, now)
                .<Reply>map(session -> view(state, isRecent(session, now)))
                .orElseGet(SessionDecisions::noSession);
    }

    /** One that leads nowhere, because its provider is gone, is nobody's way in. */
    private static boolean hasAnotherWay(UserState state, Identity without, Set<String> live) {
        Account account = state.account();
        return !live.contains(without.idpId())
                || (account != null && account.passwordHash() != null)
                || !state.passkeys().byId().isEmpty()
                || state.identities().items().stream()
                        .anyMatch(other -> !other.equals(without) && live.contains(other.idpId()));
    }

    private static boolean holds(UserState state, String email) {
        Account account = state.account();
        return account != null
                && (isInvited(state) || (state.isActive() && account.profile().emailVerified()))
                && account.profile().email() != null
                && LoginNames.key(account.profile().email()).equals(LoginNames.key(email));
    }

    private static Decision<UserEvent> enterAfter(
            UserState state,
            List<UserEvent> first,
            IdentityCommand.Arrival arrival,
            RandomSecrets random,
            Instant now) {
        return enter(Folding.of(state, first, arrival.act(), now), arrival, random, now)
                .after(first);
    }

    private static Decision<UserEvent> enter(
            UserState state, IdentityCommand.Arrival arrival, RandomSecrets random, Instant now) {
        return state.isActive()
                ? SignInDecisions.proven(
                        state,
                        new SignInDecisions.Proof(arrival.userId(), arrival.amr(), null),
                        arrival.goal(),
                        arrival.settings(),
                        arrival.act(),
                        random,
                        now)
                : failed(state, SessionDecisions.whyNot(state));
    }

    private static Decision<UserEvent> failed(UserState state, String reason) {
        return state.exists()
                ? Decision.accept(
                        new SessionEvent.SignInFailed(reason, false, null), SessionDecisions.invalidCredentials())
                : Decision.reject(SessionDecisions.invalidCredentials());
    }

    private static IdentityEvent.Linked linked(UpstreamIdentity identity) {
        return new IdentityEvent.Linked(identity.idpId(), identity.subject(), identity.label());
    }

    private static Optional<Session> session(UserState state, UserBoundToken cookie, Instant now) {
        return SessionDecisions.find(state, cookie.id(), cookie.secret(), now);
    }

    private static boolean isRecent(Session session, Instant now) {
        return session.authTime().plus(RECENT).isAfter(now);
    }

    private static IdentityCommand.Identities view(UserState state, boolean recent) {
        Account account = state.account();
        return new IdentityCommand.Identities(
                account == null ? "" : account.profile().username(),
                state.identities().items().stream()
                        .map(one -> new IdentityCommand.Identity(
                                id(one), one.idpId(), one.subject(), one.label(), one.linkedAt()))
                        .toList(),
                recent);
    }

    private static String id(Identity identity) {
        return SecretDigest.of(identity.idpId() + "|" + identity.subject())
                .base64Url()
                .substring(0, 22);
    }
}
