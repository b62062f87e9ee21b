package com.prysmid.control.store;

import com.prysmid.control.value.ControlEvent;
import java.io.NotSerializableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What one entity has in the journal. For projections that need the past of a fact; entities recover through the plugin. */
public final class StoredEvents {
    private static final EventSerializer SERIALIZER = new EventSerializer();

    private StoredEvents() {}

    /** The events before that sequence number, in order. */
    public static List<ControlEvent> before(Connection connection, String persistenceId, long sequenceNumber)
            throws SQLException {
        List<ControlEvent> events = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT event_ser_manifest, event_payload FROM event_journal"
                        + " WHERE persistence_id = ? AND sequence_number < ? ORDER BY sequence_number")) {
            statement.setString(1, persistenceId);
            statement.setLong(2, sequenceNumber);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add((ControlEvent) SERIALIZER.fromBinary(rows.getBytes(2), rows.getString(1)));
                }
            }
        } catch (NotSerializableException e) {
            throw new SQLException("the journal of " + persistenceId + " holds what this program cannot read", e);
        }
        return events;
    }
}
