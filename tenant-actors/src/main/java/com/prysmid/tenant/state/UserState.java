package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.event.WireName;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param account    null where there is no such user, or no longer
 * @param grants     role keys by project id
 * @param ciba       what apps ask for while the person is elsewhere
 * @param deliveries what is owed to apps; outlives the account
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
        CibaRequests ciba) {

    public static final UserState ABSENT = new UserState(
            null,
            GuessCounter.NONE,
            Map.of(),
            Sessions.EMPTY,
            Codes.EMPTY,
            TokenFamilies.EMPTY,
            Deliveries.EMPTY,
            Consents.NONE,
            CibaRequests.EMPTY);

    public UserState {
        // Null in snapshots of before there were any.
        deliveries = deliveries == null ? Deliveries.EMPTY : deliveries;
        consents = consents == null ? Consents.NONE : consents;
        ciba = ciba == null ? CibaRequests.EMPTY : ciba;
    }

    /** @param passwordHash bcrypt, modular crypt form */
    public record Account(
            UserProfile profile,
            UserStatus status,
            @Nullable String passwordHash,
            Instant createdAt,
            Instant updatedAt) {
        @Override
        public String toString() {
            return "Account[redacted, status=" + status + "]";
        }
    }

    /** Wrong passwords in a row, and until when none is tried. */
    public record GuessCounter(int failures, @Nullable Instant lockedOutUntil) {
        public static final GuessCounter NONE = new GuessCounter(0, null);

        /** A lock-out that has passed wipes the slate: the next wrong password is the first again. */
        GuessCounter afterGuess(Instant at, @Nullable Instant lockedOutFromHereUntil) {
            boolean passed = lockedOutUntil != null && !at.isBefore(lockedOutUntil);
            return new GuessCounter(passed ? 1 : failures + 1, lockedOutFromHereUntil);
        }
    }

    public boolean exists() {
        return account != null;
    }

    public boolean isActive() {
        return account != null && account.status() == UserStatus.ACTIVE;
    }

    public UserState apply(Recorded<UserEvent> recorded) {
        Instant at = recorded.at();
        return switch (recorded.event()) {
            case AccountEvent e -> applyAccount(at, e);
            case SessionEvent e -> applySession(recorded, at, e);
            case GrantEvent e -> with(sessions.seen(at, e, families), codes.apply(at, e), families.apply(at, e, codes));
            case ConsentEvent.Given e -> withConsents(consents.apply(at, e));
            case ConsentEvent.Withdrawn e ->
                withConsents(consents.apply(at, e))
                        .with(sessions, codes.withoutApp(e.clientId()), families.withoutApp(e.clientId()));
            case CibaEvent e -> withCiba(ciba.apply(at, e));
            case DeliveryEvent e -> withDeliveries(deliveries.apply(at, e));
        };
    }

    private UserState applyAccount(Instant at, AccountEvent event) {
        return switch (event) {
            case AccountEvent.Created e ->
                ABSENT.withAccount(new Account(e.profile(), UserStatus.ACTIVE, e.passwordHash(), at, at))
                        .withDeliveries(deliveries);
            // Its own commit says again what is still owed, since nothing of before is kept.
            case AccountEvent.Deleted e -> ABSENT;
            case AccountEvent.Updated e ->
                account == null
                        ? this
                        : withAccount(new Account(
                                e.profile(), account.status(), account.passwordHash(), account.createdAt(), at));
            case AccountEvent.PasswordChanged e ->
                account == null
                        ? this
                        : withAccount(new Account(
                                        account.profile(), account.status(), e.passwordHash(), account.createdAt(), at))
                                .withGuesses(GuessCounter.NONE)
                                .signedOutEverywhere();
            case AccountEvent.StatusChanged e -> account == null ? this : withStatus(account, at, e);
            case AccountEvent.GrantChanged e ->
                new UserState(
                        account,
                        guesses,
                        e.roles().isEmpty()
                                ? Maps.without(grants, e.projectId())
                                : Maps.with(grants, e.projectId(), e.roles()),
                        sessions,
                        codes,
                        families,
                        deliveries,
                        consents,
                        ciba);
        };
    }

    private UserState withStatus(Account old, Instant at, AccountEvent.StatusChanged event) {
        UserState changed =
                withAccount(new Account(old.profile(), event.status(), old.passwordHash(), old.createdAt(), at));
        // Whoever is shut out is signed out: neither a session nor a refresh token outlives a lock.
        return event.status() == UserStatus.ACTIVE
                ? changed.withGuesses(event.change() == StatusChange.UNLOCK ? GuessCounter.NONE : guesses)
                : changed.signedOutEverywhere();
    }

    private UserState applySession(Recorded<UserEvent> recorded, Instant at, SessionEvent event) {
        return switch (event) {
            case SessionEvent.SignedIn e ->
                with(
                                sessions.begin(at, recorded.act(), e),
                                codes,
                                e.replacedSid() == null ? families : families.moveSession(e.replacedSid(), e.sid()))
                        .withGuesses(GuessCounter.NONE);
            case SessionEvent.SignInFailed e ->
                withGuesses(e.countsAsGuess() ? guesses.afterGuess(at, e.lockedOutUntil()) : guesses);
            case SessionEvent.SignedOut e -> endSession(e.sid());
            case SessionEvent.Revoked e -> endSession(e.sid());
        };
    }

    private UserState endSession(String sid) {
        return with(sessions.end(sid), codes.endSession(sid), families.endSession(sid));
    }

    private UserState signedOutEverywhere() {
        return with(Sessions.EMPTY, Codes.EMPTY, TokenFamilies.EMPTY);
    }

    private UserState with(Sessions newSessions, Codes newCodes, TokenFamilies newFamilies) {
        return new UserState(account, guesses, grants, newSessions, newCodes, newFamilies, deliveries, consents, ciba);
    }

    private UserState withAccount(Account changed) {
        return new UserState(changed, guesses, grants, sessions, codes, families, deliveries, consents, ciba);
    }

    private UserState withGuesses(GuessCounter changed) {
        return new UserState(account, changed, grants, sessions, codes, families, deliveries, consents, ciba);
    }

    private UserState withDeliveries(Deliveries changed) {
        return new UserState(account, guesses, grants, sessions, codes, families, changed, consents, ciba);
    }

    private UserState withConsents(Consents changed) {
        return new UserState(account, guesses, grants, sessions, codes, families, deliveries, changed, ciba);
    }

    private UserState withCiba(CibaRequests changed) {
        return new UserState(account, guesses, grants, sessions, codes, families, deliveries, consents, changed);
    }
}
