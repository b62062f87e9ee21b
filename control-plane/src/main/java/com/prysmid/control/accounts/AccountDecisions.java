package com.prysmid.control.accounts;

import com.prysmid.control.accounts.AccountReply.Change;
import com.prysmid.control.accounts.AccountReply.Inviting;
import com.prysmid.control.accounts.AccountReply.Joining;
import com.prysmid.control.accounts.AccountReply.Opening;
import com.prysmid.control.accounts.AccountReply.Withdrawal;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of accounts: state, wish and time in; a fact, if there is one, and an answer out. No actor, no clock. */
final class AccountDecisions {
    /** Long enough for a holiday week, short enough that a forgotten mail is worth nothing soon. */
    static final Duration INVITATION_LIFETIME = Duration.ofDays(7);

    /** Far above any team that is invited by hand; below it the state of an account stays small. */
    static final int MOST_INVITATIONS = 100;

    static final int MOST_MEMBERS = 1_000;

    private AccountDecisions() {}

    /** @param event null: nothing happened */
    record Decision<R extends AccountReply>(@Nullable AccountEvent event, R reply) {
        static <R extends AccountReply> Decision<R> refuse(R reply) {
            return new Decision<>(null, reply);
        }
    }

    static Decision<Opening> open(AccountState state, AccountId id, AccountCommand.Open wish, Instant now) {
        return switch (state) {
            case AccountState.Absent absent -> {
                AccountEvent.Opened event = new AccountEvent.Opened(now, wish.by(), id, wish.name(), wish.owner());
                yield new Decision<>(event, new Opening.Opened(view(state.apply(event), now)));
            }
            case AccountState.Open open ->
                Decision.refuse(
                        open.name().equals(wish.name())
                                        && open.role(wish.owner()).isPresent()
                                ? new Opening.Opened(AccountView.of(open, now))
                                : new Opening.KeyUsedForAnother());
        };
    }

    static Decision<Inviting> invite(AccountState state, AccountCommand.Invite wish, Instant now) {
        if (!(state instanceof AccountState.Open open)) {
            return Decision.refuse(new Inviting.NoSuchAccount());
        }
        // Nobody gives more than they have.
        if (rank(open, wish.acting())
                .filter(own -> own.atLeast(Role.ADMIN) && own.atLeast(wish.role()))
                .isEmpty()) {
            return Decision.refuse(new Inviting.NotAllowed());
        }
        Optional<AccountEvent.Invited> earlier = open.invitations().values().stream()
                .map(AccountState.Invitation::made)
                .filter(made ->
                        wish.idempotencyKey() != null && wish.idempotencyKey().equals(made.idempotencyKey()))
                .findFirst();
        if (earlier.isPresent()) {
            return Decision.refuse(
                    earlier.get().role() == wish.role()
                            ? new Inviting.ShownAlready(earlier.get().invitationId())
                            : new Inviting.KeyUsedForAnother());
        }
        if (open.invitations().values().stream().filter(made -> !made.over(now)).count() >= MOST_INVITATIONS) {
            return Decision.refuse(new Inviting.TooMany());
        }
        AccountEvent.Invited event = new AccountEvent.Invited(
                now,
                wish.by(),
                open.id(),
                wish.invitationId(),
                wish.role(),
                wish.digest(),
                wish.address(),
                now.plus(INVITATION_LIFETIME),
                wish.idempotencyKey());
        return new Decision<>(event, new Inviting.Invited(AccountView.Invitation.of(event)));
    }

    static Decision<Withdrawal> withdraw(AccountState state, AccountCommand.Withdraw wish, Instant now) {
        if (!(state instanceof AccountState.Open open) || !open.invitations().containsKey(wish.invitationId())) {
            return Decision.refuse(Withdrawal.NOT_FOUND);
        }
        Role invited = open.invitations().get(wish.invitationId()).made().role();
        return rank(open, wish.acting())
                        .filter(own -> own.atLeast(Role.ADMIN) && own.atLeast(invited))
                        .isPresent()
                ? new Decision<>(
                        new AccountEvent.InvitationWithdrawn(now, wish.by(), open.id(), wish.invitationId()),
                        Withdrawal.WITHDRAWN)
                : Decision.refuse(Withdrawal.NOT_ALLOWED);
    }

