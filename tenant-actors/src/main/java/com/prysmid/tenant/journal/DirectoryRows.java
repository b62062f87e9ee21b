package com.prysmid.tenant.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecords;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The directory's rows with whole profiles: one statement for each condition that an index answers. Blocking; stateless. */
final class DirectoryRows {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /** In characters: a page travels between nodes as one message. */
    private static final int PAGE_SIZE = 200_000;

    private static final String PAGE = "SELECT user_id, state, created_at, updated_at, profile FROM directory WHERE ";
    private static final String AFTER =
            " AND (created_at, user_id) > (?, ?) ORDER BY created_at, user_id OFFSET ? LIMIT ?";
    private static final String COUNT = "SELECT count(*), max(updated_at) FROM directory WHERE ";

    /** Always holds, and takes a value as the others do. */
    private static final String ANY = "?::text IS NOT NULL";

    private static final String ID = "user_id = ?";
    private static final String EXTERNAL_ID = "external_id = ?";
    private static final String USERNAME = "username_key = ?";
    private static final String EMAIL = "email_key = ?";
    private static final String GROUP = "groups @> ARRAY[?::text]";
    private static final String CHANGED_SINCE = "updated_at >= ?::timestamptz";

    private static final String PAGE_OF_ANY = PAGE + ANY + AFTER;
    private static final String PAGE_BY_ID = PAGE + ID + AFTER;
    private static final String PAGE_BY_EXTERNAL_ID = PAGE + EXTERNAL_ID + AFTER;
    private static final String PAGE_BY_USERNAME = PAGE + USERNAME + AFTER;
    private static final String PAGE_BY_EMAIL = PAGE + EMAIL + AFTER;
    private static final String PAGE_BY_GROUP = PAGE + GROUP + AFTER;
    private static final String PAGE_BY_CHANGE = PAGE + CHANGED_SINCE + AFTER;

    private static final String COUNT_OF_ANY = COUNT + ANY;
    private static final String COUNT_BY_ID = COUNT + ID;
    private static final String COUNT_BY_EXTERNAL_ID = COUNT + EXTERNAL_ID;
    private static final String COUNT_BY_USERNAME = COUNT + USERNAME;
    private static final String COUNT_BY_EMAIL = COUNT + EMAIL;
    private static final String COUNT_BY_GROUP = COUNT + GROUP;
    private static final String COUNT_BY_CHANGE = COUNT + CHANGED_SINCE;

    private DirectoryRows() {}

    /** As the column {@code profile} has it. */
    static String json(UserProfile profile) {
        try {
            return JSON.writeValueAsString(profile);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static UserRecords find(Connection connection, UserSearch search, UserCursor after, int offset, int limit)
            throws SQLException {
        String query = switch (search.key()) {
            case ANY -> PAGE_OF_ANY;
            case ID -> PAGE_BY_ID;
            case EXTERNAL_ID -> PAGE_BY_EXTERNAL_ID;
            case USERNAME -> PAGE_BY_USERNAME;
            case EMAIL -> PAGE_BY_EMAIL;
            case GROUP -> PAGE_BY_GROUP;
            case CHANGED_SINCE -> PAGE_BY_CHANGE;
        };
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, compared(search));
            statement.setObject(2, after.createdAt().atOffset(ZoneOffset.UTC));
            statement.setString(3, after.userId());
            statement.setInt(4, offset);
            statement.setInt(5, limit + 1);
            try (ResultSet row = statement.executeQuery()) {
                return page(row, limit);
            }
        }
    }

    private static UserRecords page(ResultSet row, int limit) throws SQLException {
        List<UserRecord> items = new ArrayList<>();
        int size = 0;
        while (row.next()) {
            if (items.size() == limit || size > PAGE_SIZE) {
                UserRecord last = items.getLast();
                return new UserRecords(
                        items, new UserCursor(last.createdAt(), last.id().value()).format());
            }
            String profile = row.getString(5);
            size += profile.length();
            items.add(new UserRecord(
                    new UserId(row.getString(1)),
                    profile(profile),
                    UserStatus.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                    row.getTimestamp(3).toInstant(),
                    row.getTimestamp(4).toInstant()));
        }
        return new UserRecords(items, null);
    }

    static UserCount count(Connection connection, UserSearch search) throws SQLException {
        String query = switch (search.key()) {
            case ANY -> COUNT_OF_ANY;
            case ID -> COUNT_BY_ID;
            case EXTERNAL_ID -> COUNT_BY_EXTERNAL_ID;
            case USERNAME -> COUNT_BY_USERNAME;
            case EMAIL -> COUNT_BY_EMAIL;
            case GROUP -> COUNT_BY_GROUP;
            case CHANGED_SINCE -> COUNT_BY_CHANGE;
        };
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, compared(search));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new UserCount(
                        row.getLong(1),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant());
            }
        }
    }

    /** A NUL is in no row, and Postgres takes none; a time beyond its years is one at their edge. */
    private static String compared(UserSearch search) {
        String value = search.value().replace("\0", "");
        return switch (search.key()) {
            case USERNAME, EMAIL -> LoginNames.key(value);
            case CHANGED_SINCE -> StoredTenantReads.storable(instant(value)).toString();
            case ANY, ID, EXTERNAL_ID, GROUP -> value;
        };
    }

    /** What is no time is before all of them. */
    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static UserProfile profile(String json) {
        try {
            return JSON.readValue(json, UserProfile.class);
        } catch (JsonProcessingException e) {
            // The cause's message may quote personal data.
            throw new IllegalStateException("a profile in the directory is unreadable");
        }
    }
}
