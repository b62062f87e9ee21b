package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real embedded Postgres. */
final class DevDatabaseIT {

    @TempDir
    private Path directory;

    @Test
    void keepsItsDataIsDurableAndSpeaksTlsOnlyAndOutlivesNoStop() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        try (DataDirectory data = DataDirectory.open(directory.resolve("it's data"))) {
            DevAuthority authority = DevAuthority.open(data.tls(), Clock.systemUTC());
            DevDatabase first = DevDatabase.start(data, authority, binaries);
            first.install();
            first.install();
            try (Connection connection = first.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "show fsync")).isEqualTo("on");
                assertThat(one(statement, "show synchronous_commit")).isEqualTo("on");
                assertThat(one(statement, "select version from pg_stat_ssl where pid = pg_backend_pid()"))
                        .isEqualTo("TLSv1.3");
                statement.execute("create table kept (value text)");
                statement.execute("insert into kept values ('still here')");
            }
            assertThatThrownBy(() -> connect(first, "disable", first.password("postgres")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no encryption");
            assertThatThrownBy(() -> connect(first, "require", "wrong")).isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.secrets().resolve("postgres"))))
                    .isEqualTo("rw-------");

            // A killed dev closes nothing: the next start finds its postmaster running.
            DevDatabase.stopLeftover(data, binaries);
            assertThat(data.postgres().resolve("postmaster.pid")).doesNotExist();
            assertThatThrownBy(() -> first.superuser("postgres")).isInstanceOf(SQLException.class);

            // A power cut leaves the file without the process.
            Files.writeString(data.postgres().resolve("postmaster.pid"), "999999\n");
            DevDatabase.stopLeftover(data, binaries);
            try (DevDatabase second = DevDatabase.start(data, authority, binaries);
                    Connection connection = second.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "select value from kept")).isEqualTo("still here");
            }
            assertThat(data.postgres().resolve("postmaster.pid")).doesNotExist();
        }
    }

    private static void connect(DevDatabase database, String sslMode, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres", properties)
                .close();
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