    static Decision<Joining> accept(AccountState state, AccountCommand.Accept wish, Instant now) {
        if (!(state instanceof AccountState.Open open)) {
            return Decision.refuse(new Joining.NotValid());
        }
        AccountState.Membership membership = open.members().get(wish.member());
        if (membership != null && wish.digest().equals(membership.joinedWith())) {
            return Decision.refuse(new Joining.Joined(AccountView.of(open, now), membership.role()));
        }
        Optional<AccountEvent.Invited> found = open.invitations().values().stream()
                .filter(invitation -> invitation.made().digest().equals(wish.digest()) && !invitation.over(now))
                .map(AccountState.Invitation::made)
                .findFirst();
        if (found.isEmpty()) {
            return Decision.refuse(new Joining.NotValid());
        }
        AccountEvent.Invited invitation = found.get();
        if (!invitation.address().equals(wish.address())) {
            return Decision.refuse(new Joining.OtherAddress());
        }
        if (membership != null) {
            return Decision.refuse(new Joining.MemberAlready());
        }
        if (open.members().size() >= MOST_MEMBERS) {
            return Decision.refuse(new Joining.TooMany());
        }
        AccountEvent.Joined event = new AccountEvent.Joined(
                now, wish.by(), open.id(), invitation.invitationId(), wish.member(), invitation.role());
        return new Decision<>(event, new Joining.Joined(view(state.apply(event), now), invitation.role()));
    }

    static Decision<Change> changeRole(AccountState state, AccountCommand.ChangeRole wish, Instant now) {
        if (!(state instanceof AccountState.Open open)
                || open.role(wish.member()).isEmpty()) {
            return Decision.refuse(new Change.NoSuchMember());
        }
        AccountState.Membership was = open.members().get(wish.member());
        if (!mayChange(open, wish.acting(), was.role()) || !mayChange(open, wish.acting(), wish.role())) {
            return Decision.refuse(new Change.NotAllowed());
        }
        AccountView.Member after = new AccountView.Member(wish.member(), wish.role(), was.since());
        if (was.role() == wish.role()) {
            return Decision.refuse(new Change.Done(after));
        }
        return open.lastOwner(wish.member())
                ? Decision.refuse(new Change.LastOwner())
                : new Decision<>(
                        new AccountEvent.RoleChanged(now, wish.by(), open.id(), wish.member(), was.role(), wish.role()),
                        new Change.Done(after));
    }

    static Decision<Change> remove(AccountState state, AccountCommand.Remove wish, Instant now) {
        if (!(state instanceof AccountState.Open open)
                || open.role(wish.member()).isEmpty()) {
            return Decision.refuse(new Change.NoSuchMember());
        }
        AccountState.Membership was = open.members().get(wish.member());
        // Everybody may leave.
        boolean themselves = wish.acting() instanceof Acting.Member(MemberId id) && id.equals(wish.member());
        if (!themselves && !mayChange(open, wish.acting(), was.role())) {
            return Decision.refuse(new Change.NotAllowed());
        }
        return open.lastOwner(wish.member())
                ? Decision.refuse(new Change.LastOwner())
                : new Decision<>(
                        new AccountEvent.Left(now, wish.by(), open.id(), wish.member(), was.role()),
                        new Change.Done(new AccountView.Member(wish.member(), was.role(), was.since())));
    }

    /** Whether who acts may take this role from somebody, or give it: owners are changed by owners only. */
    private static boolean mayChange(AccountState.Open open, Acting acting, Role role) {
        return rank(open, acting)
                .filter(own -> own.atLeast(Role.ADMIN) && own.atLeast(role))
                .isPresent();
    }

    /** The role by whose rules they act at this moment; none if they do not belong here any more. */
    private static Optional<Role> rank(AccountState.Open open, Acting acting) {
        return switch (acting) {
            case Acting.Member(MemberId id) -> open.role(id);
            case Acting.Token(Role most) -> Optional.of(most);
        };
    }

    private static AccountView view(AccountState state, Instant now) {
        if (state instanceof AccountState.Open open) {
            return AccountView.of(open, now);
        }
        throw new IllegalStateException("an account is open after its first fact");
    }
}
