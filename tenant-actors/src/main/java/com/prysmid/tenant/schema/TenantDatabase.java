package com.prysmid.tenant.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Installs the databases and login roles of an installation, as a superuser or the server's owner. Idempotent: roles get
 * the passwords given, and the functions of {@code tenants.sql} are replaced by this version's.
 */
public final class TenantDatabase {
    public static final String TENANTS = "prysm_tenants";
    public static final String CONTROL_PLANE = "prysm_control_plane";
    public static final String NODE = "prysm_node";
    public static final String PROVISIONER = "prysm_provisioner";
    public static final String CONTROL = "prysm_control";

    private static final String ROLE_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = ?";
    private static final String DATABASE_EXISTS = "SELECT 1 FROM pg_database WHERE datname = ?";
    /** Postgres takes no parameters in these; so it quotes them itself, and what it answers is run. */
    private static final String CREATE_ROLE = "SELECT format('CREATE ROLE %I LOGIN NOINHERIT', ?::text)";

    private static final String CREATE_DATABASE = "SELECT format('CREATE DATABASE %I', ?::text)";
    private static final String SET_PASSWORD = "SELECT format('ALTER ROLE %I PASSWORD %L', ?::text, ?::text)";
    private static final String ALLOW_CREATING_ROLES = "ALTER ROLE prysm_provisioner CREATEROLE";
    private static final String CONTROL_PLANE_GRANTS = "REVOKE ALL ON DATABASE prysm_control_plane FROM PUBLIC;"
            + " ALTER DATABASE prysm_control_plane OWNER TO prysm_control;"
            + " GRANT CONNECT ON DATABASE prysm_control_plane TO prysm_control";

    private TenantDatabase() {}

    /** The passwords of the three login roles. */
    public record Passwords(String node, String provisioner, String control) {
        @Override
        public String toString() {
            return "Passwords[redacted]";
        }
    }

    /** @param superuser a superuser's connections to the database of that name */
    public static void install(Function<String, DataSource> superuser, Passwords passwords) throws SQLException {
        try (Connection connection = superuser.apply("postgres").getConnection()) {
            role(connection, NODE, passwords.node());
            role(connection, PROVISIONER, passwords.provisioner());
            role(connection, CONTROL, passwords.control());
            run(connection, ALLOW_CREATING_ROLES);
            database(connection, TENANTS);
            database(connection, CONTROL_PLANE);
            run(connection, CONTROL_PLANE_GRANTS);
        }
        try (Connection connection = superuser.apply(TENANTS).getConnection()) {
            run(connection, script());
        }
    }

    private static void role(Connection connection, String name, String password) throws SQLException {
        if (!exists(connection, ROLE_EXISTS, name)) {
            runQuoted(connection, CREATE_ROLE, name);
        }
        runQuoted(connection, SET_PASSWORD, name, password);
    }

    private static void database(Connection connection, String name) throws SQLException {
        if (!exists(connection, DATABASE_EXISTS, name)) {
            runQuoted(connection, CREATE_DATABASE, name);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void runQuoted(Connection connection, String format, String... values) throws SQLException {
        String quoted;
        try (PreparedStatement statement = connection.prepareStatement(format)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                quoted = row.getString(1);
            }
        }
        run(connection, quoted);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String script() {
        try (InputStream sql = TenantDatabase.class.getResourceAsStream("tenants.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
