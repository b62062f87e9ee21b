package com.prysmid.control.testing;

import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.value.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real Postgres with TLS and durable commits. Each test takes a database of its own in it. */
public final class TestPostgres implements AutoCloseable {
    private static final String PASSWORD = "control-test";

    private final EmbeddedPostgres postgres;
    private final TestAuthority authority;

    private TestPostgres(EmbeddedPostgres postgres, TestAuthority authority) {
        this.postgres = postgres;
        this.authority = authority;
    }

    public static TestPostgres start(TestAuthority authority) {
        MutualTls server = authority.issue("postgres", "localhost");
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("ssl", "on")
                    .setServerConfig("ssl_min_protocol_version", "TLSv1.3")
                    .setServerConfig("ssl_cert_file", server.certificate().toString())
                    .setServerConfig("ssl_key_file", server.key().toString())
                    // The library's own defaults would acknowledge commits that are on no disk.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE prysm_control LOGIN PASSWORD '" + PASSWORD + "'");
            }
            return new TestPostgres(postgres, authority);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An empty database, owned by the control plane's role. */
    public DatabaseSettings database(String name) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER prysm_control");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseSettings(
                "127.0.0.1",
                postgres.getPort(),
                name,
                "prysm_control",
                new Secret(PASSWORD),
                authority.certificate(),
                2);
    }

    /** The wire names of an actor's events, in order. */
    public List<String> journal(String database, String persistenceId) {
        List<String> manifests = new ArrayList<>();
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT event_ser_manifest FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number")) {
            statement.setString(1, persistenceId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    manifests.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return manifests;
    }

    /** An actor's events as they are stored, in order; only those with the tag, if one is given. */
    public List<String> payloads(String database, String persistenceId, String tag) {
        List<String> payloads = new ArrayList<>();
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT convert_from(event_payload, 'UTF8') FROM event_journal JOIN event_tag ON event_id = ordering"
                                + " WHERE persistence_id = ? AND tag = ? ORDER BY sequence_number")) {
            statement.setString(1, persistenceId);
            statement.setString(2, tag);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    payloads.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return payloads;
    }

    /** Does this as the database's superuser, whom the application never is. */
    public void execute(String database, String sql) {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what a query finds, as text. */
    public List<String> column(String database, String sql) {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** How many events a database holds. */
    public long events(String database) {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM event_journal")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
