package com.prysmid.tenant.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The SQL of snapshots. Blocking; stateless. */
final class SnapshotSql {
    /** Never again after the user was erased: a snapshot may have been on its way. */
    private static final String SAVE = """
            INSERT INTO snapshot (persistence_id, sequence_nr, created_at, ser_id, manifest, payload)
            SELECT ?, ?, ?, ?, ?, ?
            WHERE NOT EXISTS (SELECT 1 FROM journal
                              WHERE persistence_id = ? AND sequence_nr > ? AND manifest = 'user.deleted/1')
            ON CONFLICT (persistence_id, sequence_nr)
            DO UPDATE SET created_at = excluded.created_at, ser_id = excluded.ser_id, manifest = excluded.manifest,
                          payload = excluded.payload
            """;

    private static final String NEWEST = """
            SELECT sequence_nr, created_at, ser_id, manifest, payload FROM snapshot
            WHERE persistence_id = ? AND sequence_nr <= ? AND created_at <= ?
            ORDER BY sequence_nr DESC LIMIT 1
            """;

    private static final String DELETE_ONE = "DELETE FROM snapshot WHERE persistence_id = ? AND sequence_nr = ?";
    private static final String DELETE =
            "DELETE FROM snapshot WHERE persistence_id = ? AND sequence_nr <= ? AND created_at <= ?";

    void save(Connection connection, SnapshotRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            byte[] payload = new byte[row.payload().remaining()];
            row.payload().duplicate().get(payload);
            statement.setString(1, row.persistenceId());
            statement.setLong(2, row.sequenceNr());
            statement.setLong(3, row.createdAt());
            statement.setInt(4, row.serializerId());
            statement.setString(5, row.manifest());
            statement.setBytes(6, payload);
            statement.setString(7, row.persistenceId());
            statement.setLong(8, row.sequenceNr());
            statement.executeUpdate();
        }
    }

    Optional<SnapshotRow> newest(Connection connection, String persistenceId, long maxSequenceNr, long maxCreatedAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, maxSequenceNr);
            statement.setLong(3, maxCreatedAt);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new SnapshotRow(
                                persistenceId,
                                row.getLong(1),
                                row.getLong(2),
                                row.getInt(3),
                                row.getString(4),
                                ByteBuffer.wrap(row.getBytes(5))))
                        : Optional.empty();
            }
        }
    }

    void deleteOne(Connection connection, String persistenceId, long sequenceNr) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_ONE)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, sequenceNr);
            statement.executeUpdate();
        }
    }

    void delete(Connection connection, String persistenceId, long maxSequenceNr, long maxCreatedAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, maxSequenceNr);
            statement.setLong(3, maxCreatedAt);
            statement.executeUpdate();
        }
    }
}
