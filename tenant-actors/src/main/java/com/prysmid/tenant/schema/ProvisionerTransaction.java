package com.prysmid.tenant.schema;

import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions of {@code prysm_provisioner}, and the roles that it takes on in them, each until the next or the end. */
final class ProvisionerTransaction {
    private static final String BECOME =
            "SELECT set_config('role', ?, true), set_config('search_path', '\"$user\"', true)";

    /** Of whoever makes, ends or puts back the workspace; taken before rows are. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('prysm.workspace.' || ?, 0))";

    private static final String TRY_LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('prysm.workspace.' || ?, 0))";

    private ProvisionerTransaction() {}

    /** Blocking work in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Committed at the end; rolled back where the work fails. */
    static <T> T run(DataSource provisioner, Work<T> work) throws SQLException {
        try (Connection connection = provisioner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Until the end of the transaction nobody else works on the workspace; waits for whoever does. */
    static void lock(Connection connection, Slug slug) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, slug.value());
            statement.execute();
        }
    }

    /** The same, without waiting. */
    static boolean tryLock(Connection connection, Slug slug) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
            statement.setString(1, slug.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    static void becomeBackup(Connection connection) throws SQLException {
        become(connection, "prysm_backup");
    }

    static void becomeWorkspace(Connection connection, Slug slug) throws SQLException {
        become(connection, "ws_" + slug.value());
    }

    static void becomeItself(Connection connection) throws SQLException {
        become(connection, "none");
    }

    private static void become(Connection connection, String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BECOME)) {
            statement.setString(1, role);
            statement.execute();
        }
    }
}
