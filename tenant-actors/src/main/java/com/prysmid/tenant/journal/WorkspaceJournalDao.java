package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.Slug;
import com.typesafe.config.Config;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.BaseJournalDaoWithReadMessages;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/** The plugin's shell: Scala's types outside, {@link GroupCommit} and {@link JournalReader} inside. Made by the plugin. */
public final class WorkspaceJournalDao implements BaseJournalDaoWithReadMessages, JournalDao {
    private final Serialization serialization;
    private final ExecutionContext executionContext;
    private final Materializer materializer;
    private final TenantStore store;
    private final EventProjection projection;
    private final GroupCommit commits;
    private final JournalReader reader = new JournalReader();

    /** The signature that the plugin looks for; it passes nulls for the two Slick parameters (see NoSlickDatabase). */
    public WorkspaceJournalDao(
            JdbcBackend.@Nullable JdbcDatabaseDef database,
            @Nullable JdbcProfile profile,
            JournalConfig config,
            Serialization serialization,
            ExecutionContext executionContext,
            Materializer materializer) {
        this.serialization = serialization;
        this.executionContext = executionContext;
        this.materializer = materializer;
        ActorSystem system = materializer.system();
        Config ours = system.settings().config().getConfig("prysm.journal");
        this.store = TenantStoreExtension.of(system);
        this.projection = projection(ours.getString("projection"));
        this.commits =
                new GroupCommit(store, new JournalWriter(), ours.getInt("group-size"), ours.getInt("queue-size"));
    }

    private static EventProjection projection(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(EventProjection.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("prysm.journal.projection is no EventProjection: " + className, e);
        }
    }

    @Override
    public ExecutionContext ec() {
        return executionContext;
    }

    @Override
    public Materializer mat() {
        return materializer;
    }

    /**
     * All writes of one call are of one entity. Those that cannot be serialized are rejected one by one; the others are
     * written together.
     */
    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
        List<Try<BoxedUnit>> results = new ArrayList<>();
        List<EventRow> events = new ArrayList<>();
        List<AuditRow> audit = new ArrayList<>();
        List<DirectoryChange> directory = new ArrayList<>();
        Slug slug;
        try {
            slug = PersistenceIds.slug(writes.head().persistenceId());
        } catch (IllegalArgumentException e) {
            return FutureConverters.asScala(CompletableFuture.failedFuture(e));
        }
        for (AtomicWrite write : CollectionConverters.asJava(writes)) {
            try {
                JournalWrite rows = rows(CollectionConverters.asJava(write.payload()));
                events.addAll(rows.events());
                audit.addAll(rows.audit());
                directory.addAll(rows.directory());
                results.add(new Success<>(BoxedUnit.UNIT));
            } catch (Exception e) {
                results.add(new Failure<>(e));
            }
        }
        CompletionStage<Void> written = events.isEmpty() && audit.isEmpty() && directory.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : commits.submit(slug, new JournalWrite(events, audit, directory));
        return FutureConverters.asScala(written.thenApply(
                nothing -> CollectionConverters.asScala(results).toSeq()));
    }

    private JournalWrite rows(List<PersistentRepr> events) {
        List<EventRow> rows = new ArrayList<>(events.size());
        List<AuditRow> audit = new ArrayList<>();
        List<DirectoryChange> directory = new ArrayList<>();
        for (PersistentRepr event : events) {
            Object payload = event.payload();
            Serializer serializer = serialization.findSerializerFor(payload);
            EventRow row = new EventRow(
                    event.persistenceId(),
                    event.sequenceNr(),
                    event.writerUuid(),
                    Instant.ofEpochMilli(event.timestamp()),
                    serializer.identifier(),
                    Serializers.manifestFor(serializer, payload),
                    ByteBuffer.wrap(serialization.serialize(payload).get()));
            // What is not kept is made all the same: it takes as long.
            if (!PersistenceIds.isOfStranger(event.persistenceId())) {
                rows.add(row);
            }
            EventProjection.Rows made = projection.project(event.persistenceId(), event.sequenceNr(), payload);
            audit.addAll(made.audit());
            directory.addAll(made.directory());
        }
        return new JournalWrite(rows, audit, directory);
    }

    @Override
    public Future<BoxedUnit> delete(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(store.inWorkspace(PersistenceIds.slug(persistenceId), connection -> {
            reader.delete(connection, persistenceId, toSequenceNr);
            return BoxedUnit.UNIT;
        }));
    }

    @Override
    public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
        CompletableFuture<Object> highest = store.read(
                persistenceId, 0L, connection -> (Object) reader.highestSequenceNr(connection, persistenceId));
        return FutureConverters.asScala(highest);
    }

    @Override
    public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
            String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
        CompletableFuture<List<EventRow>> rows = store.read(
                persistenceId,
                List.of(),
                connection -> reader.events(connection, persistenceId, fromSequenceNr, toSequenceNr, max));
        return org.apache.pekko.stream.javadsl.Source.completionStage(rows)
                .mapConcat(list -> list)
                .map(this::read)
                .asScala();
    }

    private Try<Tuple2<PersistentRepr, Object>> read(EventRow row) {
        byte[] payload = new byte[row.payload().remaining()];
        row.payload().duplicate().get(payload);
        return serialization
                .deserialize(payload, row.serializerId(), row.manifest())
                .map(event -> new Tuple2<>(
                        PersistentRepr.apply(
                                        event,
                                        row.sequenceNr(),
                                        row.persistenceId(),
                                        "",
                                        false,
                                        org.apache.pekko.actor.ActorRef.noSender(),
                                        row.writer())
                                .withTimestamp(row.writtenAt().toEpochMilli()),
                        (Object) row.sequenceNr()));
    }
}
