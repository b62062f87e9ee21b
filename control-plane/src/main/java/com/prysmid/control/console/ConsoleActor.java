package com.prysmid.control.console;

import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Standing;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.BackOff;
import com.prysmid.control.workspaces.IssuerNaming;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.jspecify.annotations.Nullable;

/** Remembers the console's keys and the dashboard's registration, and has {@link ConsoleSetup} try until all is there. */
final class ConsoleActor extends EventSourcedBehavior<ConsoleCommand, ConsoleEvent, ConsoleState> {
    /** Part of the persistence id: never to be changed. */
    static final String TYPE = "Console";

    /** There is one; this is its name. */
    static final String ID = "all";

    /** What it needs of the world. */
    record Surroundings(ConsoleSetup setup, Vault vault, IssuerNaming issuers, BackOff backOff, Clock clock) {}

    private final Surroundings world;
    private final ActorContext<ConsoleCommand> context;
    private final TimerScheduler<ConsoleCommand> timers;
    private boolean trying;
    private int failures;

    private ConsoleActor(
            Surroundings world, ActorContext<ConsoleCommand> context, TimerScheduler<ConsoleCommand> timers) {
        super(
                PersistenceId.of(TYPE, ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.world = world;
        this.context = context;
        this.timers = timers;
    }

    static Behavior<ConsoleCommand> create(Surroundings world) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new ConsoleActor(world, context, timers)));
    }

    @Override
    public ConsoleState emptyState() {
        return new ConsoleState(null, null);
    }

    @Override
    public EventHandler<ConsoleState, ConsoleEvent> eventHandler() {
        return ConsoleState::apply;
    }

    @Override
    public CommandHandler<ConsoleCommand, ConsoleEvent, ConsoleState> commandHandler() {
        return (state, command) -> switch (command) {
            case ConsoleCommand.Serve c -> serve(state, c.origin());
            case ConsoleCommand.Tried c -> tried(c);
            case ConsoleCommand.Get c -> {
                c.replyTo().tell(new ConsoleCommand.Found(app(state)));
                yield Effect().none();
            }
        };
    }

    private Optional<ConsoleApp> app(ConsoleState state) {
        ConsoleEvent.KeysSealed keys = state.keys();
        ConsoleEvent.AppRegistered app = state.app();
        return keys == null || app == null
                ? Optional.empty()
                : Optional.of(new ConsoleApp(
                        world.issuers().of(Slug.CONSOLE), app.clientId(), ConsoleSetup.DASHBOARD, keys.app()));
    }

    private Effect<ConsoleEvent, ConsoleState> serve(ConsoleState state, String origin) {
        if (trying) {
            return Effect().none();
        }
        return sealed(state.keys())
                .map(event -> Effect().persist(event).thenRun((ConsoleState now) -> goOn(now, origin)))
                .orElseGet(() -> Effect().none().thenRun((ConsoleState now) -> goOn(now, origin)));
    }

    /** New keys where there are none, and the old ones sealed anew where an older key of the vault sealed them. */
    private Optional<ConsoleEvent> sealed(ConsoleEvent.@Nullable KeysSealed keys) {
        Vault vault = world.vault();
        if (keys == null) {
            return Optional.of(new ConsoleEvent.KeysSealed(
                    world.clock().instant(),
                    ConsoleSetup.BY,
                    vault.makeKeyPair(ConsoleSetup.ADMINISTRATOR),
                    vault.makeKeyPair(ConsoleSetup.DASHBOARD)));
        }
        SealedKeyPair administrator = anew(ConsoleSetup.ADMINISTRATOR, keys.administrator());
        SealedKeyPair app = anew(ConsoleSetup.DASHBOARD, keys.app());
        return administrator.equals(keys.administrator()) && app.equals(keys.app())
                ? Optional.empty()
                : Optional.of(
                        new ConsoleEvent.KeysSealed(world.clock().instant(), ConsoleSetup.BY, administrator, app));
    }

    private SealedKeyPair anew(Binding binding, SealedKeyPair pair) {
        Standing standing = world.vault().standing(binding, pair);
        if (standing.isLost()) {
            context.getLog().error("the console's key of {} is lost: {}", binding.creationId(), standing.wire());
        }
        return standing == Standing.OLDER
                ? world.vault().sealAgain(binding, pair).orElse(pair)
                : pair;
    }

    private void goOn(ConsoleState state, String origin) {
        ConsoleEvent.KeysSealed keys = state.keys();
        ConsoleEvent.AppRegistered app = state.app();
        if (keys == null || (app != null && app.origin().equals(origin))) {
            return;
        }
        trying = true;
        context.pipeToSelf(
                world.setup()
                        .run(
                                keys.administrator(),
                                keys.app(),
                                app == null ? null : new ConsoleSetup.Registered(app.projectId(), app.clientId()),
                                origin),
                (registered, failure) -> new ConsoleCommand.Tried(origin, registered, failure));
    }

    private Effect<ConsoleEvent, ConsoleState> tried(ConsoleCommand.Tried tried) {
        trying = false;
        ConsoleSetup.Registered registered = tried.registered();
        if (registered != null) {
            failures = 0;
            context.getLog().info("the dashboard is registered at the workspace console for {}", tried.origin());
            return Effect()
                    .persist(new ConsoleEvent.AppRegistered(
                            world.clock().instant(),
                            ConsoleSetup.BY,
                            registered.projectId(),
                            registered.clientId(),
                            tried.origin()));
        }
        failures++;
        Duration delay = world.backOff()
                .delay(failures, null, ThreadLocalRandom.current().nextDouble());
        context.getLog()
                .warn(
                        "the workspace console is not ready ({}); try {} follows in {} ms",
                        String.valueOf(tried.failure()),
                        failures + 1,
                        delay.toMillis());
        timers.startSingleTimer(new ConsoleCommand.Serve(tried.origin()), delay);
        return Effect().none();
    }
}
