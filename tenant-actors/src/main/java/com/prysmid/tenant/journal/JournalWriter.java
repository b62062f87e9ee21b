package com.prysmid.tenant.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.protocol.UserProfile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a write. Events and audit rows of a whole group are one statement each way: arrays are sent, Postgres unnests
 * them. Blocking; stateless.
 */
final class JournalWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String EVENTS = """
            INSERT INTO journal (persistence_id, sequence_nr, writer, written_at, ser_id, manifest, payload)
            SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::timestamptz[], ?::int[], ?::text[], ?::bytea[])
            """;

    /** The counter's row lock makes writers of one workspace wait for each other, so numbers have no gap. */
    private static final String AUDIT = """
            WITH counter AS (UPDATE meta SET audit_seq = audit_seq + ? RETURNING audit_seq)
            INSERT INTO audit (seq, id, at, type, outcome, actor_type, actor_id, target_type, target_id, app_id, ip,
                               user_agent, request_id, details)
            SELECT counter.audit_seq - ? + row.n, row.id, row.at, row.type, row.outcome, row.actor_type, row.actor_id,
                   row.target_type, row.target_id, row.app_id, row.ip, row.user_agent, row.request_id, row.details::jsonb
            FROM counter,
                 unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 WITH ORDINALITY AS row (id, at, type, outcome, actor_type, actor_id, target_type, target_id, app_id, ip,
                                         user_agent, request_id, details, n)
            """;

    private static final String ADD_USER = """
            INSERT INTO directory (user_id, username, username_key, email, email_key, phone_number, given_name, family_name,
                                   name, state, created_at, updated_at, external_id, groups, profile)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            """;

    private static final String CHANGE_PROFILE = """
            UPDATE directory SET username = ?, username_key = ?, email = ?, email_key = ?, phone_number = ?,
                                 given_name = ?, family_name = ?, name = ?, updated_at = ?, external_id = ?, groups = ?,
                                 profile = ?::jsonb
            WHERE user_id = ?
            """;

    private static final String CHANGE_STATE = "UPDATE directory SET state = ?, updated_at = ? WHERE user_id = ?";
    private static final String TOUCH = "UPDATE directory SET updated_at = ? WHERE user_id = ?";

    private static final String DELIVERIES_DUE = "INSERT INTO outbox (user_id, due) VALUES (?, ?)"
            + " ON CONFLICT (user_id) DO UPDATE SET due = excluded.due";
    private static final String NOTHING_DUE = "DELETE FROM outbox WHERE user_id = ?";

    /** Fails where the subject is somebody else's. */
    private static final String LINK = "INSERT INTO identity (idp_id, subject, user_id) VALUES (?, ?, ?)";

    private static final String UNLINK = "DELETE FROM identity WHERE idp_id = ? AND subject = ? AND user_id = ?";
    private static final String VOID_IDENTITIES = "DELETE FROM identity WHERE idp_id = ?";
    private static final String ERASE_IDENTITIES = "DELETE FROM identity WHERE user_id = ?";

    private static final String ERASE_DIRECTORY = "DELETE FROM directory WHERE user_id = ?";
    private static final String ERASE_SNAPSHOTS = "DELETE FROM snapshot WHERE persistence_id = ?";
    private static final String ERASE_EVENTS = "DELETE FROM journal WHERE persistence_id = ? AND sequence_nr < ?";

    /** What others did to the user stays as it is: it is about them, and nobody wipes out their own traces by a deletion. */
    private static final String ERASE_AUDIT =
            "UPDATE audit SET ip = NULL, user_agent = NULL WHERE actor_type = 'user' AND actor_id = ?";

    void write(Connection connection, List<JournalWrite> group) throws SQLException {
        insertEvents(
                connection,
                group.stream().flatMap(write -> write.events().stream()).toList());
        List<AuditRow> audit =
                group.stream().flatMap(write -> write.audit().stream()).toList();
        if (!audit.isEmpty()) {
            insertAudit(connection, audit);
        }
        for (JournalWrite write : group) {
            for (DirectoryChange change : write.directory()) {
                changeDirectory(connection, change);
            }
        }
    }

    private static void insertEvents(Connection connection, List<EventRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            texts(statement, 1, rows, EventRow::persistenceId);
            array(statement, 2, "int8", rows, EventRow::sequenceNr);
            texts(statement, 3, rows, EventRow::writer);
            times(statement, 4, rows, EventRow::writtenAt);
            array(statement, 5, "int4", rows, EventRow::serializerId);
            texts(statement, 6, rows, EventRow::manifest);
            byte[][] payloads = rows.stream().map(row -> bytes(row)).toArray(byte[][]::new);
            statement.setArray(7, connection.createArrayOf("bytea", payloads));
            statement.executeUpdate();
        }
    }

    private static byte[] bytes(EventRow row) {
        byte[] bytes = new byte[row.payload().remaining()];
        row.payload().duplicate().get(bytes);
        return bytes;
    }

    private static void insertAudit(Connection connection, List<AuditRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AUDIT)) {
            statement.setInt(1, rows.size());
            statement.setInt(2, rows.size());
            texts(statement, 3, rows, AuditRow::id);
            times(statement, 4, rows, AuditRow::at);
            texts(statement, 5, rows, AuditRow::type);
            texts(statement, 6, rows, AuditRow::outcome);
            texts(statement, 7, rows, AuditRow::actorType);
            texts(statement, 8, rows, AuditRow::actorId);
            texts(statement, 9, rows, AuditRow::targetType);
            texts(statement, 10, rows, AuditRow::targetId);
            texts(statement, 11, rows, AuditRow::appId);
            texts(statement, 12, rows, AuditRow::ip);
            texts(statement, 13, rows, AuditRow::userAgent);
            texts(statement, 14, rows, AuditRow::requestId);
            texts(statement, 15, rows, row -> json(row));
            statement.executeUpdate();
        }
    }

    private static String json(AuditRow row) {
        try {
            return JSON.writeValueAsString(row.details());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("audit details of " + row.type() + " are no JSON", e);
        }
    }

    private static void changeDirectory(Connection connection, DirectoryChange change) throws SQLException {
        switch (change) {
            case DirectoryChange.Added added -> {
                UserProfile profile = added.profile();
                run(
                        connection,
                        ADD_USER,
                        added.userId(),
                        profile.username(),
                        LoginNames.key(profile.username()),
                        profile.email(),
                        key(profile.email()),
                        profile.phoneNumber(),
                        profile.givenName(),
                        profile.familyName(),
                        profile.name(),
                        added.state(),
                        offset(added.createdAt()),
                        offset(added.createdAt()),
                        profile.more().provisioned().externalId(),
                        groups(connection, profile),
                        DirectoryRows.json(profile));
            }
            case DirectoryChange.ProfileChanged changed -> {
                UserProfile profile = changed.profile();
                run(
                        connection,
                        CHANGE_PROFILE,
                        profile.username(),
                        LoginNames.key(profile.username()),
                        profile.email(),
                        key(profile.email()),
                        profile.phoneNumber(),
                        profile.givenName(),
                        profile.familyName(),
                        profile.name(),
                        offset(changed.at()),
                        profile.more().provisioned().externalId(),
                        groups(connection, profile),
                        DirectoryRows.json(profile),
                        changed.userId());
            }
            case DirectoryChange.StateChanged changed ->
                run(connection, CHANGE_STATE, changed.state(), offset(changed.at()), changed.userId());
            case DirectoryChange.Touched touched -> run(connection, TOUCH, offset(touched.at()), touched.userId());
            case DirectoryChange.DeliveriesDue deliveries -> {
                Instant due = deliveries.due();
                if (due == null) {
                    run(connection, NOTHING_DUE, deliveries.userId());
                } else {
                    run(connection, DELIVERIES_DUE, deliveries.userId(), offset(due));
                }
            }
            case DirectoryChange.IdentityLinked linked -> {
                run(connection, UNLINK, linked.idpId(), linked.subject(), linked.userId());
                run(connection, LINK, linked.idpId(), linked.subject(), linked.userId());
            }
            case DirectoryChange.IdentityUnlinked unlinked ->
                run(connection, UNLINK, unlinked.idpId(), unlinked.subject(), unlinked.userId());
            case DirectoryChange.IdentitiesVoid removed -> run(connection, VOID_IDENTITIES, removed.idpId());
            case DirectoryChange.Erased erased -> {
                run(connection, ERASE_IDENTITIES, erased.userId());
                run(connection, NOTHING_DUE, erased.userId());
                run(connection, ERASE_DIRECTORY, erased.userId());
                run(connection, ERASE_SNAPSHOTS, erased.persistenceId());
                run(connection, ERASE_EVENTS, erased.persistenceId(), erased.lastSequenceNr());
                run(connection, ERASE_AUDIT, erased.userId());
            }
        }
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static @Nullable String key(@Nullable String email) {
        return email == null ? null : LoginNames.key(email);
    }

    private static Array groups(Connection connection, UserProfile profile) throws SQLException {
        return connection.createArrayOf(
                "text", profile.more().provisioned().memberOf().keySet().toArray());
    }

    private static <T> void texts(
            PreparedStatement statement, int index, List<T> rows, Function<T, @Nullable String> column)
            throws SQLException {
        array(statement, index, "text", rows, column);
    }

    private static <T> void times(PreparedStatement statement, int index, List<T> rows, Function<T, Instant> column)
            throws SQLException {
        array(statement, index, "timestamptz", rows, row -> offset(column.apply(row)));
    }

    private static <T> void array(
            PreparedStatement statement, int index, String type, List<T> rows, Function<T, ?> column)
            throws SQLException {
        Array array = statement
                .getConnection()
                .createArrayOf(type, rows.stream().map(column).toArray());
        statement.setArray(index, array);
    }

    private static OffsetDateTime offset(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
