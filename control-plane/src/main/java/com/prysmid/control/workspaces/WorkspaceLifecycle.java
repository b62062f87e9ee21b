package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.LifecycleCommand.CreateReply;
import com.prysmid.control.workspaces.LifecycleCommand.LookUp;
import com.prysmid.control.workspaces.LifecycleCommand.RotationReply;
import com.prysmid.control.workspaces.LifecycleCommand.ServiceReply;
import com.prysmid.control.workspaces.LifecycleDecisions.CreationDecision;
import com.prysmid.control.workspaces.LifecycleDecisions.StepDecision;
import com.prysmid.control.workspaces.ServiceAccountDecisions.Rotation;
import com.prysmid.control.workspaces.ServiceAccountDecisions.Tending;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One workspace's life: wiring only. Rules live in {@link LifecycleDecisions} and {@link ServiceAccountDecisions}, transitions in
 * {@link LifecycleState}.
 *
 * <p>The saga runs by itself: after recovery and after every fact, the next step is asked of the data plane, and its answer comes
 * back as a message. A crash loses at most the answer; the step is then asked again, which the data plane allows. Where no step is
 * left, the service account is tended: the same happens to it in a workspace that has served for years.
 */
final class WorkspaceLifecycle extends EventSourcedBehavior<LifecycleCommand, LifecycleEvent, LifecycleState> {
    /** Part of every persistence id, and so of the journal: never to be changed. */
    static final String TYPE = "WorkspaceLifecycle";

    /** A settled workspace is asked about for a moment and then rarely again. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final String RETRY = "retry";

    /**
     * What a lifecycle needs of the world.
     *
     * @param onSettled told the slug when provisioning has ended, possibly more than once
     * @param onTended told the slug, and what was done since the last time, when there is nothing to do for its service account
     */
    record Surroundings(
            DataPlaneClient dataPlane,
            Vault vault,
            IssuerNaming issuers,
            BackOff backOff,
            Clock clock,
            Consumer<Slug> onSettled,
            BiConsumer<Slug, Upkeep> onTended) {}

    private final Slug slug;
    private final Surroundings world;
    private final ActorContext<LifecycleCommand> context;
    private final TimerScheduler<LifecycleCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final StepCalls calls;

    /** Who waits for the end of provisioning; lost in a crash, together with those who wait. */
    private final Set<ActorRef<LookUp>> waiters = new HashSet<>();

    private int failures;
    private boolean asking;
    /** One change at a time: the data plane might do two in another order than it was told. */
    private boolean changing;
    /** What was done for the service account since the index was last told. */
    private Upkeep done = Upkeep.NOTHING;

