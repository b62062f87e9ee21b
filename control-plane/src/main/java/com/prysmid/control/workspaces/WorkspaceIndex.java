package com.prysmid.control.workspaces;

import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Slug;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one list of workspaces. It is written before a lifecycle's first event and told of its end afterwards, so whatever the moment
 * of a crash, an unfinished workspace is on the list and the next sweep wakes it. Knowing them all, it also has every service account
 * looked at after each start.
 */
final class WorkspaceIndex extends EventSourcedBehavior<IndexCommand, IndexEvent, IndexState> {
    /** Part of the persistence id: never to be changed. */
    static final String TYPE = "WorkspaceIndex";

    /** There is one list; this is its name. */
    static final String ID = "all";

    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceIndex.class);

    private static final Provenance BY = Provenance.system("provisioning");

    private final Clock clock;
    private final Consumer<Slug> wake;
    /** Begun with the first question, when all that was listed before this life is known. */
    private @Nullable Inspection inspection;

    private WorkspaceIndex(Clock clock, Consumer<Slug> wake) {
        super(
                PersistenceId.of(TYPE, ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.clock = clock;
        this.wake = wake;
    }

    static Behavior<IndexCommand> create(Clock clock, Consumer<Slug> wake) {
        return Behaviors.setup(context -> new WorkspaceIndex(clock, wake));
    }

    @Override
    public IndexState emptyState() {
        return new IndexState();
    }

    @Override
    public EventHandler<IndexState, IndexEvent> eventHandler() {
        return IndexState::apply;
    }

    @Override
    public CommandHandler<IndexCommand, IndexEvent, IndexState> commandHandler() {
        return (state, command) -> switch (command) {
            case IndexCommand.Enlist c -> enlist(state, c);
            case IndexCommand.Settle c ->
                state.unsettled(c.slug())
                        ? Effect().persist(new IndexEvent.Settled(clock.instant(), BY, c.slug()))
                        : Effect().none();
            case IndexCommand.Sweep c -> {
                List<Slug> unsettled = state.unsettled();
                LOG.debug("waking {} unfinished workspaces", unsettled.size());
                unsettled.forEach(wake);
                yield Effect().none();
            }
            case IndexCommand.Inspect c -> {
                if (inspection == null) {
                    inspection = new Inspection(state.listed());
                }
                inspection.next().forEach(wake);
                yield Effect().none();
            }
            case IndexCommand.Tended c -> {
                if (inspection != null) {
                    inspection.tended(c.slug(), c.done()).forEach(wake);
                    report(inspection);
                }
                yield Effect().none();
            }
        };
    }

    private static void report(Inspection inspection) {
        if (inspection.ends() && inspection.all() > 0) {
            LOG.info(
                    "looked at the service accounts of {} workspaces: {} keys sealed again under the vault's first key,"
                            + " {} new keys set, {} refused by the data plane",
                    inspection.all(),
                    inspection.count(Upkeep.SEALED_AGAIN),
                    inspection.count(Upkeep.KEY_SET),
                    inspection.count(Upkeep.REFUSED));
        }
    }

    private Effect<IndexEvent, IndexState> enlist(IndexState state, IndexCommand.Enlist command) {
        if (state.keyBelongsToAnother(command.idempotencyKey(), command.fingerprint())) {
            command.replyTo().tell(IndexCommand.Enlisting.KEY_USED_FOR_ANOTHER);
            return Effect().none();
        }
        if (state.lists(command.slug())) {
            command.replyTo().tell(IndexCommand.Enlisting.ENLISTED);
            return Effect().none();
        }
        return Effect()
                .persist(new IndexEvent.Listed(
                        clock.instant(), command.by(), command.slug(), command.idempotencyKey(), command.fingerprint()))
                .thenRun(now -> command.replyTo().tell(IndexCommand.Enlisting.ENLISTED));
    }
}
