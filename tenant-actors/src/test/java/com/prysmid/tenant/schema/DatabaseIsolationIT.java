package com.prysmid.tenant.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.TenantPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Postgres itself keeps workspaces apart: each test tries, and is refused by the server. */
class DatabaseIsolationIT {
    /** insufficient_privilege. */
    private static final String REFUSED = "42501";

    private static final TenantPostgres POSTGRES = TenantPostgres.shared();

    @BeforeAll
    static void twoWorkspaces() {
        POSTGRES.workspace("wall-a");
        POSTGRES.workspace("wall-b");
    }

    @Test
    void aWorkspacesRoleReadsItsOwnTables() throws SQLException {
        assertThat(count("wall-a", "SELECT count(*) FROM journal")).isZero();
        assertThat(count("wall-a", "SELECT count(*) FROM \"ws_wall-a\".directory"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM \"ws_wall-b\".journal",
                "SELECT * FROM \"ws_wall-b\".snapshot",
                "SELECT * FROM \"ws_wall-b\".audit",
                "SELECT * FROM \"ws_wall-b\".directory",
                "INSERT INTO \"ws_wall-b\".meta VALUES (true, 1, 1)",
                "DELETE FROM \"ws_wall-b\".journal",
                "DROP SCHEMA \"ws_wall-b\" CASCADE",
                "GRANT USAGE ON SCHEMA \"ws_wall-b\" TO PUBLIC",
                "CREATE TABLE public.mine (x int)",
                "CREATE TABLE prysm_admin.mine (x int)",
                "CREATE SCHEMA mine",
                "SELECT prysm_admin.create_workspace('wall-c')",
                "SELECT prysm_admin.drop_workspace('wall-b')"
            })
    void aWorkspacesRoleReachesNothingOfAnother(String attempt) {
        assertRefused(() -> as(POSTGRES.node(), "ws_wall-a", attempt));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM \"ws_wall-a\".journal",
                "SELECT * FROM \"ws_wall-a\".directory",
                "CREATE TABLE \"ws_wall-a\".mine (x int)",
                "SELECT prysm_admin.create_workspace('wall-c')",
                "CREATE ROLE mine",
                "SET ROLE postgres",
                "SET ROLE prysm_provisioner"
            })
    void theNodesLoginAloneReachesNothing(String attempt) {
        assertRefused(() -> run(POSTGRES.node(), attempt));
    }

    @Test
    void theControlPlanesLoginCannotConnectToTheTenants() {
        assertRefused(() -> run(POSTGRES.control(TenantDatabase.TENANTS), "SELECT 1"));
    }

    @Test
    void theControlPlanesLoginOpensItsOwnDatabase() throws SQLException {
        run(POSTGRES.control(TenantDatabase.CONTROL_PLANE), "SELECT 1");
    }

    @Test
    void theProvisionerOpensNoTableWithoutTheWorkspacesRole() {
        assertRefused(() -> run(POSTGRES.provisioner(), "SELECT * FROM \"ws_wall-a\".directory"));
    }

    @Test
    void everyTableOfAWorkspaceBelongsToItsRole() throws SQLException {
        try (Connection connection = POSTGRES.superuser(TenantDatabase.TENANTS).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), count(*) FILTER (WHERE tableowner = schemaname) FROM pg_tables"
                                + " WHERE schemaname = 'ws_wall-a'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(7);
            assertThat(row.getInt(2)).isEqualTo(7);
        }
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private static void assertRefused(Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
    }

    private static void run(DataSource login, String sql) throws SQLException {
        try (Connection connection = login.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void as(DataSource login, String role, String sql) throws SQLException {
        try (Connection connection = login.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('role', '" + role + "', false)");
            statement.execute(sql);
        }
    }

    private static int count(String slug, String query) throws SQLException {
        try (Connection connection = POSTGRES.node().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('role', 'ws_" + slug + "', false)");
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