    private WorkspaceLifecycle(
            Slug slug,
            Surroundings world,
            ActorContext<LifecycleCommand> context,
            TimerScheduler<LifecycleCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(
                PersistenceId.of(TYPE, slug.text()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.slug = slug;
        this.world = world;
        this.context = context;
        this.timers = timers;
        this.shard = shard;
        this.calls = new StepCalls(world.dataPlane(), slug);
    }

    /**
     * @param shard asked when this actor may leave memory; answers with {@link LifecycleCommand.Stop}
     */
    static Behavior<LifecycleCommand> create(
            Slug slug, Surroundings world, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.setReceiveTimeout(IDLE, new LifecycleCommand.Idle());
            return new WorkspaceLifecycle(slug, world, context, timers, shard);
        }));
    }

    @Override
    public LifecycleState emptyState() {
        return new LifecycleState.Absent();
    }

    @Override
    public EventHandler<LifecycleState, LifecycleEvent> eventHandler() {
        return LifecycleState::apply;
    }

    @Override
    public SignalHandler<LifecycleState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::goOn)
                .build();
    }

    @Override
    public CommandHandler<LifecycleCommand, LifecycleEvent, LifecycleState> commandHandler() {
        return (state, command) -> switch (command) {
            case LifecycleCommand.Create c -> create(state, c);
            case LifecycleCommand.Get c -> {
                c.replyTo().tell(lookUp(state));
                yield Effect().none();
            }
            case LifecycleCommand.GetSettled c -> getSettled(state, c);
            case LifecycleCommand.ChangeService c -> changeService(state, c);
            case LifecycleCommand.ServiceAnswered c -> serviceAnswered(state, c);
            case LifecycleCommand.Tend c -> tend(state);
            case LifecycleCommand.RotateServiceAccountKey c -> rotate(state, c);
            case LifecycleCommand.GetServiceAccount c -> {
                c.replyTo().tell(new LifecycleCommand.Operated(access(state)));
                yield Effect().none();
            }
            case LifecycleCommand.Wake c -> {
                goOn(state);
                yield Effect().none();
            }
            case LifecycleCommand.StepAnswered c -> answered(state, c.answer());
            case LifecycleCommand.RetryNow c -> {
                goOn(state);
                yield Effect().none();
            }
            case LifecycleCommand.WaitOver c -> {
                if (waiters.remove(c.waiter())) {
                    c.waiter().tell(lookUp(state));
                }
                yield Effect().none();
            }
            case LifecycleCommand.Idle c -> {
                // What is unfinished stays in memory: its timer would be lost with it.
                if (state.nextStep().isEmpty() && !busy()) {
                    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                }
                yield Effect().none();
            }
            case LifecycleCommand.Stop c -> Effect().stop();
        };
    }

    private Effect<LifecycleEvent, LifecycleState> create(LifecycleState state, LifecycleCommand.Create command) {
        return switch (LifecycleDecisions.create(state, command.wanted())) {
            case CreationDecision.Accept(LifecycleEvent.Requested event) ->
                Effect().persist(event).thenRun(now -> {
                    accept(now, command.replyTo());
                    goOn(now);
                });
            case CreationDecision.Repeat repeat -> {
                accept(state, command.replyTo());
                yield Effect().none();
            }
            case CreationDecision.InUse inUse -> {
                command.replyTo().tell(new CreateReply.SlugInUse());
                yield Effect().none();
            }
        };
    }

    private void accept(LifecycleState state, ActorRef<CreateReply> replyTo) {
        if (state instanceof LifecycleState.Created created) {
            replyTo.tell(new CreateReply.Accepted(WorkspaceView.of(created, world.issuers())));
        }
    }

    private Effect<LifecycleEvent, LifecycleState> getSettled(
            LifecycleState state, LifecycleCommand.GetSettled command) {
        if (state.nextStep().isEmpty()) {
            command.replyTo().tell(lookUp(state));
        } else {
            waiters.add(command.replyTo());
            timers.startSingleTimer(
                    command.replyTo(), new LifecycleCommand.WaitOver(command.replyTo()), command.atMost());
        }
        return Effect().none();
    }

    private Effect<LifecycleEvent, LifecycleState> changeService(
            LifecycleState state, LifecycleCommand.ChangeService command) {
        Optional<ServiceReply> refusal = switch (state) {
            case LifecycleState.Absent absent -> Optional.of(new ServiceReply.NotFound());
            case LifecycleState.Created(var request, LifecycleState.Progress.Waiting waiting, var account) ->
                Optional.of(new ServiceReply.NeverServed());
            case LifecycleState.Created(var request, LifecycleState.Progress.Failed failed, var account) ->
                Optional.of(new ServiceReply.NeverServed());
            case LifecycleState.Created created ->
                changing ? Optional.of(new ServiceReply.TryAgain()) : Optional.empty();
        };
        if (refusal.isPresent()) {
            command.replyTo().tell(refusal.get());
            return Effect().none();
        }
        changing = true;
        String creationId = ((LifecycleState.Created) state).request().creationId();
        context.pipeToSelf(
                switch (command.wanted()) {
                    case SUSPENDED ->
                        world.dataPlane().suspend(slug, creationId, command.by().requestId());
                    case RESUMED ->
                        world.dataPlane().resume(slug, creationId, command.by().requestId());
                },
                (reply, failure) -> new LifecycleCommand.ServiceAnswered(
                        command, failure == null ? reply : new DataPlaneReply.TryAgain<>(failure.toString(), null)));
        return Effect().none();
    }

    private Effect<LifecycleEvent, LifecycleState> serviceAnswered(
            LifecycleState state, LifecycleCommand.ServiceAnswered answered) {
        changing = false;
        ActorRef<ServiceReply> replyTo = answered.asked().replyTo();
        if (!(answered.reply() instanceof DataPlaneReply.Done<String>)) {
            context.getLog()
                    .warn("workspace {}: not {}: {}", slug, answered.asked().wanted(), answered.reply());
            replyTo.tell(new ServiceReply.TryAgain());
            return Effect().none();
        }
        return LifecycleDecisions.changed(state, answered.asked(), world.clock().instant())
                .map(event -> Effect().persist(event).thenRun((LifecycleState now) -> {
                    report(event);
                    tellChanged(now, replyTo);
                }))
                .orElseGet(() -> Effect().none().thenRun((LifecycleState now) -> tellChanged(now, replyTo)));
    }

    private void tellChanged(LifecycleState state, ActorRef<ServiceReply> replyTo) {
        if (state instanceof LifecycleState.Created created) {
            replyTo.tell(new ServiceReply.Changed(WorkspaceView.of(created, world.issuers())));
        }
    }

    private Effect<LifecycleEvent, LifecycleState> answered(LifecycleState state, StepAnswer answer) {
        asking = false;
        return switch (LifecycleDecisions.answered(state, answer, world.clock().instant())) {
            case StepDecision.Accept(LifecycleEvent event) -> {
                failures = 0;
                yield writeDown(event);
            }
            case StepDecision.Retry(String reason, Duration after) -> {
                failures++;
                Duration delay = world.backOff()
                        .delay(failures, after, ThreadLocalRandom.current().nextDouble());
                context.getLog()
                        .warn(
                                "workspace {}: step {} not done ({}); try {} follows in {} ms",
                                slug,
                                answer.step().wire(),
                                reason,
                                failures + 1,
                                delay.toMillis());
                timers.startSingleTimer(RETRY, new LifecycleCommand.RetryNow(), delay);
                yield Effect().none();
            }
            case StepDecision.GiveUp(String code) -> {
                context.getLog()
                        .error(
                                "workspace {}: the data plane refused {} with {}",
                                slug,
                                answer.step().wire(),
                                code);
                done = Upkeep.REFUSED;
                tended();
                yield Effect().none();
            }
            case StepDecision.Ignore ignore -> Effect().none();
        };
    }

    /** A fact, and then what follows from it. */
    private Effect<LifecycleEvent, LifecycleState> writeDown(LifecycleEvent event) {
        return Effect().persist(event).thenRun(now -> {
            done = done.and(Upkeep.of(event));
            report(event);
            goOn(now);
        });
    }

    private void report(LifecycleEvent event) {
        LifecycleLog.report(context.getLog(), slug, event);
    }

    /** Asks the next step, or tells everybody concerned that there is none. Safe to call at any time. */
    private void goOn(LifecycleState state) {
        if (state.settled()) {
            world.onSettled().accept(slug);
            waiters.forEach(waiter -> waiter.tell(lookUp(state)));
            waiters.forEach(timers::cancel);
            waiters.clear();
        }
        if (busy()) {
            return;
        }
        if (state instanceof LifecycleState.Created created && state.nextStep().isPresent()) {
            ask(created.request(), state.nextStep().get());
        } else {
            context.getSelf().tell(new LifecycleCommand.Tend());
        }
    }

    /** Whether the data plane is being asked, or will be. */
    private boolean busy() {
        return asking || timers.isTimerActive(RETRY);
    }

    private void ask(LifecycleEvent.Requested request, SagaStep step) {
        switch (step) {
            case SCHEMA -> pipe(calls.schema(request));
            case KEYS -> pipe(calls.keys(request));
            // Its key is written down first, which only a command can do.
            case SERVICE_ACCOUNT -> context.getSelf().tell(new LifecycleCommand.Tend());
            case ACTIVATION -> pipe(calls.activation(request));
        }
    }

    private void pipe(CompletionStage<StepAnswer> answer) {
        asking = true;
        context.pipeToSelf(answer, (value, failure) -> new LifecycleCommand.StepAnswered(value));
    }

    private Effect<LifecycleEvent, LifecycleState> tend(LifecycleState state) {
        if (busy()) {
            return Effect().none();
        }
        return switch (ServiceAccountDecisions.next(
                state, world.vault(), world.clock().instant())) {
            case Tending.WriteDown(LifecycleEvent event) -> writeDown(event);
            case Tending.Set(SealedKeyPair key, Provenance by) -> {
                if (state instanceof LifecycleState.Created created) {
                    pipe(calls.serviceAccount(created.request(), key, by));
                }
                yield Effect().none();
            }
            case Tending.Nothing nothing -> {
                if (state.nextStep().isEmpty()) {
                    tended();
                }
                yield Effect().none();
            }
        };
    }

    private void tended() {
        world.onTended().accept(slug, done);
        done = Upkeep.NOTHING;
    }

    private Effect<LifecycleEvent, LifecycleState> rotate(
            LifecycleState state, LifecycleCommand.RotateServiceAccountKey command) {
        return switch (ServiceAccountDecisions.rotate(
                state, world.vault(), command.by(), world.clock().instant())) {
            case Rotation.Begin(LifecycleEvent.ServiceAccountKeyMade event) ->
                Effect().persist(event).thenRun(now -> {
                    command.replyTo().tell(new RotationReply.Begun(event.key().keyId()));
                    goOn(now);
                });
            case Rotation.UnderWay(String keyId) -> {
                command.replyTo().tell(new RotationReply.Begun(keyId));
                goOn(state);
                yield Effect().none();
            }
            case Rotation.NoAccount none -> {
                command.replyTo().tell(new RotationReply.NoAccount());
                yield Effect().none();
            }
        };
    }

    private static Optional<ServiceAccountAccess> access(LifecycleState state) {
        return state instanceof LifecycleState.Created created ? created.access() : Optional.empty();
    }

    private LookUp lookUp(LifecycleState state) {
        return switch (state) {
            case LifecycleState.Absent absent -> new LookUp.NotFound();
            case LifecycleState.Created created -> new LookUp.Found(WorkspaceView.of(created, world.issuers()));
        };
    }
}
