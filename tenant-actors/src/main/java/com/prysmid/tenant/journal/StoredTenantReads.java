package com.prysmid.tenant.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.entity.TenantReads;
import com.prysmid.tenant.protocol.AuditCommand.AuditEntry;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.AuditCommand.AuditPage;
import com.prysmid.tenant.protocol.AuditCommand.Party;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserEntry;
import com.prysmid.tenant.protocol.DirectoryCommand.UserPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecords;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads a workspace's directory and audit rows, in the workspace's own role. */
public final class StoredTenantReads implements TenantReads {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String FIND = "SELECT user_id FROM directory WHERE username_key = ?";

    private static final String FIND_IDENTITY = "SELECT user_id FROM identity WHERE idp_id = ? AND subject = ?";
    private static final String FIND_EMAIL = "SELECT user_id FROM directory WHERE email_key = ?"
            + " AND (profile ->> 'emailVerified' = 'true' OR state = 'pending') ORDER BY user_id LIMIT ?";
    private static final String FIND_BY_EMAIL =
            "SELECT user_id FROM directory WHERE email_key = ? AND profile ->> 'emailVerified' = 'true' LIMIT 2";

    private static final String USERS = """
            SELECT user_id, username, email, phone_number, given_name, family_name, name, state, created_at FROM directory
            WHERE (created_at, user_id) > (?, ?)
            AND (?::text IS NULL OR state = ?)
            AND (?::text IS NULL OR username_key LIKE ? OR email_key LIKE ? OR lower(given_name) LIKE ?
                 OR lower(family_name) LIKE ? OR lower(name) LIKE ?)
            ORDER BY created_at, user_id LIMIT ?
            """;

    private static final String AUDIT = """
            SELECT seq, id, at, type, outcome, actor_type, actor_id, target_type, target_id, app_id, ip, user_agent,
                   request_id, details FROM audit
            WHERE seq < ?
            AND (?::text IS NULL OR type = ?) AND (?::text IS NULL OR actor_id = ?) AND (?::text IS NULL OR target_id = ?)
            AND (?::timestamptz IS NULL OR at >= ?) AND (?::timestamptz IS NULL OR at < ?)
            ORDER BY seq DESC LIMIT ?
            """;

    private static final String OWING = "SELECT user_id, due FROM outbox ORDER BY due LIMIT ?";

    private final TenantStore store;

