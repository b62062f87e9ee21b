package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserProfile.Provisioned;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A user's account. */
public final class AccountDecisions {
    private AccountDecisions() {}

    /** The answer, if it needs no hash to be made: refused, or the same creation was done before. */
    public static Optional<Decision<UserEvent>> createWithoutHash(UserState state, AccountCommand.Create command) {
        Findings findings = new Findings();
        AccountRules.checkProfile(command.profile(), findings);
        findings.require(
                command.password() == null || command.passwordHash() == null,
                "password_hash",
                "inconsistent",
                "give either a password or a hash of one");
        if (command.password() != null) {
            PasswordRules.check(
                    command.password(), state, command.profile(), command.slug(), command.settings(), findings);
        }
        if (command.passwordHash() != null) {
            AccountRules.checkHash(command.passwordHash(), findings);
        }
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return refusal.map(Decision::reject);
        }
        Account account = state.account();
        if (account == null) {
            return state.erased()
                    ? Optional.of(Decision.reject(
                            Refused.conflict("already_exists", "This id was used for a user who was deleted.")))
                    : Optional.empty();
        }
        return Optional.of(
                account.profile().equals(command.profile())
                        ? Decision.unchanged(view(state, account, command.userId()))
                        : Decision.reject(Refused.conflict("already_exists", "This id was used for another user.")));
    }

    /** @param passwordHash made from the password, or imported; null for a user without one */
    public static Decision<UserEvent> create(
            UserState state, AccountCommand.Create command, @Nullable String passwordHash, Instant now) {
        return createWithoutHash(state, command)
                .orElseGet(() -> Decision.accept(
                        new AccountEvent.Created(command.profile(), passwordHash, UserStatus.ACTIVE),
                        new AccountCommand.User(
                                command.userId(),
                                command.profile(),
                                UserStatus.ACTIVE,
                                passwordHash != null,
                                Map.of(),
                                now,
                                now)));
    }

    /** Pending, with a link mailed to its owner, unless the address got too many mails of late: then an admin has it mailed later. */
    public static Decision<UserEvent> invite(UserState state, AccountCommand.Create command, TicketIssue issue) {
        return createWithoutHash(state, command).orElseGet(() -> {
            List<UserEvent> events = new ArrayList<>();
            events.add(new AccountEvent.Created(command.profile(), null, UserStatus.PENDING));
            events.addAll(
                    issue.mail().isHeld()
                            ? TicketDecisions.heldBack(TicketPurpose.INVITATION, issue)
                            : issue.issue(command.userId(), TicketPurpose.INVITATION, command.profile()));
            return Decision.accept(
                    events,
                    new AccountCommand.User(
                            command.userId(),
                            command.profile(),
                            UserStatus.PENDING,
                            false,
                            Map.of(),
                            issue.now(),
                            issue.now()));
        });
    }

    public static Decision<UserEvent> update(UserState state, AccountCommand.Update command, Instant now) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        if (command.basis() != null && !command.basis().equals(account.profile())) {
            return Decision.reject(Refused.changedMeanwhile());
        }
        Findings findings = new Findings();
        AccountRules.checkProfile(command.profile(), findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        List<String> changed = changed(account.profile(), command.profile());
        if (changed.isEmpty()) {
            return Decision.unchanged(view(state, account, command.userId()));
        }
        Account after = account.withProfile(command.profile(), now);
        return Decision.accept(
                new AccountEvent.Updated(command.profile(), changed), view(state, after, command.userId()));
    }

    public static Decision<UserEvent> setPassword(
            UserState state, AccountCommand.SetPassword command, String hash, Instant now) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        Account after = account.withPassword(hash, command.mustChange(), now);
        return Decision.accept(
                new AccountEvent.PasswordChanged(hash, command.mustChange()), view(state, after, command.userId()));
    }

    public static Decision<UserEvent> delete(UserState state) {
        return state.exists()
                ? Decision.accept(new AccountEvent.Deleted(), new Done())
                : Decision.reject(Refused.notFound("user"));
    }

    public static Decision<UserEvent> changeStatus(UserState state, AccountCommand.ChangeStatus command, Instant now) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        UserStatus before = account.status();
        Optional<UserStatus> after = switch (command.change()) {
            case LOCK ->
                before == UserStatus.ACTIVE || before == UserStatus.LOCKED
                        ? Optional.of(UserStatus.LOCKED)
                        : Optional.empty();
            case UNLOCK ->
                before == UserStatus.ACTIVE || before == UserStatus.LOCKED
                        ? Optional.of(UserStatus.ACTIVE)
                        : Optional.empty();
            case DEACTIVATE -> Optional.of(UserStatus.DEACTIVATED);
            case REACTIVATE ->
                switch (before) {
                    case ACTIVE -> Optional.of(UserStatus.ACTIVE);
                    // A lock, or an invitation not yet taken up, is no less so for having been out of service.
                    case DEACTIVATED -> Optional.of(or(account.statusBefore(), UserStatus.ACTIVE));
                    case LOCKED, PENDING -> Optional.empty();
                };
        };
        if (after.isEmpty()) {
            return Decision.reject(Refused.conflict(
                    "wrong_state",
                    "A user who is " + before.name().toLowerCase(java.util.Locale.ROOT) + " cannot be so changed."));
        }
        boolean forgetsGuesses =
                command.change() == StatusChange.UNLOCK && !state.guesses().equals(UserState.GuessCounter.NONE);
        Account changed = account.withStatus(after.get(), now);
        return after.get() == before && !forgetsGuesses
                ? Decision.unchanged(view(state, account, command.userId()))
                : Decision.accept(
                        new AccountEvent.StatusChanged(command.change(), after.get()),
                        view(state, changed, command.userId()));
    }

    /** @param roles empty: the grant is removed */
    public static Decision<UserEvent> setGrant(
            UserState state, UserId userId, String projectId, List<String> roles, Instant now) {
        Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        List<String> sorted = roles.stream().distinct().sorted().toList();
        if (sorted.equals(state.grants().getOrDefault(projectId, List.of()))) {
            return Decision.unchanged(view(state, account, userId));
        }
        Map<String, List<String>> grants = new TreeMap<>(state.grants());
        if (sorted.isEmpty()) {
            grants.remove(projectId);
        } else {
            grants.put(projectId, sorted);
        }
        return Decision.accept(
                new AccountEvent.GrantChanged(projectId, sorted),
                new AccountCommand.User(
                        userId,
                        account.profile(),
                        account.status(),
                        account.passwordHash() != null,
                        grants,
                        account.createdAt(),
                        account.updatedAt()));
    }

    public static Decision<UserEvent> removeGrant(UserState state, AccountCommand.RemoveGrant command, Instant now) {
        return state.exists() && !state.grants().containsKey(command.projectId())
                ? Decision.reject(Refused.notFound("grant"))
                : setGrant(state, command.userId(), command.projectId(), List.of(), now);
    }

    public static Reply get(UserState state, UserId userId) {
        Account account = state.account();
        return account == null ? Refused.notFound("user") : view(state, account, userId);
    }

    static AccountCommand.User view(UserState state, Account account, UserId userId) {
        return new AccountCommand.User(
                userId,
                account.profile(),
                account.status(),
                account.passwordHash() != null,
                state.grants(),
                account.createdAt(),
                account.updatedAt());
    }

    static List<String> changed(UserProfile before, UserProfile after) {
        List<String> changed = new ArrayList<>();
        note(changed, "username", before.username(), after.username());
        note(changed, "email", before.email(), after.email());
        note(changed, "email_verified", before.emailVerified(), after.emailVerified());
        note(changed, "phone_number", before.phoneNumber(), after.phoneNumber());
        note(changed, "phone_number_verified", before.phoneNumberVerified(), after.phoneNumberVerified());
        note(changed, "given_name", before.givenName(), after.givenName());
        note(changed, "family_name", before.familyName(), after.familyName());
        note(changed, "name", before.name(), after.name());
        note(changed, "locale", before.locale(), after.locale());
        note(changed, "address", before.address(), after.address());
        note(changed, "middle_name", before.more().middleName(), after.more().middleName());
        note(changed, "nickname", before.more().nickname(), after.more().nickname());
        note(changed, "profile", before.more().profile(), after.more().profile());
        note(changed, "picture", before.more().picture(), after.more().picture());
        note(changed, "website", before.more().website(), after.more().website());
        note(changed, "gender", before.more().gender(), after.more().gender());
        note(changed, "birthdate", before.more().birthdate(), after.more().birthdate());
        note(changed, "zoneinfo", before.more().zoneinfo(), after.more().zoneinfo());
        note(changed, "groups", before.more().groups(), after.more().groups());
        Provisioned provisioned = before.more().provisioned();
        Provisioned afterwards = after.more().provisioned();
        note(changed, "external_id", provisioned.externalId(), afterwards.externalId());
        note(changed, "memberships", provisioned.memberOf(), afterwards.memberOf());
        note(changed, "types", provisioned.types(), afterwards.types());
        note(changed, "attributes", before.more().attributes(), after.more().attributes());
        return changed;
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static void note(List<String> changed, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(name);
        }
    }
}
