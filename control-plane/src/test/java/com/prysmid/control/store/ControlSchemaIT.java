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

    private static Connection connect(DatabaseSettings database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
    }
}
