package com.prysmid.tenant.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of deletions. Blocking; for a connection in the role {@code prysm_backup}, inside a transaction. */
final class DeletionRows {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String FATE = """
            SELECT creation_id = ? AS own, finished_at, purged_at IS NOT NULL AS purged,
              restored_at IS NOT NULL AS restored, byte_count, sha256
            FROM prysm_backups.deletion
            WHERE slug = ? AND (creation_id = ? OR (purged_at IS NULL AND restored_at IS NULL))
            ORDER BY own DESC LIMIT 1
            """;

    /** Not FOR UPDATE: the chunks that another connection writes meanwhile refer to the row. */
    private static final String LOCK = """
            SELECT id, finished_at IS NOT NULL AS finished, purged_at IS NOT NULL AS purged, restored_at IS NOT NULL AS restored,
              schema_version, sealed_key, byte_count, sha256, row_counts
            FROM prysm_backups.deletion WHERE slug = ? AND creation_id = ? FOR NO KEY UPDATE
            """;

    private static final String FINISH = """
            UPDATE prysm_backups.deletion SET finished_at = ?, schema_version = ?, sealed_key = ?, byte_count = ?, sha256 = ?,
              row_counts = ?::jsonb
            WHERE id = ?
            """;

    private static final String PURGE =
            "UPDATE prysm_backups.deletion SET purged_at = ?, sealed_key = NULL, row_counts = NULL WHERE id = ?";

    private static final String RESTORE =
            "UPDATE prysm_backups.deletion SET restored_at = ?, sealed_key = NULL WHERE id = ?";

    private DeletionRows() {}

    /**
     * One deletion.
     *
     * @param contents null where there is no backup, not yet or not any more
     */
    record Row(
            long id,
            boolean finished,
            boolean purged,
            boolean restored,
            @Nullable Contents contents) {}

    /**
     * What a backup is.
     *
     * @param counts rows of each table
     */
    record Contents(int schemaVersion, String sealedKey, Backup backup, Map<String, Long> counts) {}

    static Fate fate(Connection connection, Slug slug, String creationId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FATE)) {
            statement.setString(1, creationId);
            statement.setString(2, slug.value());
            statement.setString(3, creationId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? fate(row) : new Fate.Untold();
            }
        }
    }

    private static Fate fate(ResultSet row) throws SQLException {
        if (!row.getBoolean("own")) {
            return new Fate.AnothersDeletion();
        }
        if (row.getBoolean("purged")) {
            return new Fate.Purged();
        }
        if (row.getBoolean("restored")) {
            return new Fate.Restored();
        }
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return finished == null ? new Fate.UnderWay() : new Fate.Deleted(finished.toInstant(), backup(row));
    }

    private static Backup backup(ResultSet row) throws SQLException {
        return new Backup(row.getLong("byte_count"), row.getString("sha256"));
    }

    /** The deletion of that creation, until the end of the transaction nobody else's to change. */
    static Optional<Row> lock(Connection connection, Slug slug, String creationId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, slug.value());
            statement.setString(2, creationId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static Row read(ResultSet row) throws SQLException {
        boolean finished = row.getBoolean("finished");
        String sealedKey = row.getString("sealed_key");
        return new Row(
                row.getLong("id"),
                finished,
                row.getBoolean("purged"),
                row.getBoolean("restored"),
                finished && sealedKey != null
                        ? new Contents(
                                row.getInt("schema_version"),
                                sealedKey,
                                backup(row),
                                counts(row.getString("row_counts")))
                        : null);
    }

    static void finish(Connection connection, long id, Contents contents, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FINISH)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, contents.schemaVersion());
            statement.setString(3, contents.sealedKey());
            statement.setLong(4, contents.backup().bytes());
            statement.setString(5, contents.backup().sha256());
            statement.setString(6, json(contents.counts()));
            statement.setLong(7, id);
            statement.executeUpdate();
        }
    }

    static void markPurged(Connection connection, long id, Instant now) throws SQLException {
        mark(connection, PURGE, id, now);
    }

    static void markRestored(Connection connection, long id, Instant now) throws SQLException {
        mark(connection, RESTORE, id, now);
    }

    private static void mark(Connection connection, String sql, long id, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    private static String json(Map<String, Long> counts) {
        try {
            return JSON.writeValueAsString(counts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Long> counts(String json) {
        try {
            return JSON.readValue(json, new TypeReference<TreeMap<String, Long>>() {});
        } catch (JsonProcessingException e) {
            throw new BackupBroken("the rows of the backup were not counted", e);
        }
    }
}
