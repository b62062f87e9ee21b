package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.TicketDecisions;
import com.prysmid.tenant.decide.TicketIssue;
import com.prysmid.tenant.decide.TicketRedemption;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;

/** Signing up, and what links that were mailed are good for. */
final class TicketDesk {
    private final UserPort user;
    private final TenantServices services;

    TicketDesk(UserPort user, TenantServices services) {
        this.user = user;
        this.services = services;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, TicketCommand command) {
        return switch (command) {
            case TicketCommand.SignUp c -> signUp(state, c);
            case TicketCommand.RequestReset c ->
                issuing(
                        address(state),
                        c.act(),
                        c.replyTo(),
                        (now, issue) -> TicketDecisions.requestReset(now, c, issue));
            case TicketCommand.Invite c ->
                issuing(address(state), c.act(), c.replyTo(), (now, issue) -> TicketDecisions.invite(now, c, issue));
            case TicketCommand.RequestVerification c ->
                issuing(
                        address(state),
                        c.act(),
                        c.replyTo(),
                        (now, issue) -> TicketDecisions.requestVerification(now, c, issue));
            case TicketCommand.Describe c -> user.answer(c.replyTo(), TicketRedemption.describe(state, c, user.now()));
            case TicketCommand.Redeem c -> redeem(state, c);
            case TicketCommand.Yield c -> user.commit(TicketDecisions.giveUp(state), c.act(), c.replyTo());
        };
    }

    /**
     * Decided once the seal is open under which the link waits to be mailed, and once it is known whether the address may be mailed.
     *
     * @param address that it would be mailed to; null for none
     */
    Effect<Recorded<UserEvent>, UserState> issuing(
            @Nullable String address,
            Act act,
            ActorRef<Reply> replyTo,
            BiFunction<UserState, TicketIssue, Decision<UserEvent>> decide) {
        CompletionStage<MailAdmitted> admitted =
                address == null ? CompletableFuture.completedFuture(MailAdmitted.YES) : user.admitMail(address);
        return user.goOn(
                user.seal().thenCombine(admitted, Opened::new),
                replyTo,
                "opening the seal",
                (now, opened) -> user.commit(
                        decide.apply(now, new TicketIssue(services.random(), opened.seal(), opened.mail(), user.now())),
                        act,
                        replyTo));
    }

    private record Opened(WorkspaceSeal seal, MailAdmitted mail) {}

    private static @Nullable String address(UserState state) {
        return state.account() == null ? null : state.account().profile().email();
    }

    /** Whoever has the address: one hash and one commit. */
    private Effect<Recorded<UserEvent>, UserState> signUp(UserState state, TicketCommand.SignUp command) {
        Optional<Refused> refusal = TicketDecisions.refuseSignUp(command);
        if (refusal.isPresent()) {
            return user.answer(command.replyTo(), refusal.get());
        }
        CompletionStage<Optional<String>> hashed = TicketDecisions.needsHash(state)
                ? hash(command.password(), command.settings()).thenApply(Optional::of)
                : services.passwords()
                        .dummyCheck(
                                user.slug().value(),
                                command.password().reveal(),
                                command.settings().bcryptCost())
                        .thenApply(nothing -> Optional.empty());
        return user.goOn(
                hashed,
                command.replyTo(),
                "hashing",
                (then, hash) -> issuing(
                        TicketDecisions.needsHash(then) ? command.profile().email() : address(then),
                        command.act(),
                        command.replyTo(),
                        (now, issue) -> TicketDecisions.signUp(now, command, hash.orElse(null), issue)));
    }

    private Effect<Recorded<UserEvent>, UserState> redeem(UserState state, TicketCommand.Redeem command) {
        return switch (TicketRedemption.prepare(state, command, user.now())) {
            case TicketRedemption.Step.Refuse(var refused) -> user.answer(command.replyTo(), refused);
            case TicketRedemption.Step.Ready ready -> redeem(state, command, null);
            case TicketRedemption.Step.Hash(var password) ->
                user.goOn(
                        hash(password, command.settings()),
                        command.replyTo(),
                        "hashing",
                        (now, hash) -> redeem(now, command, hash));
        };
    }

    /** Whoever has the link has shown who they are. */
    private Effect<Recorded<UserEvent>, UserState> redeem(
            UserState state, TicketCommand.Redeem command, @Nullable String hash) {
        return user.commit(
                TicketRedemption.redeem(state, command, hash, services.random(), user.now()),
                command.act().by(Actor.user(user.userId())),
                command.replyTo());
    }

    private CompletionStage<String> hash(PasswordInput password, WorkspaceSettings settings) {
        return services.passwords()
                .hash(user.slug().value(), password.reveal(), settings.bcryptCost())
                .thenApply(hash -> hash.modularCrypt());
    }
}
