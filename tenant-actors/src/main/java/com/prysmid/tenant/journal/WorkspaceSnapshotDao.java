package com.prysmid.tenant.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.config.SnapshotConfig;
import org.apache.pekko.persistence.jdbc.snapshot.dao.SnapshotDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/** The plugin's shell around {@link SnapshotSql}. Made by the plugin. */
public final class WorkspaceSnapshotDao implements SnapshotDao {
    private final Serialization serialization;
    private final TenantStore store;
    private final SnapshotSql sql = new SnapshotSql();

    /** The signature that the plugin looks for; it passes nulls for the two Slick parameters (see NoSlickDatabase). */
    public WorkspaceSnapshotDao(
            JdbcBackend.@Nullable JdbcDatabaseDef database,
            @Nullable JdbcProfile profile,
            SnapshotConfig config,
            Serialization serialization,
            ExecutionContext executionContext,
            Materializer materializer) {
        this.serialization = serialization;
        this.store = TenantStoreExtension.of(materializer.system());
    }

    @Override
    public Future<BoxedUnit> save(SnapshotMetadata metadata, Object snapshot) {
        SnapshotRow row;
        try {
            Serializer serializer = serialization.findSerializerFor(snapshot);
            row = new SnapshotRow(
                    metadata.persistenceId(),
                    metadata.sequenceNr(),
                    metadata.timestamp(),
                    serializer.identifier(),
                    Serializers.manifestFor(serializer, snapshot),
                    ByteBuffer.wrap(serialization.serialize(snapshot).get()));
        } catch (Exception e) {
            return FutureConverters.asScala(CompletableFuture.failedFuture(e));
        }
        return run(metadata.persistenceId(), connection -> sql.save(connection, row));
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> latestSnapshot(String persistenceId) {
        return find(persistenceId, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxTimestamp(
            String persistenceId, long timestamp) {
        return find(persistenceId, Long.MAX_VALUE, timestamp);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNr(
            String persistenceId, long sequenceNr) {
        return find(persistenceId, sequenceNr, Long.MAX_VALUE);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNrAndMaxTimestamp(
            String persistenceId, long sequenceNr, long timestamp) {
        return find(persistenceId, sequenceNr, timestamp);
    }

    @Override
    public Future<BoxedUnit> delete(String persistenceId, long sequenceNr) {
        return run(persistenceId, connection -> sql.deleteOne(connection, persistenceId, sequenceNr));
    }

    @Override
    public Future<BoxedUnit> deleteAllSnapshots(String persistenceId) {
        return deleteUpTo(persistenceId, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxSequenceNr(String persistenceId, long maxSequenceNr) {
        return deleteUpTo(persistenceId, maxSequenceNr, Long.MAX_VALUE);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxTimestamp(String persistenceId, long maxTimestamp) {
        return deleteUpTo(persistenceId, Long.MAX_VALUE, maxTimestamp);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxSequenceNrAndMaxTimestamp(
            String persistenceId, long maxSequenceNr, long maxTimestamp) {
        return deleteUpTo(persistenceId, maxSequenceNr, maxTimestamp);
    }

    private Future<BoxedUnit> deleteUpTo(String persistenceId, long maxSequenceNr, long maxTimestamp) {
        return run(persistenceId, connection -> sql.delete(connection, persistenceId, maxSequenceNr, maxTimestamp));
    }

    private Future<Option<Tuple2<SnapshotMetadata, Object>>> find(
            String persistenceId, long maxSequenceNr, long maxTimestamp) {
        CompletableFuture<Option<Tuple2<SnapshotMetadata, Object>>> found = store.read(
                        persistenceId,
                        Optional.<SnapshotRow>empty(),
                        connection -> sql.newest(connection, persistenceId, maxSequenceNr, maxTimestamp))
                .thenApply(row -> OptionConverters.toScala(row.map(this::read)));
        return FutureConverters.asScala(found);
    }

    private Tuple2<SnapshotMetadata, Object> read(SnapshotRow row) {
        byte[] payload = new byte[row.payload().remaining()];
        row.payload().duplicate().get(payload);
        return new Tuple2<>(
                new SnapshotMetadata(row.persistenceId(), row.sequenceNr(), row.createdAt()),
                serialization
                        .deserialize(payload, row.serializerId(), row.manifest())
                        .get());
    }

    /** Blocking work without a result. */
    @FunctionalInterface
    private interface Statement {
        void run(Connection connection) throws SQLException;
    }

    private Future<BoxedUnit> run(String persistenceId, Statement statement) {
        return FutureConverters.asScala(store.inWorkspace(PersistenceIds.slug(persistenceId), connection -> {
            statement.run(connection);
            return BoxedUnit.UNIT;
        }));
    }
}
