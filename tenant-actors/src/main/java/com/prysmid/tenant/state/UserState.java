package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.event.WireName;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param account    null where there is no such user, or no longer
 * @param grants     role keys by project id
 * @param ciba       what apps ask for while the person is elsewhere
 * @param deliveries what is owed to apps; outlives the account
 * @param identities at upstream providers
 * @param pendingSignIns that wait for more than a first factor
 * @param passkeys by which one signs in
 * @param tickets    links that were mailed
 * @param erased     there was a user of this id, who was deleted: apps know the id as that person's, so it is nobody else's ever
 */
@WireName("user.state/1")
public record UserState(
        @Nullable Account account,
        GuessCounter guesses,
        Map<String, List<String>> grants,
        Sessions sessions,
        Codes codes,
        TokenFamilies families,
        Deliveries deliveries,
        Consents consents,
        CibaRequests ciba,
        PendingSignIns pendingSignIns,
        Identities identities,
        Passkeys passkeys,
        UserTickets tickets,
        Factors factors,
        boolean erased) {

    public static final UserState ABSENT = new UserState(
            null,
            GuessCounter.NONE,
            Map.of(),
            Sessions.EMPTY,
            Codes.EMPTY,
            TokenFamilies.EMPTY,
            Deliveries.EMPTY,
            Consents.NONE,
            CibaRequests.EMPTY,
            PendingSignIns.NONE,
            Identities.NONE,
            Passkeys.NONE,
            UserTickets.NONE,
            Factors.NONE,
            false);

    /** A stand-in for who would have a login name that nobody has: there is no password that is right. In memory only. */
    public static final UserState STRANGER = ABSENT.change(draft -> draft.account =
            new Account(UserProfile.ofStranger(), UserStatus.ACTIVE, null, false, null, Instant.EPOCH, Instant.EPOCH));

    private static final UserState ERASED = ABSENT.change(draft -> draft.erased = true);

    public UserState {
        // Null in snapshots of before there were any.
        deliveries = deliveries == null ? Deliveries.EMPTY : deliveries;
        consents = consents == null ? Consents.NONE : consents;
        ciba = ciba == null ? CibaRequests.EMPTY : ciba;
        pendingSignIns = pendingSignIns == null ? PendingSignIns.NONE : pendingSignIns;
        identities = identities == null ? Identities.NONE : identities;
        passkeys = passkeys == null ? Passkeys.NONE : passkeys;
        tickets = tickets == null ? UserTickets.NONE : tickets;
        factors = factors == null ? Factors.NONE : factors;
    }

    /**
     * @param passwordHash       bcrypt, modular crypt form
     * @param passwordMustChange set by somebody else: good for one sign-in, in which a new one is chosen
     * @param statusBefore       what a deactivated user was, and is again when reactivated; null: active
     */
    public record Account(
            UserProfile profile,
            UserStatus status,
            @Nullable String passwordHash,
            boolean passwordMustChange,
            @Nullable UserStatus statusBefore,
            Instant createdAt,
            Instant updatedAt) {
        public Account withProfile(UserProfile changed, Instant at) {
            return new Account(changed, status, passwordHash, passwordMustChange, statusBefore, createdAt, at);
        }

        public Account withStatus(UserStatus changed, Instant at) {
            UserStatus before =
                    changed != UserStatus.DEACTIVATED ? null : status == UserStatus.DEACTIVATED ? statusBefore : status;
            return new Account(profile, changed, passwordHash, passwordMustChange, before, createdAt, at);
        }

        public Account withPassword(@Nullable String hash, boolean mustChange, Instant at) {
            return new Account(profile, status, hash, mustChange, statusBefore, createdAt, at);
        }

        @Override
        public String toString() {
            return "Account[redacted, status=" + status + "]";
        }
    }

    /**
     * Wrong passwords in a row, and until when none is tried.
     *
     * @param lastLockOut of those since the last right one; when it began
     */
    public record GuessCounter(
            int failures,
            @Nullable Instant lockedOutUntil,
            @Nullable Instant lastLockOut) {
        public static final GuessCounter NONE = new GuessCounter(0, null, null);

        /** A lock-out that has passed wipes the slate: the next wrong password is the first again. */
        GuessCounter afterGuess(Instant at, @Nullable Instant lockedOutFromHereUntil) {
            boolean passed = lockedOutUntil != null && !at.isBefore(lockedOutUntil);
            return new GuessCounter(
                    passed ? 1 : failures + 1,
                    lockedOutFromHereUntil,
                    lockedOutFromHereUntil == null ? lastLockOut : at);
        }
    }

    public boolean exists() {
        return account != null;
    }

    /** Of a user who exists. */
    public UserProfile profile() {
        if (account == null) {
            throw new IllegalStateException("there is no such user");
        }
        return account.profile();
    }

    public boolean isActive() {
        return account != null && account.status() == UserStatus.ACTIVE;
    }

    public UserState apply(Recorded<UserEvent> recorded) {
        Instant at = recorded.at();
        return switch (recorded.event()) {
            case AccountEvent e -> applyAccount(at, e);
            case SessionEvent e -> change(draft -> applySession(draft, recorded, at, e));
            case FactorEvent e ->
                change(draft -> {
                    draft.factors = factors.apply(at, e);
                    draft.pendingSignIns = e instanceof FactorEvent.CodeRefused refused
                            ? pendingSignIns.with(refused)
                            : pendingSignIns;
                });
            case GrantEvent e ->
                change(draft -> {
                    draft.sessions = sessions.seen(at, e, families);
                    draft.codes = codes.apply(at, e);
                    draft.families = families.apply(at, e, codes);
                });
            case ConsentEvent.Given e -> change(draft -> draft.consents = consents.apply(at, e));
            case ConsentEvent.Withdrawn e ->
                change(draft -> {
                    draft.consents = consents.apply(at, e);
                    draft.codes = codes.withoutApp(e.clientId());
                    draft.families = families.withoutApp(e.clientId());
                });
            case CibaEvent e -> change(draft -> draft.ciba = ciba.apply(at, e));
            case IdentityEvent e -> change(draft -> draft.identities = identities.apply(at, e));
            case PasskeyEvent e -> change(draft -> draft.passkeys = passkeys.apply(at, e));
            case TicketEvent e -> change(draft -> draft.tickets = tickets.apply(at, e));
            case DeliveryEvent e ->
                change(draft -> {
                    draft.deliveries = deliveries.apply(at, e);
                    // The one row that is kept of a user whose last mail went out after the deletion.
                    draft.erased = erased || e instanceof DeliveryEvent.Cleared;
                });
        };
    }

    private UserState applyAccount(Instant at, AccountEvent event) {
        return switch (event) {
            case AccountEvent.Created e ->
                ABSENT.change(draft -> {
                    draft.account = new Account(e.profile(), e.status(), e.passwordHash(), false, null, at, at);
                    draft.deliveries = deliveries;
                });
            // Its own commit says again what is still owed, since nothing of before is kept.
            case AccountEvent.Deleted e -> ERASED;
            case AccountEvent.SignUpBegun e ->
                ABSENT.change(draft -> {
                    Instant since = account == null ? at : account.createdAt();
                    draft.account =
                            new Account(e.profile(), UserStatus.PENDING, e.passwordHash(), false, null, since, at);
                    draft.deliveries = deliveries;
                    draft.tickets = tickets.voided();
                });
            case AccountEvent.EmailVerified e ->
                account == null
                        ? this
                        : change(draft -> {
                            draft.account = account.withProfile(e.profile(), at);
                            draft.tickets = tickets.without(TicketPurpose.EMAIL_VERIFICATION);
                        });
            case AccountEvent.Registered e ->
                account == null
                        ? this
                        : change(draft -> {
                            String hash = e.passwordHash() == null ? account.passwordHash() : e.passwordHash();
                            draft.account =
                                    account.withPassword(hash, false, at).withStatus(UserStatus.ACTIVE, at);
                            draft.tickets = tickets.voided();
                        });
            case AccountEvent.Updated e ->
                account == null
                        ? this
                        : change(draft -> {
                            draft.account = account.withProfile(e.profile(), at);
                            // What was mailed to the old address, or about another one, is nobody's any more.
                            draft.tickets = e.changed().contains("email") ? tickets.voided() : tickets;
                        });
            case AccountEvent.PasswordChanged e ->
                account == null
                        ? this
                        : change(draft -> {
                            draft.account = account.withPassword(e.passwordHash(), e.mustChange(), at);
                            draft.guesses = GuessCounter.NONE;
                            draft.signOutEverywhere();
                            // Nothing that somebody asked for who knew the old one is good any more.
                            draft.tickets = tickets.voided();
                        });
            case AccountEvent.PasswordRehashed e ->
                account == null
                        ? this
                        : change(draft -> draft.account = account.withPassword(
                                e.passwordHash(), account.passwordMustChange(), account.updatedAt()));
            case AccountEvent.StatusChanged e ->
                account == null ? this : change(draft -> draft.changeStatus(account, at, e));
            case AccountEvent.GrantChanged e ->
                change(draft -> draft.grants = e.roles().isEmpty()
                        ? Maps.without(grants, e.projectId())
                        : Maps.with(grants, e.projectId(), e.roles()));
        };
    }

    private void applySession(Draft draft, Recorded<UserEvent> recorded, Instant at, SessionEvent event) {
        switch (event) {
            case SessionEvent.SignedIn e -> {
                draft.sessions = sessions.begin(at, recorded.act(), e);
                draft.families = e.replacedSid() == null ? families : families.moveSession(e.replacedSid(), e.sid());
                draft.pendingSignIns = pendingSignIns.without(e.pendingId());
                draft.guesses = GuessCounter.NONE;
            }
            case SessionEvent.Pending e -> {
                draft.pendingSignIns = pendingSignIns.with(at, e);
                draft.guesses = e.amr().contains("pwd") ? GuessCounter.NONE : guesses;
            }
            case SessionEvent.SignInFailed e ->
                draft.guesses = e.countsAsGuess() ? guesses.afterGuess(at, e.lockedOutUntil()) : guesses;
            case SessionEvent.SignedOut e -> draft.endSession(e.sid());
            case SessionEvent.Revoked e -> {
                draft.endSession(e.sid());
                // What was begun in it may be somebody else's work too.
                draft.pendingSignIns = PendingSignIns.NONE;
                draft.tickets = tickets.without(TicketPurpose.EMAIL_CHANGE);
            }
        }
    }

    private UserState change(Consumer<Draft> changes) {
        Draft draft = new Draft(this);
        changes.accept(draft);
        return draft.done();
    }

    /** All members, of which some are changed: the one place that lists them all. */
    private static final class Draft {
        private @Nullable Account account;
        private GuessCounter guesses;
        private Map<String, List<String>> grants;
        private Sessions sessions;
        private Codes codes;
        private TokenFamilies families;
        private Deliveries deliveries;
        private Consents consents;
        private CibaRequests ciba;
        private PendingSignIns pendingSignIns;
        private Identities identities;
        private Passkeys passkeys;
        private UserTickets tickets;
        private Factors factors;
        private boolean erased;

        private Draft(UserState state) {
            account = state.account;
            guesses = state.guesses;
            grants = state.grants;
            sessions = state.sessions;
            codes = state.codes;
            families = state.families;
            deliveries = state.deliveries;
            consents = state.consents;
            ciba = state.ciba;
            pendingSignIns = state.pendingSignIns;
            identities = state.identities;
            passkeys = state.passkeys;
            tickets = state.tickets;
            factors = state.factors;
            erased = state.erased;
        }

        private UserState done() {
            return new UserState(
                    account,
                    guesses,
                    grants,
                    sessions,
                    codes,
                    families,
                    deliveries,
                    consents,
                    ciba,
                    pendingSignIns,
                    identities,
                    passkeys,
                    tickets,
                    factors,
                    erased);
        }

        private void changeStatus(Account old, Instant at, AccountEvent.StatusChanged event) {
            account = old.withStatus(event.status(), at);
            if (old.status() == UserStatus.PENDING) {
                // Chosen by whoever signed up, who never showed that the address is theirs.
                account = account.withPassword(null, false, at);
            }
            // Whoever is shut out is signed out: neither a session nor a refresh token outlives a lock.
            if (event.status() != UserStatus.ACTIVE) {
                signOutEverywhere();
                tickets = tickets.voided();
            } else if (event.change() == StatusChange.UNLOCK) {
                guesses = GuessCounter.NONE;
            }
        }

        private void endSession(String sid) {
            sessions = sessions.end(sid);
            codes = codes.endSession(sid);
            families = families.endSession(sid);
        }

        private void signOutEverywhere() {
            sessions = Sessions.EMPTY;
            codes = Codes.EMPTY;
            families = TokenFamilies.EMPTY;
            pendingSignIns = PendingSignIns.NONE;
        }
    }
}
