package com.prysmid.control.readside;

import com.prysmid.control.store.ControlTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal's facts to the {@link Recorder}, from the stored offset on and for as long as it lives. Whatever fails, the
 * database or a fact nobody can write, is tried again with growing delays: skipping would make the audit journal lie.
 */
final class Projection {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    /** Facts that arrive while a transaction is under way share the next. */
    private static final int BATCH = 200;

    private static final RestartSettings RESTARTS =
            RestartSettings.create(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

    private Projection() {}

    /** It takes no message but its end. */
    interface Command {}

    /** The only message: leave. */
    record Stop() implements Command {}

    /** @param blocking runs what waits for the database */
    static Behavior<Command> create(Recorder recorder, Executor blocking) {
        return Behaviors.setup(context -> {
            JdbcReadJournal journal = PersistenceQuery.get(context.getSystem())
                    .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
            UniqueKillSwitch running = RestartSource.onFailuresWithBackoff(
                            RESTARTS, () -> recording(journal, recorder, blocking))
                    .viaMat(KillSwitches.single(), Keep.right())
                    .to(Sink.ignore())
                    .run(context.getSystem());
            return Behaviors.receive(Command.class)
                    .onMessage(Stop.class, stop -> Behaviors.stopped())
                    .onSignal(PostStop.class, stopped -> {
                        running.shutdown();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Source<Done, NotUsed> recording(JdbcReadJournal journal, Recorder recorder, Executor blocking) {
        return Source.completionStage(CompletableFuture.supplyAsync(() -> start(recorder), blocking))
                .flatMapConcat(offset -> journal.eventsByTag(ControlTag.TAG, Offset.sequence(offset)))
                .batch(BATCH, Projection::first, Projection::joined)
                .mapAsync(1, facts -> CompletableFuture.supplyAsync(() -> write(recorder, facts), blocking));
    }

    private static List<EventEnvelope> first(EventEnvelope fact) {
        return joined(new ArrayList<>(), fact);
    }

    private static List<EventEnvelope> joined(List<EventEnvelope> facts, EventEnvelope fact) {
        facts.add(fact);
        return facts;
    }

    private static long start(Recorder recorder) {
        try {
            return recorder.offset();
        } catch (Exception e) {
            LOG.warn("the audit journal and the list stand still: {}", e.toString());
            throw new IllegalStateException("no offset", e);
        }
    }

    private static Done write(Recorder recorder, List<EventEnvelope> facts) {
        try {
            recorder.record(facts);
            return Done.getInstance();
        } catch (Exception e) {
            LOG.error("the audit journal and the list stand still: {} facts not written", facts.size(), e);
            throw new IllegalStateException("not written", e);
        }
    }
}
