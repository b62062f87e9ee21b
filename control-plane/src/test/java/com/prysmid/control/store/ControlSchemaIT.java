package com.prysmid.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSchemaIT {
    @TempDir
    static Path directory;

    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.start(TestAuthority.create(directory));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void severalStartsAtOnceAndAgainLeaveOneSchema() throws Exception {
        DatabaseSettings database = postgres.database("schema_once");
        Callable<Boolean> start = () -> {
            ControlSchema.prepare(database);
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> started : threads.invokeAll(List.of(start, start, start, start))) {
                assertThat(started.get()).isTrue();
            }
        }
        ControlSchema.prepare(database);
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT array_agg(version)::text FROM prysm_schema_version")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("{" + ControlSchema.VERSION + "}");
        }
    }

    @Test
    void aDatabaseOfANewerProgramIsLeftAlone() throws SQLException {
        DatabaseSettings database = postgres.database("schema_newer");
        ControlSchema.prepare(database);
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO prysm_schema_version (version) VALUES (99)");
        }
        assertThatThrownBy(() -> ControlSchema.prepare(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("99");
    }

    @Test
    void theAuditJournalCanBeAddedToByTheApplicationAndNeverChanged() throws SQLException {
        DatabaseSettings database = postgres.database("append_only");
        ControlSchema.prepare(database);
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO audit_entry (ordering, persistence_id, sequence_number, at, type, actor_type,"
                            + " actor_id, target_type, target_id, request_id)"
                            + " VALUES (1, 'a|b', 1, now(), 't', 'system', 's', 'x', 'y', '')");
            List<String> attempts = List.of(
                    "UPDATE audit_entry SET actor_id = 'nobody'",
                    "DELETE FROM audit_entry WHERE ordering = 1",
                    "DELETE FROM audit_entry WHERE false",
                    "TRUNCATE audit_entry",
                    "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (ordering) DO UPDATE SET type = 'z'");
            for (String attempt : attempts) {
                assertThatThrownBy(() -> statement.execute(attempt))
                        .as(attempt)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
            // Even with the grant back, which an owner can give itself, the trigger refuses.
            statement.execute("GRANT UPDATE, DELETE, TRUNCATE ON audit_entry TO prysm_control");
            for (String attempt : attempts) {
                assertThatThrownBy(() -> statement.execute(attempt))
                        .as(attempt)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
        assertThat(postgres.column("append_only", "SELECT actor_id || type FROM audit_entry"))
                .containsExactly("st");
    }

    @Test
    void theJournalsNumbersAreInTheOrderOfCommits() throws Exception {
        DatabaseSettings database = postgres.database("one_writer");
        ControlSchema.prepare(database);
        String insert = "INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id,"
                + " event_ser_manifest, event_payload) VALUES ('%s', 1, '', 1, '', '')";
        try (Connection slow = connect(database);
                Connection quick = connect(database);
                Statement first = slow.createStatement();
                Statement second = quick.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            slow.setAutoCommit(false);
            first.execute(insert.formatted("slow"));
            Future<Boolean> waiting = thread.submit(() -> second.execute(insert.formatted("quick")));
            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            slow.rollback();
            waiting.get(10, TimeUnit.SECONDS);
            first.execute(insert.formatted("slow"));
            Future<Boolean> next = thread.submit(() -> second.execute(insert.formatted("last")));
            slow.commit();
            next.get(10, TimeUnit.SECONDS);
        }
        assertThat(postgres.column("one_writer", "SELECT persistence_id FROM event_journal ORDER BY ordering"))
                .containsExactly("quick", "slow", "last");
    }

    private static Connection connect(DatabaseSettings database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
    }
}