    public StoredTenantReads(TenantStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Optional<UserId>> findByLogin(Slug slug, String login) {
        String key = LoginNames.key(login);
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.inWorkspace(slug, connection -> only(connection, FIND, key));
    }

    @Override
    public CompletionStage<Optional<UserId>> findForSignIn(Slug slug, String login) {
        String key = LoginNames.key(login);
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.inWorkspace(slug, connection -> {
            Optional<UserId> named = only(connection, FIND, key);
            if (key.indexOf('@') < 0) {
                return named;
            }
            // Asked also where the first is enough: it takes as long whether or not there is such a user.
            Optional<UserId> reachable = only(connection, FIND_BY_EMAIL, key);
            return named.isPresent() ? named : reachable;
        });
    }

    private static Optional<UserId> only(Connection connection, String query, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                UserId found = new UserId(row.getString(1));
                return row.next() ? Optional.empty() : Optional.of(found);
            }
        }
    }

    @Override
    public CompletionStage<Optional<UserId>> findByIdentity(Slug slug, String idpId, String subject) {
        return store.inWorkspace(slug, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND_IDENTITY)) {
                statement.setString(1, idpId);
                statement.setString(2, subject);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(new UserId(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public CompletionStage<List<UserId>> findByEmail(Slug slug, String email, int limit) {
        String key = LoginNames.key(email);
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        return store.inWorkspace(slug, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND_EMAIL)) {
                statement.setString(1, key);
                statement.setInt(2, limit);
                List<UserId> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(new UserId(row.getString(1)));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public CompletionStage<UserPage> listUsers(
            Slug slug, @Nullable String q, @Nullable UserStatus state, @Nullable String cursor, int limit) {
        UserCursor after;
        try {
            after = cursor == null ? UserCursor.START : UserCursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        String stateName = state == null ? null : state.name().toLowerCase(Locale.ROOT);
        String prefix = q == null || q.isBlank() ? null : likePrefix(LoginNames.key(q));
        return store.inWorkspace(slug, connection -> users(connection, after, stateName, prefix, limit));
    }

    @Override
    public CompletionStage<UserRecords> findUsers(
            Slug slug, UserSearch search, @Nullable String cursor, int offset, int limit) {
        UserCursor after;
        try {
            after = cursor == null ? UserCursor.START : UserCursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return store.inWorkspace(slug, connection -> DirectoryRows.find(connection, search, after, offset, limit));
    }

    @Override
    public CompletionStage<UserCount> countUsers(Slug slug, UserSearch search) {
        return store.inWorkspace(slug, connection -> DirectoryRows.count(connection, search));
    }

    private static UserPage users(
            Connection connection, UserCursor after, @Nullable String state, @Nullable String prefix, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(USERS)) {
            statement.setObject(1, after.createdAt().atOffset(ZoneOffset.UTC));
            statement.setString(2, after.userId());
            statement.setString(3, state);
            statement.setString(4, state);
            for (int i = 5; i <= 10; i++) {
                statement.setString(i, prefix);
            }
            statement.setInt(11, limit + 1);
            List<UserEntry> items = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    items.add(new UserEntry(
                            new UserId(row.getString(1)),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            UserStatus.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                            row.getTimestamp(9).toInstant()));
                }
            }
            if (items.size() <= limit) {
                return new UserPage(items, null);
            }
            items.removeLast();
            UserEntry last = items.getLast();
            return new UserPage(
                    items, new UserCursor(last.createdAt(), last.id().value()).format());
        }
    }

    @Override
    public CompletionStage<AuditPage> searchAudit(Slug slug, AuditFilter filter, @Nullable String cursor, int limit) {
        long before;
        try {
            before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("no cursor of this list", e));
        }
        return store.inWorkspace(slug, connection -> audit(connection, filter, before, limit));
    }

    private static AuditPage audit(Connection connection, AuditFilter filter, long before, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AUDIT)) {
            statement.setLong(1, before);
            twice(statement, 2, filter.type());
            twice(statement, 4, filter.actor());
            twice(statement, 6, filter.target());
            twice(statement, 8, filter.from());
            twice(statement, 10, filter.to());
            statement.setInt(12, limit + 1);
            List<AuditEntry> items = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    items.add(entry(row));
                }
            }
            if (items.size() <= limit) {
                return new AuditPage(items, null);
            }
            items.removeLast();
            return new AuditPage(items, Long.toString(items.getLast().seq()));
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        String targetType = row.getString(8);
        return new AuditEntry(
                row.getString(2),
                row.getLong(1),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                new Party(row.getString(6), row.getString(7)),
                targetType == null ? null : new Party(targetType, row.getString(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                details(row.getString(14)));
    }

    private static Map<String, Object> details(String json) {
        try {
            return JSON.readValue(json, DETAILS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("audit details are no JSON object", e);
        }
    }

    private static void twice(PreparedStatement statement, int index, @Nullable String value) throws SQLException {
        statement.setString(index, value);
        statement.setString(index + 1, value);
    }

    private static void twice(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        OffsetDateTime time = value == null ? null : storable(value).atOffset(ZoneOffset.UTC);
        statement.setObject(index, time);
        statement.setObject(index + 1, time);
    }

    /** Postgres knows fewer years than Java; beyond these there is no entry either way. */
    static Instant storable(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    private static String likePrefix(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    @Override
    public CompletionStage<List<Slug>> workspaces(@Nullable Slug after, int limit) {
        return store.workspaces(after, limit);
    }

    @Override
    public CompletionStage<List<Owing>> owing(Slug slug, int limit) {
        // Whoever is deleted owes nothing.
        return store.read(slug, List.of(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OWING)) {
                statement.setInt(1, limit);
                List<Owing> owing = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        owing.add(new Owing(
                                new UserId(row.getString(1)),
                                row.getTimestamp(2).toInstant()));
                    }
                }
                return owing;
            }
        });
    }
}
