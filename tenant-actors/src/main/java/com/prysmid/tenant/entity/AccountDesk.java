package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.crypto.PasswordHashing;
import com.prysmid.tenant.decide.AccountDecisions;
import com.prysmid.tenant.decide.MembershipDecisions;
import com.prysmid.tenant.decide.PasswordRules;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** The account itself: made, changed, locked, deleted. */
final class AccountDesk {
    private final UserPort user;
    private final TicketDesk tickets;
    private final PasswordHashing passwords;

    AccountDesk(UserPort user, TicketDesk tickets, PasswordHashing passwords) {
        this.user = user;
        this.tickets = tickets;
        this.passwords = passwords;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, AccountCommand command) {
        return switch (command) {
            case AccountCommand.Create c ->
                AccountDecisions.createWithoutHash(state, c)
                        .map(decision -> user.commit(decision, c.act(), c.replyTo()))
                        .orElseGet(() -> create(state, c));
            case AccountCommand.Update c ->
                user.commit(AccountDecisions.update(state, c, user.now()), c.act(), c.replyTo());
            case AccountCommand.ChangeMembership c ->
                user.commit(MembershipDecisions.change(state, c, user.now()), c.act(), c.replyTo());
            case AccountCommand.SetPassword c -> setPassword(state, c);
            case AccountCommand.Delete c -> user.commit(AccountDecisions.delete(state), c.act(), c.replyTo());
            case AccountCommand.ChangeStatus c ->
                user.commit(AccountDecisions.changeStatus(state, c, user.now()), c.act(), c.replyTo());
            case AccountCommand.Get c -> user.answer(c.replyTo(), AccountDecisions.get(state, user.userId()));
            case AccountCommand.SetGrant c ->
                user.commit(
                        AccountDecisions.setGrant(state, user.userId(), c.projectId(), c.roles(), user.now()),
                        c.act(),
                        c.replyTo());
            case AccountCommand.RemoveGrant c ->
                user.commit(AccountDecisions.removeGrant(state, c, user.now()), c.act(), c.replyTo());
        };
    }

    private Effect<Recorded<UserEvent>, UserState> create(UserState state, AccountCommand.Create command) {
        if (command.isInvitation()) {
            return tickets.issuing(
                    command.profile().email(),
                    command.act(),
                    command.replyTo(),
                    (now, issue) -> AccountDecisions.invite(now, command, issue));
        }
        PasswordInput password = command.password();
        if (password == null) {
            Secret imported = command.passwordHash();
            String hash = imported == null ? null : imported.reveal();
            return user.commit(
                    AccountDecisions.create(state, command, hash, user.now()), command.act(), command.replyTo());
        }
        return user.goOn(
                hash(password, command.settings()),
                command.replyTo(),
                "hashing",
                (now, hash) -> user.commit(
                        AccountDecisions.create(now, command, hash.modularCrypt(), user.now()),
                        command.act(),
                        command.replyTo()));
    }

    private Effect<Recorded<UserEvent>, UserState> setPassword(UserState state, AccountCommand.SetPassword command) {
        UserState.Account account = state.account();
        Optional<Refused> refusal = account == null
                ? Optional.of(Refused.notFound("user"))
                : PasswordRules.check(command.password(), state, account.profile(), user.slug(), command.settings());
        return refusal.map(refused -> user.answer(command.replyTo(), refused))
                .orElseGet(() -> user.goOn(
                        hash(command.password(), command.settings()),
                        command.replyTo(),
                        "hashing",
                        (now, hash) -> user.commit(
                                AccountDecisions.setPassword(now, command, hash.modularCrypt(), user.now()),
                                command.act(),
                                command.replyTo())));
    }

    private CompletionStage<BcryptHash> hash(PasswordInput password, WorkspaceSettings settings) {
        return passwords.hash(user.slug().value(), password.reveal(), settings.bcryptCost());
    }
}
