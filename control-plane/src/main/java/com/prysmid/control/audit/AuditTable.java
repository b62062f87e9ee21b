package com.prysmid.control.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.Provenance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_entry}: rows are added and read. Blocks; callers bring the connection and the transaction. */
public final class AuditTable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private static final String COLUMNS = "ordering, persistence_id, sequence_number, at, type, actor_type, actor_id,"
            + " account_id, workspace, target_type, target_id, ip, user_agent, request_id, before, after";

    private AuditTable() {}

    /** Adds an entry; the same fact again is no second entry. */
    public static void add(Connection connection, AuditEntry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO audit_entry (" + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb) ON CONFLICT DO NOTHING")) {
            Provenance by = entry.by();
            insert.setLong(1, entry.source().ordering());
            insert.setString(2, entry.source().persistenceId());
            insert.setLong(3, entry.source().sequenceNumber());
            insert.setObject(4, entry.at().atOffset(ZoneOffset.UTC));
            insert.setString(5, entry.type());
            insert.setString(6, by.actor().type().wire());
            insert.setString(7, by.actor().id());
            insert.setString(8, entry.accountId());
            insert.setString(9, entry.workspace());
            insert.setString(10, entry.target().type());
            insert.setString(11, entry.target().id());
            insert.setString(12, by.ip());
            insert.setString(13, by.userAgent());
            insert.setString(14, by.requestId());
            insert.setString(15, written(entry.before()));
            insert.setString(16, written(entry.after()));
            insert.executeUpdate();
        }
    }

    /** Up to {@code limit} entries, newest first, older than {@code before} if that is given. */
    public static List<AuditEntry> newest(Connection connection, AuditQuery query, @Nullable Long before, int limit)
            throws SQLException {
        Conditions conditions = Conditions.of(query);
        if (before != null) {
            conditions.add("ordering < ?", before);
        }
        return select(connection, conditions, " ORDER BY ordering DESC LIMIT ?", limit);
    }

    /** Up to {@code limit} entries, oldest first, newer than {@code after} and not newer than {@code last}. */
    public static List<AuditEntry> oldest(Connection connection, AuditQuery query, long after, long last, int limit)
            throws SQLException {
        Conditions conditions = Conditions.of(query);
        conditions.add("ordering > ?", after);
        conditions.add("ordering <= ?", last);
        return select(connection, conditions, " ORDER BY ordering LIMIT ?", limit);
    }

    /** The number of the newest entry, 0 if there is none. */
    public static long last(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT coalesce(max(ordering), 0) FROM audit_entry");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Constant texts and the values bound to them. */
    private record Conditions(List<String> texts, List<Object> values) {
        static Conditions of(AuditQuery query) {
            Conditions all = new Conditions(new ArrayList<>(), new ArrayList<>());
            if (query.accounts() != null) {
                all.add("account_id = ANY (?)", query.accounts().toArray(String[]::new));
            }
            if (query.workspace() != null) {
                all.add("workspace = ?", query.workspace());
            }
            if (query.type() != null) {
                all.add("type = ?", query.type());
            }
            if (query.actor() != null) {
                all.add("actor_id = ?", query.actor());
            }
            if (query.from() != null) {
                all.add("at >= ?", query.from().atOffset(ZoneOffset.UTC));
            }
            if (query.to() != null) {
                all.add("at < ?", query.to().atOffset(ZoneOffset.UTC));
            }
            return all;
        }

        void add(String text, Object value) {
            texts.add(text);
            values.add(value);
        }
    }

    private static List<AuditEntry> select(Connection connection, Conditions conditions, String order, int limit)
            throws SQLException {
        String where = conditions.texts().isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions.texts());
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM audit_entry" + where + order)) {
            int index = 1;
            for (Object value : conditions.values()) {
                statement.setObject(index++, value);
            }
            statement.setInt(index, limit);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(read(rows));
                }
            }
            return entries;
        }
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                new AuditEntry.Source(
                        row.getLong("ordering"), row.getString("persistence_id"), row.getLong("sequence_number")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                new Provenance(
                        new Actor(Actor.Type.parse(row.getString("actor_type")), row.getString("actor_id")),
                        row.getString("request_id"),
                        row.getString("ip"),
                        row.getString("user_agent")),
                row.getString("account_id"),
                row.getString("workspace"),
                new AuditEntry.Target(row.getString("target_type"), row.getString("target_id")),
                members(row.getString("before")),
                members(row.getString("after")));
    }

    private static @Nullable String written(Map<String, Object> members) {
        try {
            return members.isEmpty() ? null : JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an audit entry holds what is no JSON", e);
        }
    }

    private static Map<String, Object> members(@Nullable String json) {
        try {
            return json == null ? Map.of() : Objects.requireNonNull(JSON.readValue(json, MEMBERS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit entry holds what is no JSON object", e);
        }
    }
}
