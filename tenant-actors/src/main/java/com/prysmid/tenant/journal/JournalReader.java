package com.prysmid.tenant.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL of reading and deleting events. Blocking; stateless. */
final class JournalReader {
    private static final String EVENTS = """
            SELECT sequence_nr, writer, written_at, ser_id, manifest, payload FROM journal
            WHERE persistence_id = ? AND sequence_nr BETWEEN ? AND ? AND NOT deleted
            ORDER BY sequence_nr LIMIT ?
            """;

    private static final String HIGHEST = "SELECT max(sequence_nr) FROM journal WHERE persistence_id = ?";

    private static final String DELETE = """
            DELETE FROM journal WHERE persistence_id = ? AND sequence_nr <= ?
            AND sequence_nr < (SELECT max(sequence_nr) FROM journal WHERE persistence_id = ?)
            """;

    private static final String EMPTY_NEWEST = """
            UPDATE journal SET deleted = true, payload = ''::bytea
            WHERE persistence_id = ? AND sequence_nr <= ? AND NOT deleted
            """;

    List<EventRow> events(Connection connection, String persistenceId, long from, long to, long limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, from);
            statement.setLong(3, to);
            statement.setLong(4, limit);
            List<EventRow> events = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(new EventRow(
                            persistenceId,
                            row.getLong(1),
                            row.getString(2),
                            row.getTimestamp(3).toInstant(),
                            row.getInt(4),
                            row.getString(5),
                            ByteBuffer.wrap(row.getBytes(6))));
                }
            }
            return events;
        }
    }

    /** 0 where there is none. */
    long highestSequenceNr(Connection connection, String persistenceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HIGHEST)) {
            statement.setString(1, persistenceId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Deletes up to there; the newest row of all is emptied instead, since it keeps the sequence number. */
    void delete(Connection connection, String persistenceId, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, to);
            statement.setString(3, persistenceId);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(EMPTY_NEWEST)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, to);
            statement.executeUpdate();
        }
    }
}
