package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.DeliveryDecisions;
import com.prysmid.tenant.decide.SelfDecisions;
import com.prysmid.tenant.decide.SignUpExpiry;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.DeliveryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.OwnAccountCommand;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SelfCommand;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/** One user of one workspace: wiring only. Rules live in {@code decide}, transitions in {@link UserState}. */
public final class User extends EventSourcedBehavior<UserMessage, Recorded<UserEvent>, UserState> implements UserPort {
    /** A sign-in makes three events; so a busy user is written whole every thirty sign-ins. */
    private static final int SNAPSHOT_EVERY = 100;

    /** A result that was made off this entity's thread, to go on with in the state of now. */
    private record Continue(Function<UserState, Effect<Recorded<UserEvent>, UserState>> step) implements UserMessage {}

    private final ActorContext<UserMessage> context;
    private final EntityContext<UserMessage> entity;
    /** Whether this is nobody, and only counts guesses. */
    private final boolean stranger;

    private final Slug slug;
    private final UserId userId;
    private final TenantServices services;
    private final Home home;
    private final DeliveryDesk deliveries;
    private final AccountDesk accounts;
    private final SignInDesk signIns;
    private final FactorDesk factors;
    private final GrantDesk grants;
    private final IdentityDesk identities;
    private final PasskeyDesk passkeys;
    private final TicketDesk tickets;
    private final OwnAccountDesk ownAccount;
    /** Results that this entity waits for; it must not be put to sleep before they came. */
    private int underWay;
    /** When the message at hand began to be handled. */
    private Instant received = Instant.EPOCH;

    /** The state that the message at hand found. */
    private UserState found = UserState.ABSENT;

