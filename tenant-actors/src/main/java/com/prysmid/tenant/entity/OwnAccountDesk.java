package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.decide.OwnAccountDecisions;
import com.prysmid.tenant.decide.PasswordRules;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.OwnAccountCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** What people do with their own account. */
final class OwnAccountDesk {
    private static final Refused UNCHANGED = Refused.invalid("password", "unchanged", "must be another one");

    private final UserPort user;
    private final TenantServices services;
    private final TicketDesk tickets;
    private final SignInDesk signIns;

    OwnAccountDesk(UserPort user, TenantServices services, TicketDesk tickets, SignInDesk signIns) {
        this.user = user;
        this.services = services;
        this.tickets = tickets;
        this.signIns = signIns;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, OwnAccountCommand command) {
        return switch (command) {
            case OwnAccountCommand.ChangePassword c -> changePassword(state, c);
            case OwnAccountCommand.ReplacePassword c -> replacePassword(state, c);
            case OwnAccountCommand.ChangeEmail c -> changeEmail(state, c);
            case OwnAccountCommand.DeleteAccount c ->
                user.commit(OwnAccountDecisions.delete(state, c, user.now()), c.act(), c.replyTo());
        };
    }

    /** The address's part is taken only by who may change theirs. */
    private Effect<Recorded<UserEvent>, UserState> changeEmail(UserState state, OwnAccountCommand.ChangeEmail command) {
        return OwnAccountDecisions.refuse(state, command, user.now())
                .map(refused -> user.answer(command.replyTo(), refused))
                .orElseGet(() -> tickets.issuing(
                        command.email(),
                        command.act(),
                        command.replyTo(),
                        (now, issue) -> OwnAccountDecisions.changeEmail(now, command, issue)));
    }

    private Effect<Recorded<UserEvent>, UserState> changePassword(
            UserState state, OwnAccountCommand.ChangePassword command) {
        Optional<Refused> refusal = OwnAccountDecisions.refuse(state, command.session(), user.now())
                .or(() -> unfit(state, command.next(), command.settings()));
        return refusal.map(refused -> user.answer(command.replyTo(), refused))
                .orElseGet(() -> signIns.guess(
                        state,
                        command.current(),
                        command.settings(),
                        command.act(),
                        command.replyTo(),
                        then -> user.goOn(
                                hash(command.next(), command.settings()),
                                command.replyTo(),
                                "hashing",
                                (now, hash) -> user.commit(
                                        OwnAccountDecisions.changePassword(
                                                now, command, hash.modularCrypt(), services.random(), user.now()),
                                        command.act(),
                                        command.replyTo()))));
    }

    private Effect<Recorded<UserEvent>, UserState> replacePassword(
            UserState state, OwnAccountCommand.ReplacePassword command) {
        Optional<Refused> refusal = OwnAccountDecisions.refuse(state, command, user.now())
                .or(() -> unfit(state, command.next(), command.settings()));
        if (refusal.isPresent()) {
            return user.answer(command.replyTo(), refusal.get());
        }
        return user.goOn(
                isTheOneOfNow(state, command.next())
                        .thenCompose(same -> same
                                ? CompletableFuture.completedFuture(Optional.<BcryptHash>empty())
                                : hash(command.next(), command.settings()).thenApply(Optional::of)),
                command.replyTo(),
                "hashing",
                (now, hash) -> hash.map(made -> user.commit(
                                OwnAccountDecisions.replacePassword(
                                        now, command, made.modularCrypt(), services.random(), user.now()),
                                command.act().by(Actor.user(user.userId())),
                                command.replyTo()))
                        .orElseGet(() -> user.answer(command.replyTo(), UNCHANGED)));
    }

    private CompletionStage<Boolean> isTheOneOfNow(UserState state, PasswordInput password) {
        String hash = state.account() == null ? null : state.account().passwordHash();
        return hash == null
                ? CompletableFuture.completedFuture(false)
                : services.passwords().check(user.slug().value(), password.reveal(), new BcryptHash(hash));
    }

    private Optional<Refused> unfit(UserState state, PasswordInput password, WorkspaceSettings settings) {
        return PasswordRules.check(password, state, state.profile(), user.slug(), settings);
    }

    private CompletionStage<BcryptHash> hash(PasswordInput password, WorkspaceSettings settings) {
        return services.passwords().hash(user.slug().value(), password.reveal(), settings.bcryptCost());
    }
}
