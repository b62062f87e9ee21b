package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.RunningDev;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prysm dev} as a process: how it ends, and what it says when it cannot start. */
final class DevProcessIT {

    @TempDir
    private Path directory;

    @Test
    void aKilledDevLeavesNothingInTheWayOfTheNextAndAStoppedOneLeavesNothingAtAll() throws Exception {
        Path data = directory.resolve("data");
        RunningDev killed = RunningDev.start(data);
        String clientId = killed.description().path("demo").path("client_id").asText();
        assertThat(clientId).isNotEmpty();
        killed.process().destroyForcibly().waitFor(20, TimeUnit.SECONDS);

        try (RunningDev next = RunningDev.start(data)) {
            assertThat(next.description().path("demo").path("client_id").asText())
                    .isEqualTo(clientId);
        }
        assertThat(data.resolve("dev.json")).doesNotExist();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(command -> command.contains(data.toString())))
                .isEmpty();
    }

    @Test
    void whatStopsAStartIsToldInOneLine() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());
            assertThat(failure(1, "busy", "--port", port))
                    .isEqualTo("prysm dev: port " + port
                            + " is busy: stop what listens there, or choose another with --port");
            assertThat(failure(1, "busy", "--mtls-port", port)).contains("--mtls-port");
            assertThat(failure(1, "busy", "--console-port", port)).contains("--console-port");
        }
        Files.writeString(directory.resolve("file"), "no directory");
        assertThat(failure(1, "file/data")).startsWith("prysm dev: cannot write to the data directory");
        assertThat(failure(2, "nodes", "--nodes", "0")).isEqualTo("prysm dev: --nodes takes 1 to 9");
        assertThat(failure(2, "domain", "--domain", "Not A Host")).startsWith("prysm dev: --domain takes");
    }

    @Test
    void dataOfAnOlderVersionIsRefusedWithTheWayOutWhichWorks() throws Exception {
        Path kept = directory.resolve("old");
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        try (DataDirectory data = DataDirectory.open(kept);
                DevDatabase database =
                        DevDatabase.start(data, DevAuthority.open(data.tls(), Clock.systemUTC()), binaries)) {
            database.install();
            try (Connection connection = database.superuser("prysm_tenants");
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT prysm_admin.create_workspace('acme')");
                statement.execute("UPDATE ws_acme.meta SET schema_version = 1");
            }
        }

        assertThat(failure(1, "old"))
                .startsWith("prysm dev: the data in " + kept + " is of an older version of Prysm:ID")
                .contains("--fresh");

        try (RunningDev fresh = RunningDev.start(kept, "--fresh")) {
            assertThat(fresh.description().path("demo").path("slug").asText()).isNotEmpty();
        }
    }

    private String failure(int exitCode, String data, String... arguments) throws Exception {
        Path log = directory.resolve("failure.log");
        Process process = RunningDev.launch(directory.resolve(data), log, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(exitCode);
        List<String> lines = Files.readAllLines(log).stream()
                // What the JDK itself says of libraries that use sun.misc.Unsafe.
                .filter(line -> !line.startsWith("WARNING: "))
                .toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }
}