    public static Behavior<UserMessage> create(
            EntityContext<UserMessage> entity, TenantServices services, Peers peers) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new User(context, timers, entity, false, services, peers)));
    }

    /**
     * Whoever a login name would belong to that nobody has. Wrong guesses at it wait, count, lock out and are shed by the very same rules as
     * a user's, so that no number of them tells one from the other. The journal keeps nothing of it but the audit rows.
     */
    public static Behavior<UserMessage> createStranger(
            EntityContext<UserMessage> entity, TenantServices services, Peers peers) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new User(context, timers, entity, true, services, peers)));
    }

    private User(
            ActorContext<UserMessage> context,
            TimerScheduler<UserMessage> timers,
            EntityContext<UserMessage> entity,
            boolean stranger,
            TenantServices services,
            Peers peers) {
        super(
                PersistenceId.of((stranger ? EntityKeys.STRANGER : EntityKeys.USER).name(), entity.getEntityId()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.context = context;
        this.entity = entity;
        this.stranger = stranger;
        int slash = entity.getEntityId().indexOf('/');
        this.slug = new Slug(entity.getEntityId().substring(0, slash));
        this.userId = new UserId(entity.getEntityId().substring(slash + 1));
        this.services = services;
        this.home = new Home(slug, peers, services.keyEncryptionKey(), services.keyWork());
        this.deliveries = new DeliveryDesk(
                context,
                timers,
                slug,
                userId,
                peers,
                services.outbound(),
                new MailCarrier(slug, userId, home, services.post()));
        this.tickets = new TicketDesk(this, services);
        this.accounts = new AccountDesk(this, tickets, services.passwords());
        this.signIns = new SignInDesk(this, services);
        this.factors = new FactorDesk(this, services.random(), home);
        this.ownAccount = new OwnAccountDesk(this, services, tickets, signIns);
        this.grants = new GrantDesk(this, services.random());
        this.identities = new IdentityDesk(this, services.random());
        this.passkeys = new PasskeyDesk(this, services);
    }

    @Override
    public UserState emptyState() {
        return stranger ? UserState.STRANGER : UserState.ABSENT;
    }

    @Override
    public EventHandler<UserState, Recorded<UserEvent>> eventHandler() {
        return UserState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return stranger
                ? RetentionCriteria.disabled()
                : RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SignalHandler<UserState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::lookAtDeliveries)
                .build();
    }

    @Override
    public CommandHandler<UserMessage, Recorded<UserEvent>, UserState> commandHandler() {
        return (state, message) -> {
            received = services.clock().instant();
            found = state;
            return switch (message) {
                case UserCommand command ->
                    guarded(command.getClass().getSimpleName(), command.replyTo(), () -> handle(state, command));
                case Continue(var step) -> step.apply(state);
                case DeliveryDesk.Due due -> look(state);
                case DeliveryDesk.Attempted attempted -> attempted(state, attempted);
                case ForgetWorkspace forget -> {
                    sleep();
                    yield Effect().none();
                }
                default ->
                    deliveries.handles(message) ? Effect().none() : Effect().unhandled();
            };
        };
    }

    private void sleep() {
        entity.getShard().tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    /** Whatever goes wrong with one message ends with it. */
    private Effect<Recorded<UserEvent>, UserState> guarded(
            String what, ActorRef<Reply> replyTo, Supplier<Effect<Recorded<UserEvent>, UserState>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return answer(replyTo, EntityProtocol.unexpected(e, what, context.getLog()));
        }
    }

    private Effect<Recorded<UserEvent>, UserState> handle(UserState state, UserCommand command) {
        if (!command.slug().equals(slug) || !command.userId().equals(userId)) {
            return answer(command.replyTo(), Refused.notFound("user"));
        }
        if (stranger && !(command instanceof SessionCommand.SignIn)) {
            return answer(command.replyTo(), Refused.notFound("user"));
        }
        boolean worksOnItself = command instanceof AccountCommand.Create
                || command instanceof SessionCommand.SignIn
                || command instanceof IdentityCommand.Register
                || command instanceof TicketCommand.SignUp;
        boolean owes = !state.deliveries().byId().isEmpty();
        if (!state.exists() && !worksOnItself && !owes && underWay == 0) {
            // Whoever presents ids at random wakes an entity that goes back to sleep at once.
            sleep();
        }
        return switch (command) {
            case AccountCommand c -> accounts.handle(state, c);
            case SelfCommand c -> commit(SelfDecisions.decide(state, c, now()), c.act(), c.replyTo());
            case SessionCommand c -> signIns.handle(state, c);
            case TicketCommand c -> tickets.handle(state, c);
            case FactorCommand c -> factors.handle(state, c);
            case OwnAccountCommand c -> ownAccount.handle(state, c);
            case GrantCommand c -> grants.grant(state, c);
            case IdentityCommand c -> identities.handle(state, c);
            case ConsentCommand c -> grants.consent(state, c);
            case CibaCommand c -> grants.ciba(state, c);
            case PasskeyCommand c -> passkeys.handle(state, c);
            case DeliveryCommand.Wake c -> {
                c.replyTo().tell(new Done());
                yield woken(state);
            }
        };
    }

    @Override
    public Effect<Recorded<UserEvent>, UserState> commit(
            Decision<UserEvent> decision, Act act, ActorRef<Reply> replyTo) {
        return switch (decision) {
            case Decision.Reject(var refused) -> answer(replyTo, refused);
            case Decision.Accept(var events, var reply) when events.isEmpty() -> answer(replyTo, reply);
            case Decision.Accept(var events, var reply) ->
                Effect()
                        .persist(record(DeliveryDecisions.withOwed(found, events, now()), act))
                        .thenRun((UserState after) -> {
                            replyTo.tell(reply);
                            lookAtDeliveries(after);
                        });
        };
    }

    private Effect<Recorded<UserEvent>, UserState> attempted(UserState state, DeliveryDesk.Attempted attempted) {
        return switch (deliveries.after(state, attempted, now()).orElse(null)) {
            case null -> look(state);
            case DeliveryDecisions.Step.Retry(var attempts, var at, var event) when event == null -> look(state);
            case DeliveryDecisions.Step.Retry(var attempts, var at, var event) -> persist(state, event);
            case DeliveryDecisions.Step.Settle(var event) -> persist(state, event);
        };
    }

    private Effect<Recorded<UserEvent>, UserState> persist(UserState state, DeliveryEvent event) {
        return Effect()
                .persist(record(DeliveryDecisions.written(state, event), Act.bySystem("delivery")))
                .thenRun(this::lookAtDeliveries);
    }

    /** The sweep knows when there was something to do; whether there still is, is decided here. */
    private Effect<Recorded<UserEvent>, UserState> woken(UserState state) {
        List<UserEvent> expired = SignUpExpiry.expire(state, now());
        return expired.isEmpty()
                ? look(state)
                : Effect().persist(record(expired, SignUpExpiry.ACT)).thenRun(this::lookAtDeliveries);
    }

    private Effect<Recorded<UserEvent>, UserState> look(UserState state) {
        lookAtDeliveries(state);
        return Effect().none();
    }

    private void lookAtDeliveries(UserState state) {
        deliveries.look(state, services.clock().instant());
    }

    private List<Recorded<UserEvent>> record(List<UserEvent> events, Act act) {
        Instant now = now();
        List<Recorded<UserEvent>> recorded = new ArrayList<>(events.size());
        events.forEach(event -> recorded.add(new Recorded<>(now, act, event)));
        return recorded;
    }

    @Override
    public Effect<Recorded<UserEvent>, UserState> answer(ActorRef<Reply> replyTo, Reply reply) {
        replyTo.tell(reply);
        return Effect().none();
    }

    @Override
    public Effect<Recorded<UserEvent>, UserState> none() {
        return Effect().none();
    }

    @Override
    public <T> Effect<Recorded<UserEvent>, UserState> goOn(
            CompletionStage<T> stage,
            ActorRef<Reply> replyTo,
            String what,
            BiFunction<UserState, T, Effect<Recorded<UserEvent>, UserState>> next) {
        underWay++;
        context.pipeToSelf(
                stage,
                (value, thrown) -> new Continue(state -> {
                    underWay--;
                    return thrown == null
                            ? guarded(what, replyTo, () -> next.apply(state, value))
                            : failed(replyTo, what, thrown);
                }));
        return none();
    }

    @Override
    public <T> Effect<Recorded<UserEvent>, UserState> await(
            CompletionStage<T> stage, ActorRef<Reply> replyTo, String what, Awaited<T> next) {
        underWay++;
        context.pipeToSelf(
                stage,
                (value, thrown) -> new Continue(state -> {
                    underWay--;
                    return guarded(what, replyTo, () -> next.apply(state, value, thrown));
                }));
        return none();
    }

    @Override
    public Effect<Recorded<UserEvent>, UserState> failed(
            ActorRef<Reply> replyTo, String what, @Nullable Throwable thrown) {
        return answer(
                replyTo,
                EntityProtocol.failure(
                        thrown == null ? new IllegalStateException("nothing came") : thrown, what, context.getLog()));
    }

    @Override
    public ActorRef<Reply> nobody() {
        return context.getSystem().ignoreRef();
    }

    @Override
    public void again(UserMessage message) {
        context.getSelf().tell(message);
    }

    @Override
    public Slug slug() {
        return slug;
    }

    @Override
    public UserId userId() {
        return userId;
    }

    @Override
    public CompletionStage<WorkspaceSeal> seal() {
        return home.seal();
    }

    @Override
    public CompletionStage<HomeCommand.MailAdmitted> admitMail(String address) {
        return home.admitMail(address);
    }

    @Override
    public Instant now() {
        return received;
    }
}
