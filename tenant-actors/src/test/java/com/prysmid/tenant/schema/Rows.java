package com.prysmid.tenant.schema;

import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Rows of a workspace for tests that have nothing to do with what is in them. */
final class Rows {
    /** What a backup must keep to itself. */
    static final String NAME = "Ada Lovelace-Byron";

    private static final List<String> SOME = List.of(
            "INSERT INTO journal SELECT 'User|x/' || n, n, 'w', now(), n % 7 = 0, 7, 'user.created/1',"
                    + " convert_to('" + NAME
                    + " ' || n || repeat(E'\\n\\t\\\\.', 9), 'UTF8') FROM generate_series(1, 500) n",
            "INSERT INTO snapshot VALUES ('User|x/1', 9, 1, 7, 'user.state/1', '\\x00ff0a0d5c2e')",
            "INSERT INTO audit (seq, id, at, type, outcome, actor_type, actor_id, user_agent, details)"
                    + " SELECT n, 'a' || n, now(), 't', 'success', 'user', 'u', E'\\\\N\\t\\r\\n\\\\.', '{\"a\": \"b\\nc\"}'"
                    + " FROM generate_series(1, 50) n",
            "UPDATE meta SET audit_seq = 50",
            "INSERT INTO directory (user_id, username, username_key, email, name, state, created_at, updated_at, groups, profile)"
                    + " VALUES ('u1', 'ada', 'ada', 'ada@example.com', '" + NAME + "', 'active', now(), now(),"
                    + " '{g1,\"g,2\",\"\"}', '{\"name\": \"Ädä 🙂\"}'),"
                    + " ('u2', '', 'zoë', NULL, NULL, 'locked', now(), now(), '{}', '{}')",
            "INSERT INTO identity VALUES ('idp', 'subject', 'u1')",
            "INSERT INTO outbox VALUES ('u1', now())");

    private Rows() {}

    /** A workspace with something in each table. */
    static Slug workspace(String name) throws SQLException {
        Slug slug = TenantPostgres.shared().workspace(name);
        try (Connection connection = TenantPostgres.shared().node().getConnection();
                Statement statement = connection.createStatement()) {
            enter(statement, slug);
            for (String sql : SOME) {
                statement.execute(sql);
            }
        }
        return slug;
    }

    static void enter(Statement statement, Slug slug) throws SQLException {
        statement.execute("SELECT set_config('role', 'ws_" + slug.value() + "', false)");
    }

    /** Every row there is, as text. */
    static Map<String, List<String>> of(Slug slug) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        for (BackupTable table : BackupTable.values()) {
            all.put(
                    table.tableName(),
                    texts("SELECT t::text FROM \"ws_" + slug.value() + "\"." + table.tableName() + " t ORDER BY 1"));
        }
        return all;
    }

    /** The first column, as the superuser sees it. */
    static List<String> texts(String sql) throws SQLException {
        return texts(TenantPostgres.shared().superuser(TenantDatabase.TENANTS), sql);
    }

    static List<String> texts(DataSource login, String sql) throws SQLException {
        try (Connection connection = login.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    /** As the superuser. */
    static void change(String sql) throws SQLException {
        try (Connection connection = TenantPostgres.shared()
                        .superuser(TenantDatabase.TENANTS)
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
