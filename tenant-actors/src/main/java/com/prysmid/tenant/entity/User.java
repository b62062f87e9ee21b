package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.BcryptHash;
import com.prysmid.tenant.decide.AccountDecisions;
import com.prysmid.tenant.decide.AccountRules;
import com.prysmid.tenant.decide.CibaDecisions;
import com.prysmid.tenant.decide.ConsentDecisions;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.DeliveryDecisions;
import com.prysmid.tenant.decide.ExchangeDecisions;
import com.prysmid.tenant.decide.GrantDecisions;
import com.prysmid.tenant.decide.PollPace;
import com.prysmid.tenant.decide.SessionDecisions;
import com.prysmid.tenant.decide.SessionDecisions.PasswordStep;
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
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
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

/** One user of one workspace: wiring only. Rules live in {@code decide}, transitions in {@link UserState}. */
public final class User extends EventSourcedBehavior<UserMessage, Recorded<UserEvent>, UserState> {
    /** A sign-in makes three events; so a busy user is written whole every thirty sign-ins. */
    private static final int SNAPSHOT_EVERY = 100;

    /** Sign-ins that wait for guesses under way to be judged; more are shed. */
    private static final int WAITING_LIMIT = 200;

    private static final Duration SHORTLY = Duration.ofSeconds(2);

    /** As long as whoever asks for a sign-in waits; later nobody would hear the answer, and the hashing would be for nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /** A sign-in that waits its turn. */
    private record Waiting(SessionCommand.SignIn command, Instant since) {}

    /** A result that was made off this entity's thread, to go on with in the state of now. */
    private record Continue(Function<UserState, Effect<Recorded<UserEvent>, UserState>> step) implements UserMessage {}

    private final ActorContext<UserMessage> context;
    private final EntityContext<UserMessage> entity;
    private final Slug slug;
    private final UserId userId;
    private final TenantServices services;
    private final DeliveryDesk deliveries;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    /** How often clients ask for an answer, by request id; a fail-over forgives. */
    private final Map<String, PollPace> paces = new HashMap<>();

    private int checksUnderWay;
    private int hashesUnderWay;
    /** When the message at hand began to be handled. */
    private Instant received = Instant.EPOCH;

    /** The state that the message at hand found. */
    private UserState found = UserState.ABSENT;

