package com.prysmid.tenant.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a workspace ends in the same place, however often, from however many, and from wherever it was left. */
class WorkspaceSchemasIT {
    private static final TenantPostgres POSTGRES = TenantPostgres.shared();

    private final WorkspaceSchemas schemas = POSTGRES.schemas();

    @Test
    void askedTwiceItIsTheSame() throws SQLException {
        Slug slug = new Slug("schema-twice");
        assertThat(schemas.create(slug)).isEqualTo(WorkspaceSchemas.VERSION);
        assertThat(schemas.create(slug)).isEqualTo(WorkspaceSchemas.VERSION);
        assertUsable(slug);
    }

    @Test
    void everyWorkspaceTellsItsVersion() throws SQLException {
        Slug old = POSTGRES.workspace("schema-old");
        Slug half = new Slug("schema-no-tables");
        Slug now = POSTGRES.workspace("schema-now");
        try (Connection connection = POSTGRES.superuser("prysm_tenants").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE \"ws_schema-old\".meta SET schema_version = 1");
            statement.execute("CREATE ROLE \"ws_schema-no-tables\" NOLOGIN");
            statement.execute("GRANT \"ws_schema-no-tables\" TO prysm_provisioner WITH INHERIT FALSE, SET TRUE");
        }
        assertThat(new WorkspaceSchemas(POSTGRES.superuser("prysm_tenants")).versions())
                .containsEntry(old, 1)
                .containsEntry(half, 0)
                .containsEntry(now, WorkspaceSchemas.VERSION);
        schemas.drop(old);
        try (Connection connection = POSTGRES.superuser("prysm_tenants").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE \"ws_schema-no-tables\"");
        }
    }

    /** Else data of before would be met with SQL errors, and nobody would be told what to do. */
    @Test
    void tablesThatChangeHaveANewVersion() throws Exception {
        String sql;
        try (java.io.InputStream in = WorkspaceSchemas.class.getResourceAsStream("tenants.sql")) {
            sql = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        String tables = sql.substring(sql.indexOf("CREATE TABLE IF NOT EXISTS meta"), sql.indexOf("INSERT INTO meta"))
                .replaceAll("--[^\n]*", "")
                .replaceAll("\\s+", " ");
        String digest = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(tables.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .substring(0, 16);
        assertThat(WorkspaceSchemas.VERSION + " " + digest)
                .as("the version, and the tables' text")
                .isEqualTo("2 ae386429dc779e46");
    }

    @Test
    void manyAtOnceMakeOne() throws Exception {
        List<Future<Integer>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                String slug = i % 2 == 0 ? "schema-race" : "schema-race-" + i;
                made.add(threads.submit(() -> schemas.create(new Slug(slug))));
            }
        }
        for (Future<Integer> version : made) {
            assertThat(version.get()).isEqualTo(WorkspaceSchemas.VERSION);
        }
        assertUsable(new Slug("schema-race"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE \"ws_schema-half\" NOLOGIN",
                "CREATE ROLE \"ws_schema-half\" NOLOGIN; CREATE SCHEMA \"ws_schema-half\" AUTHORIZATION \"ws_schema-half\"",
                "SELECT prysm_admin.create_workspace('schema-half'); DROP TABLE \"ws_schema-half\".audit",
                "SELECT prysm_admin.create_workspace('schema-half'); REVOKE \"ws_schema-half\" FROM prysm_node"
            })
    void whatWasLeftHalfDoneIsFinished(String leftovers) throws SQLException {
        Slug slug = new Slug("schema-half");
        schemas.drop(slug);
        try (Connection connection = POSTGRES.provisioner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET createrole_self_grant = 'set'");
            for (String sql : leftovers.split("; ", -1)) {
                boolean table = sql.startsWith("DROP TABLE");
                statement.execute(table ? "SET ROLE \"ws_schema-half\"" : "RESET ROLE");
                statement.execute(sql);
            }
        }
        schemas.create(slug);
        assertUsable(slug);
    }

    @Test
    void aDroppedOneIsGoneAndCanBeMadeAgain() throws SQLException {
        Slug slug = new Slug("schema-again");
        schemas.create(slug);
        assertThat(schemas.drop(slug)).isTrue();
        assertThat(schemas.drop(slug)).isFalse();
        assertThatThrownBy(() -> assertUsable(slug)).isInstanceOf(SQLException.class);
        schemas.create(slug);
        assertUsable(slug);
    }

    /** The database does not rely on its callers. */
    @ParameterizedTest
    @ValueSource(strings = {"", "A", "ab\"c", "a--b", "-ab", "ab-", "acme'; DROP ROLE prysm_node; --", "a b", "pg_x"})
    void anOddNameIsRefusedByTheDatabaseToo(String name) throws SQLException {
        try (Connection connection = POSTGRES.provisioner().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT prysm_admin.create_workspace(?)")) {
            statement.setString(1, name);
            assertThatThrownBy(statement::execute).isInstanceOf(SQLException.class);
        }
    }

    private static void assertUsable(Slug slug) throws SQLException {
        try (Connection connection = POSTGRES.node().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('role', 'ws_" + slug.value() + "', false)");
            for (String table : List.of("meta", "journal", "snapshot", "audit", "directory")) {
                statement.execute("SELECT * FROM " + table);
            }
        }
    }
}
