package com.prysmid.control.accounts;

import com.prysmid.control.accounts.AccountDecisions.Decision;
import com.prysmid.control.value.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** One customer's account: wiring only. Rules live in {@link AccountDecisions}, transitions in {@link AccountState}. */
final class Account extends EventSourcedBehavior<AccountCommand, AccountEvent, AccountState> {
    /** Part of every persistence id, and so of the journal: never to be changed. */
    static final String TYPE = "Account";

    /** A member at work asks every few seconds. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final AccountId id;
    private final Clock clock;
    private final ActorContext<AccountCommand> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;

    private Account(
            AccountId id,
            Clock clock,
            ActorContext<AccountCommand> context,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(
                PersistenceId.of(TYPE, id.text()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.id = id;
        this.clock = clock;
        this.context = context;
        this.shard = shard;
    }

    /** @param shard asked when this actor may leave memory; answers with {@link AccountCommand.Stop} */
    static Behavior<AccountCommand> create(AccountId id, Clock clock, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> {
            context.setReceiveTimeout(IDLE, new AccountCommand.Idle());
            return new Account(id, clock, context, shard);
        });
    }

    @Override
    public AccountState emptyState() {
        return new AccountState.Absent();
    }

    @Override
    public EventHandler<AccountState, AccountEvent> eventHandler() {
        return AccountState::apply;
    }

    @Override
    public CommandHandler<AccountCommand, AccountEvent, AccountState> commandHandler() {
        return (state, command) -> switch (command) {
            case AccountCommand.Open c -> commit(AccountDecisions.open(state, id, c, clock.instant()), c.replyTo());
            case AccountCommand.Invite c -> commit(AccountDecisions.invite(state, c, clock.instant()), c.replyTo());
            case AccountCommand.Withdraw c -> commit(AccountDecisions.withdraw(state, c, clock.instant()), c.replyTo());
            case AccountCommand.Accept c -> commit(AccountDecisions.accept(state, c, clock.instant()), c.replyTo());
            case AccountCommand.ChangeRole c ->
                commit(AccountDecisions.changeRole(state, c, clock.instant()), c.replyTo());
            case AccountCommand.Remove c -> commit(AccountDecisions.remove(state, c, clock.instant()), c.replyTo());
            case AccountCommand.Get c -> {
                c.replyTo()
                        .tell(new AccountCommand.LookUp(
                                state instanceof AccountState.Open open
                                        ? Optional.of(AccountView.of(open, clock.instant()))
                                        : Optional.empty()));
                yield Effect().none();
            }
            case AccountCommand.GetRole c -> {
                c.replyTo()
                        .tell(new AccountCommand.RoleLookUp(
                                state instanceof AccountState.Open open ? open.role(c.member()) : Optional.empty()));
                yield Effect().none();
            }
            case AccountCommand.Idle c -> {
                shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                yield Effect().none();
            }
            case AccountCommand.Stop c -> Effect().stop();
        };
    }

    private <R extends AccountReply> Effect<AccountEvent, AccountState> commit(
            Decision<R> decision, ActorRef<R> replyTo) {
        AccountEvent event = decision.event();
        if (event == null) {
            replyTo.tell(decision.reply());
            return Effect().none();
        }
        return Effect().persist(event).thenRun(now -> replyTo.tell(decision.reply()));
    }
}
