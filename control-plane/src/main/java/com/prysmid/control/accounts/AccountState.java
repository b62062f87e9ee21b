package com.prysmid.control.accounts;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an account has come to. */
sealed interface AccountState {
    /** There is none of that id. */
    record Absent() implements AccountState {}

    /**
     * There is one.
     *
     * @param invitations by id; some may have expired since
     */
    record Open(
            AccountId id,
            DisplayName name,
            Instant openedAt,
            SortedMap<MemberId, Membership> members,
            SortedMap<String, Invitation> invitations)
            implements AccountState {
        public Open {
            members = Collections.unmodifiableSortedMap(members);
            invitations = Collections.unmodifiableSortedMap(invitations);
        }

        Optional<Role> role(MemberId member) {
            return Optional.ofNullable(members.get(member)).map(Membership::role);
        }

        boolean lastOwner(MemberId member) {
            return role(member).filter(role -> role == Role.OWNER).isPresent()
                    && members.values().stream()
                                    .filter(other -> other.role() == Role.OWNER)
                                    .count()
                            == 1;
        }

        private Open withMembers(Consumer<SortedMap<MemberId, Membership>> change) {
            SortedMap<MemberId, Membership> changed = new TreeMap<>(members);
            change.accept(changed);
            return new Open(id, name, openedAt, changed, invitations);
        }

        private Open withInvitations(Consumer<SortedMap<String, Invitation>> change) {
            SortedMap<String, Invitation> changed = new TreeMap<>(invitations);
            change.accept(changed);
            return new Open(id, name, openedAt, members, changed);
        }
    }

    /** @param joinedWith digest of the token that was accepted; null of who opened the account */
    record Membership(Role role, Instant since, @Nullable Sha256 joinedWith) {}

    /** An invitation that nobody has accepted. */
    record Invitation(AccountEvent.Invited made) {
        boolean over(Instant now) {
            return !now.isBefore(made.expiresAt());
        }
    }

    /** The state after a fact. Never refuses: what is in the journal has happened. */
    default AccountState apply(AccountEvent event) {
        if (event instanceof AccountEvent.Opened opened) {
            return new Open(
                    opened.accountId(),
                    opened.name(),
                    opened.at(),
                    new TreeMap<>(Map.of(opened.owner(), new Membership(Role.OWNER, opened.at(), null))),
                    new TreeMap<>());
        }
        return switch (this) {
            case Absent absent -> absent;
            case Open open -> after(open, event);
        };
    }

    private static AccountState after(Open open, AccountEvent event) {
        return switch (event) {
            case AccountEvent.Opened opened -> open;
            case AccountEvent.Invited e ->
                open.withInvitations(all -> {
                    all.values().removeIf(earlier -> earlier.over(e.at()));
                    all.put(e.invitationId(), new Invitation(e));
                });
            case AccountEvent.InvitationWithdrawn e -> open.withInvitations(all -> all.remove(e.invitationId()));
            case AccountEvent.Joined e -> {
                Invitation used = open.invitations().get(e.invitationId());
                yield open.withInvitations(all -> all.remove(e.invitationId()))
                        .withMembers(all -> all.put(
                                e.member(),
                                new Membership(
                                        e.role(),
                                        e.at(),
                                        used == null ? null : used.made().digest())));
            }
            case AccountEvent.RoleChanged e ->
                open.withMembers(all -> all.computeIfPresent(
                        e.member(), (id, was) -> new Membership(e.role(), was.since(), was.joinedWith())));
            case AccountEvent.Left e -> open.withMembers(all -> all.remove(e.member()));
        };
    }
}