    public static Behavior<UserMessage> create(
            EntityContext<UserMessage> entity, TenantServices services, Peers peers) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new User(context, timers, entity, services, peers)));
    }

    private User(
            ActorContext<UserMessage> context,
            TimerScheduler<UserMessage> timers,
            EntityContext<UserMessage> entity,
            TenantServices services,
            Peers peers) {
        super(
                PersistenceId.of(EntityKeys.USER.name(), entity.getEntityId()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.context = context;
        this.entity = entity;
        int slash = entity.getEntityId().indexOf('/');
        this.slug = new Slug(entity.getEntityId().substring(0, slash));
        this.userId = new UserId(entity.getEntityId().substring(slash + 1));
        this.services = services;
        this.deliveries = new DeliveryDesk(context, timers, slug, userId, peers, services.outbound());
    }

    @Override
    public UserState emptyState() {
        return UserState.ABSENT;
    }

    @Override
    public EventHandler<UserState, Recorded<UserEvent>> eventHandler() {
        return UserState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 1).withDeleteEventsOnSnapshot();
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
                default ->
                    deliveries.handles(message) ? Effect().none() : Effect().unhandled();
            };
        };
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
        boolean worksOnItself = command instanceof AccountCommand.Create || command instanceof SessionCommand.SignIn;
        boolean owes = !state.deliveries().byId().isEmpty();
        if (!state.exists() && !worksOnItself && !owes && checksUnderWay + hashesUnderWay == 0) {
            // Whoever presents ids at random wakes an entity that goes back to sleep at once.
            entity.getShard().tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return switch (command) {
            case AccountCommand c -> account(state, c);
            case SessionCommand c -> session(state, c);
            case GrantCommand c -> grant(state, c);
            case ConsentCommand c -> consent(state, c);
            case CibaCommand c -> ciba(state, c);
            case DeliveryCommand.Wake c -> {
                c.replyTo().tell(new Done());
                yield look(state);
            }
        };
    }

    private Effect<Recorded<UserEvent>, UserState> account(UserState state, AccountCommand command) {
        return switch (command) {
            case AccountCommand.Create c ->
                AccountDecisions.createWithoutHash(state, c)
                        .map(decision -> commit(decision, c.act(), c.replyTo()))
                        .orElseGet(() -> create(state, c));
            case AccountCommand.Update c -> commit(AccountDecisions.update(state, c, instant()), c.act(), c.replyTo());
            case AccountCommand.SetPassword c -> setPassword(state, c);
            case AccountCommand.Delete c -> commit(AccountDecisions.delete(state), c.act(), c.replyTo());
            case AccountCommand.ChangeStatus c ->
                commit(AccountDecisions.changeStatus(state, c, instant()), c.act(), c.replyTo());
            case AccountCommand.Get c -> answer(c.replyTo(), AccountDecisions.get(state, userId));
            case AccountCommand.SetGrant c ->
                commit(
                        AccountDecisions.setGrant(state, userId, c.projectId(), c.roles(), instant()),
                        c.act(),
                        c.replyTo());
            case AccountCommand.RemoveGrant c ->
                commit(AccountDecisions.removeGrant(state, c, instant()), c.act(), c.replyTo());
        };
    }

    private Effect<Recorded<UserEvent>, UserState> create(UserState state, AccountCommand.Create command) {
        PasswordInput password = command.password();
        if (password == null) {
            Secret imported = command.passwordHash();
            String hash = imported == null ? null : imported.reveal();
            return commit(AccountDecisions.create(state, command, hash, instant()), command.act(), command.replyTo());
        }
        return goOn(
                hash(password, command.settings()),
                command.replyTo(),
                (now, hash) -> commit(
                        AccountDecisions.create(now, command, hash.modularCrypt(), instant()),
                        command.act(),
                        command.replyTo()));
    }

    private Effect<Recorded<UserEvent>, UserState> setPassword(UserState state, AccountCommand.SetPassword command) {
        Optional<Refused> refusal = state.exists()
                ? AccountRules.check(command.password(), command.settings())
                : Optional.of(Refused.notFound("user"));
        return refusal.map(refused -> answer(command.replyTo(), refused))
                .orElseGet(() -> goOn(
                        hash(command.password(), command.settings()),
                        command.replyTo(),
                        (now, hash) -> commit(
                                AccountDecisions.setPassword(now, command, hash.modularCrypt(), instant()),
                                command.act(),
                                command.replyTo())));
    }

    private CompletionStage<BcryptHash> hash(PasswordInput password, WorkspaceSettings settings) {
        return services.passwords().hash(slug.value(), password.reveal(), settings.bcryptCost());
    }

    private Effect<Recorded<UserEvent>, UserState> session(UserState state, SessionCommand command) {
        return switch (command) {
            case SessionCommand.SignIn c -> signIn(state, c);
            case SessionCommand.Check c -> answer(c.replyTo(), SessionDecisions.check(state, c, instant()));
            case SessionCommand.SignOut c -> commit(SessionDecisions.signOut(state, c), c.act(), c.replyTo());
            case SessionCommand.ListAll c -> answer(c.replyTo(), SessionDecisions.list(state, c, instant()));
            case SessionCommand.Revoke c -> commit(SessionDecisions.revoke(state, c), c.act(), c.replyTo());
        };
    }

    /** Guesses under way count as wrong until they are judged: so hundreds in parallel are no more than a few in a row. */
    private Effect<Recorded<UserEvent>, UserState> signIn(UserState state, SessionCommand.SignIn command) {
        if (!SessionDecisions.mayCheckAnother(state, checksUnderWay, command.settings(), instant())) {
            return waiting.size() < WAITING_LIMIT && waiting.add(new Waiting(command, instant()))
                    ? Effect().none()
                    : answer(command.replyTo(), Refused.overloaded(SHORTLY));
        }
        String password = command.password().reveal();
        return switch (SessionDecisions.passwordStep(state, instant())) {
            case PasswordStep.Check(var hash) ->
                judge(command, services.passwords().check(slug.value(), password, hash), null);
            case PasswordStep.Pretend(var reason) ->
                judge(
                        command,
                        services.passwords()
                                .dummyCheck(
                                        slug.value(),
                                        password,
                                        command.settings().bcryptCost())
                                .thenApply(nothing -> false),
                        reason);
        };
    }

    private Effect<Recorded<UserEvent>, UserState> judge(
            SessionCommand.SignIn command,
            CompletionStage<Boolean> check,
            @org.jspecify.annotations.Nullable String pretended) {
        checksUnderWay++;
        context.pipeToSelf(
                check,
                (correct, thrown) -> new Continue(state -> {
                    checksUnderWay--;
                    admitNext();
                    return thrown == null
                            ? guarded(
                                    "SignIn",
                                    command.replyTo(),
                                    () -> commit(
                                            SessionDecisions.signIn(
                                                    state, command, correct, pretended, services.random(), instant()),
                                            command.act(),
                                            command.replyTo()))
                            : answer(
                                    command.replyTo(),
                                    EntityProtocol.failure(thrown, "checking a password", context.getLog()));
                }));
        return Effect().none();
    }

    private Effect<Recorded<UserEvent>, UserState> consent(UserState state, ConsentCommand command) {
        return switch (command) {
            case ConsentCommand.Check c -> answer(c.replyTo(), ConsentDecisions.check(state, c, instant()));
            case ConsentCommand.ListAll c -> answer(c.replyTo(), ConsentDecisions.list(state, c, instant()));
            case ConsentCommand.Give c -> commit(ConsentDecisions.give(state, c, instant()), c.act(), c.replyTo());
            case ConsentCommand.Withdraw c ->
                commit(ConsentDecisions.withdraw(state, c, instant()), c.act(), c.replyTo());
        };
    }

    private void admitNext() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.since().plus(PATIENCE).isAfter(instant())) {
                context.getSelf().tell(next.command());
                return;
            }
            next.command().replyTo().tell(Refused.overloaded(SHORTLY));
        }
    }

    private Effect<Recorded<UserEvent>, UserState> ciba(UserState state, CibaCommand command) {
        return switch (command) {
            case CibaCommand.Request c ->
                commit(CibaDecisions.request(state, c, services.random(), instant()), c.act(), c.replyTo());
            case CibaCommand.ListPending c -> answer(c.replyTo(), CibaDecisions.pending(state, c, instant()));
            case CibaCommand.Answer c -> commit(CibaDecisions.answer(state, c, instant()), c.act(), c.replyTo());
            case CibaCommand.Poll c -> {
                paces.keySet().retainAll(state.ciba().waiting(instant()));
                PollPace pace = paces.getOrDefault(c.requestId(), PollPace.FIRST);
                // Somebody else's tries are not held against the client.
                if (CibaDecisions.asked(state, c).isPresent()) {
                    paces.put(c.requestId(), pace.polled(instant()));
                }
                yield commit(CibaDecisions.poll(state, c, pace, services.random(), instant()), c.act(), c.replyTo());
            }
        };
    }

    private Effect<Recorded<UserEvent>, UserState> grant(UserState state, GrantCommand command) {
        return switch (command) {
            case GrantCommand.IssueCode c ->
                commit(GrantDecisions.issueCode(state, c, services.random(), instant()), c.act(), c.replyTo());
            case GrantCommand.RedeemCode c ->
                commit(GrantDecisions.redeemCode(state, c, services.random(), instant()), c.act(), c.replyTo());
            case GrantCommand.Refresh c ->
                commit(GrantDecisions.refresh(state, c, services.random(), instant()), c.act(), c.replyTo());
            case GrantCommand.RevokeRefreshToken c ->
                commit(GrantDecisions.revokeRefreshToken(state, c), c.act(), c.replyTo());
            case GrantCommand.RevokeAccessToken c ->
                commit(GrantDecisions.revokeAccessToken(state, c, instant()), c.act(), c.replyTo());
            case GrantCommand.ExchangeToken c -> commit(ExchangeDecisions.exchange(state, c), c.act(), c.replyTo());
            case GrantCommand.CheckAccess c -> answer(c.replyTo(), GrantDecisions.checkAccess(state, c));
            case GrantCommand.TellClaims c -> answer(c.replyTo(), GrantDecisions.tellClaims(state, c));
            case GrantCommand.DescribeSession c ->
                answer(c.replyTo(), GrantDecisions.describeSession(state, c, instant()));
            case GrantCommand.InspectRefreshToken c -> answer(c.replyTo(), GrantDecisions.inspect(state, c, instant()));
        };
    }

    private Effect<Recorded<UserEvent>, UserState> commit(
            Decision<UserEvent> decision, Act act, ActorRef<Reply> replyTo) {
        return switch (decision) {
            case Decision.Reject(var refused) -> answer(replyTo, refused);
            case Decision.Accept(var events, var reply) when events.isEmpty() -> answer(replyTo, reply);
            case Decision.Accept(var events, var reply) ->
                Effect()
                        .persist(record(DeliveryDecisions.withOwed(found, events, instant()), act))
                        .thenRun((UserState after) -> {
                            replyTo.tell(reply);
                            lookAtDeliveries(after);
                        });
        };
    }

    private Effect<Recorded<UserEvent>, UserState> attempted(UserState state, DeliveryDesk.Attempted attempted) {
        return switch (deliveries.after(state, attempted, instant()).orElse(null)) {
            case null -> look(state);
            case DeliveryDecisions.Step.Retry(var attempts, var at, var event) when event == null -> look(state);
            case DeliveryDecisions.Step.Retry(var attempts, var at, var event) -> persist(event);
            case DeliveryDecisions.Step.Settle(var event) -> persist(event);
        };
    }

    private Effect<Recorded<UserEvent>, UserState> persist(DeliveryEvent event) {
        return Effect()
                .persist(record(List.of(event), Act.bySystem("delivery")))
                .thenRun(this::lookAtDeliveries);
    }

    private Effect<Recorded<UserEvent>, UserState> look(UserState state) {
        lookAtDeliveries(state);
        return Effect().none();
    }

    private void lookAtDeliveries(UserState state) {
        deliveries.look(state, services.clock().instant());
    }

    private List<Recorded<UserEvent>> record(List<UserEvent> events, Act act) {
        Instant now = instant();
        List<Recorded<UserEvent>> recorded = new ArrayList<>(events.size());
        events.forEach(event -> recorded.add(new Recorded<>(now, act, event)));
        return recorded;
    }

    private Effect<Recorded<UserEvent>, UserState> answer(ActorRef<Reply> replyTo, Reply reply) {
        replyTo.tell(reply);
        return Effect().none();
    }

    /** Comes back to this entity when the stage completes, and goes on with the state of then. */
    private <T> Effect<Recorded<UserEvent>, UserState> goOn(
            CompletionStage<T> stage,
            ActorRef<Reply> replyTo,
            BiFunction<UserState, T, Effect<Recorded<UserEvent>, UserState>> next) {
        hashesUnderWay++;
        context.pipeToSelf(
                stage,
                (value, thrown) -> new Continue(state -> {
                    hashesUnderWay--;
                    return thrown == null
                            ? guarded("hashing", replyTo, () -> next.apply(state, value))
                            : answer(replyTo, EntityProtocol.failure(thrown, "hashing", context.getLog()));
                }));
        return Effect().none();
    }

    /** One and the same while a message is handled: what is answered and what is recorded tell the same time. */
    private Instant instant() {
        return received;
    }
}
