package com.prysmid.control.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Creates the tables of the control database: those of the stock persistence plugin and what is read from them, from one versioned
 * DDL, in one transaction.
 * Safe to run at every start and by several processes at once.
 */
public final class ControlSchema {
    /** The version of {@code control/schema.sql}. A change to that file raises it and adds the way up from the last one. */
    static final int VERSION = 3;

    /** Any constant that nothing else in this database locks: the bytes of "prysm". */
    private static final long LOCK = 0x707279736dL;

    private static final String DDL = "/control/schema.sql";

    private ControlSchema() {}

    /**
     * Brings the database up to this program's version.
     *
     * @throws SQLException if the database cannot be reached or refuses
     * @throws IllegalStateException if the database is of a newer program's version
     */
    public static void prepare(DatabaseSettings settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                settings.jdbcUrl(), settings.user(), settings.password().reveal())) {
            connection.setAutoCommit(false);
            lock(connection);
            int found = version(connection);
            if (found > VERSION) {
                throw new IllegalStateException("the control database is of version " + found
                        + ", newer than this program's " + VERSION + ": start a newer program");
            }
            if (found < VERSION) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(ddl());
                }
                record(connection);
            }
            connection.commit();
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS prysm_schema_version ("
                    + "version INTEGER PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())");
            try (ResultSet rows =
                    statement.executeQuery("SELECT coalesce(max(version), 0) FROM prysm_schema_version")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void record(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO prysm_schema_version (version) VALUES (?)")) {
            statement.setInt(1, VERSION);
            statement.execute();
        }
    }

    private static String ddl() {
        try (InputStream resource = ControlSchema.class.getResourceAsStream(DDL)) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its resource " + DDL);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the program's resource " + DDL + " cannot be read", e);
        }
    }
}
