package com.prysmid.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** The root actor: joins the cluster of one, and wakes unfinished workspaces at the start and every now and then. */
final class ControlGuardian {
    /** A sweep wakes what is awake already, but for an actor whose shard was lost; it costs one message per unfinished workspace. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);

    private ControlGuardian() {}

    sealed interface Command {
        /** This node is a full member. */
        record Up() implements Command {}

        /** From now on, run this at once and at every sweep. */
        record SweepWith(Runnable sweep) implements Command {}
    }

    /** @param up completed once this node is a full member of the cluster */
    static Behavior<Command> create(CompletableFuture<Void> up) {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(SelfUp.class, self -> new Command.Up()), SelfUp.class));
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            return Behaviors.withTimers(timers -> Behaviors.receive(Command.class)
                    .onMessage(Command.Up.class, message -> {
                        up.complete(null);
                        return Behaviors.same();
                    })
                    .onMessage(Command.SweepWith.class, message -> {
                        message.sweep().run();
                        timers.startSingleTimer(message, BETWEEN_SWEEPS);
                        return Behaviors.same();
                    })
                    .build());
        });
    }
}
