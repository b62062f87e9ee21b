package com.prysmid.control.console;

import com.prysmid.control.operating.AdminApi;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.BackOff;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The workspace {@code console}. Safe for use by many threads at once. */
public final class Console {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final EntityTypeKey<ConsoleCommand> CONSOLE =
            EntityTypeKey.create(ConsoleCommand.class, ConsoleActor.TYPE);

    private final ClusterSharding sharding;

    private Console(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    /** Starts the actor; nothing is made before {@link #serve}. */
    public static Console start(
            ActorSystem<?> system,
            Workspaces workspaces,
            AdminApi adminApi,
            Vault vault,
            IssuerNaming issuers,
            BackOff backOff,
            Clock clock) {
        ConsoleSetup setup = new ConsoleSetup(workspaces, adminApi, issuers);
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(
                CONSOLE,
                context -> ConsoleActor.create(new ConsoleActor.Surroundings(setup, vault, issuers, backOff, clock))));
        return new Console(sharding);
    }

    /**
     * Sees that there is such a workspace and that the dashboard is registered in it. Harmless at any time.
     *
     * @param origin where the dashboard is served
     */
    public void serve(String origin) {
        console().tell(new ConsoleCommand.Serve(origin));
    }

    /** The dashboard as its client; empty as long as it is not registered. */
    public CompletionStage<Optional<ConsoleApp>> app() {
        return console()
                .<ConsoleCommand.Found>ask(ConsoleCommand.Get::new, PATIENCE)
                .thenApply(ConsoleCommand.Found::app);
    }

    private EntityRef<ConsoleCommand> console() {
        return sharding.entityRefFor(CONSOLE, ConsoleActor.ID);
    }
}
