package com.prysmid.control.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.store.ControlPool;
import com.prysmid.control.store.ControlSchema;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestPostgres;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.SagaStep;
import com.prysmid.control.workspaces.WorkspaceView;
import com.prysmid.control.workspaces.WorkspaceView.Status;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list with ten thousand workspaces in it: what is found, and by which way. */
class WorkspaceTableIT {
    private static final String DATABASE = "listing";
    private static final int MANY = 10_000;

    @TempDir
    static Path directory;

    private static TestPostgres postgres;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() throws SQLException {
        postgres = TestPostgres.start(TestAuthority.create(directory));
        DatabaseSettings settings = postgres.database(DATABASE);
        ControlSchema.prepare(settings);
        pool = ControlPool.of(settings);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < MANY; i++) {
                Status status = i % 100 == 0 ? Status.SUSPENDED : Status.ACTIVE;
                WorkspaceTable.put(connection, view("w-" + (MANY + i), "Number " + i, status, account(i / 4)), i + 1);
            }
            connection.commit();
        }
        postgres.execute(DATABASE, "ANALYZE workspace_row");
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @Test
    void pagesFollowEachOtherInOrderOfSlugAndMeetEveryWorkspaceOnce() throws SQLException {
        List<String> seen = new ArrayList<>();
        String after = null;
        List<WorkspaceView> page;
        do {
            page = page(new ListQuery(null, null, null, after, 200));
            page.forEach(view -> seen.add(view.slug().text()));
            after = seen.getLast();
        } while (page.size() == 200);
        assertThat(seen).hasSize(MANY).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void filtersAreMetTogether() throws SQLException {
        assertThat(slugs(new ListQuery(null, Status.SUSPENDED, null, "w-19800", 10)))
                .containsExactly("w-19900");
        assertThat(slugs(new ListQuery(null, null, "NUMBER 777", null, 20)))
                .containsExactly(
                        "w-10777", "w-17770", "w-17771", "w-17772", "w-17773", "w-17774", "w-17775", "w-17776",
                        "w-17777", "w-17778", "w-17779");
        assertThat(slugs(new ListQuery(null, Status.SUSPENDED, "w-123", null, 10)))
                .containsExactly("w-12300");
        assertThat(slugs(new ListQuery(Set.of(account(3).text()), null, null, null, 10)))
                .containsExactly("w-10012", "w-10013", "w-10014", "w-10015");
        assertThat(slugs(new ListQuery(Set.of(account(3).text(), account(9).text()), null, null, "w-10014", 3)))
                .containsExactly("w-10015", "w-10036", "w-10037");
        assertThat(slugs(new ListQuery(Set.of(), null, null, null, 10))).isEmpty();
        // No character of it is a pattern's.
        assertThat(slugs(new ListQuery(null, null, "w_1%", null, 10))).isEmpty();
    }

    @Test
    void noQuestionReadsTheWholeTable() throws SQLException {
        String deep = "w-19000";
        assertThat(plan(new ListQuery(null, null, null, null, 51))).contains("workspace_row_pkey");
        assertThat(plan(new ListQuery(null, null, null, deep, 51))).contains("workspace_row_pkey");
        for (ListQuery query : List.of(
                new ListQuery(null, null, null, deep, 201),
                new ListQuery(null, Status.SUSPENDED, null, null, 51),
                new ListQuery(null, Status.SUSPENDED, null, deep, 51),
                new ListQuery(null, Status.FAILED, null, null, 51),
                new ListQuery(null, null, "number", null, 51),
                new ListQuery(Set.of(account(3).text()), null, null, null, 51),
                new ListQuery(Set.of(account(3).text(), account(4).text()), Status.ACTIVE, null, deep, 51))) {
            assertThat(plan(query)).as(query.toString()).contains("Index").doesNotContain("Seq Scan");
        }
    }

    @Test
    void anEarlierFactDoesNotOverwriteALaterOneAndAViewIsReadAsItWasWritten() throws SQLException {
        WorkspaceView later = new WorkspaceView(
                new Slug("zz-later"),
                new DisplayName("Später"),
                Plan.PRO,
                Status.FAILED,
                "https://auth.zz-later.prysm.test",
                List.of("a", "b"),
                Instant.parse("2026-11-24T08:00:00.123Z"),
                "client-1",
                new WorkspaceView.Failure(SagaStep.KEYS, "slug_in_use", "taken"),
                account(99_999));
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            WorkspaceTable.put(connection, later, 200_002);
            WorkspaceTable.put(connection, view("zz-later", "Earlier", Status.PROVISIONING, account(99_999)), 200_001);
            assertThat(WorkspaceTable.page(
                            connection, new ListQuery(Set.of(account(99_999).text()), null, null, null, 5)))
                    .containsExactly(later);
            connection.rollback();
        }
    }

    private static List<WorkspaceView> page(ListQuery query) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return WorkspaceTable.page(connection, query);
        }
    }

    private static List<String> slugs(ListQuery query) throws SQLException {
        return page(query).stream().map(view -> view.slug().text()).toList();
    }

    /** What Postgres does for this question. */
    private static String plan(ListQuery query) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder plan = new StringBuilder();
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("EXPLAIN " + WorkspaceTable.sql(query, values))) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }

    private static AccountId account(int number) {
        return new AccountId("acct_" + "%032x".formatted(number));
    }

    private static WorkspaceView view(String slug, String name, Status status, AccountId account) {
        return new WorkspaceView(
                new Slug(slug),
                new DisplayName(name),
                Plan.FREE,
                status,
                "https://auth." + slug + ".prysm.test",
                List.of(),
                Instant.parse("2026-11-24T08:00:00Z"),
                null,
                null,
                account);
    }
}
