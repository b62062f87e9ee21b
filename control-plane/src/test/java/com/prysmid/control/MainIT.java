package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.Eventually;
import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.ProvisioningServer.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as an operator starts it, stops it and loses it. */
class MainIT {
    private static final String JWK =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    @TempDir
    static Path directory;

    private static Surroundings world;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aProcessKilledBetweenTheDataPlanesWorkAndItsAnswerGoesOnWhenStartedAgain() throws Exception {
        DatabaseSettings database = world.postgres.database("killed");
        int port = freePort();
        Path settings = settings(database, port);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        world.provisioning.arm((step, moment) -> {
            if (step.equals("activation") && moment == Moment.AFTER_WORK && reached.getCount() > 0) {
                reached.countDown();
                awaitQuietly(killed);
                return false;
            }
            return true;
        });
        Process first = process(settings);
        try (ApiClient client = new ApiClient(port, world.authority.certificate(), Surroundings.TOKEN)) {
            Eventually.until("serving", () -> serves(client, first));
            client.post(
                    "/v1/workspaces",
                    "{\"slug\":\"survivor\",\"name\":\"S\",\"plan\":\"free\",\"owner_email\":\"o@example.com\",\"admin_jwk\":"
                            + JWK + "}");
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            // SIGKILL: no hook runs, no buffer is flushed.
            first.destroyForcibly().waitFor();
            killed.countDown();
        }
        Process second = process(settings);
        try (ApiClient client = new ApiClient(port, world.authority.certificate(), Surroundings.TOKEN)) {
            Eventually.until("serving again", () -> serves(client, second));
            Eventually.until(
                    "active",
                    () -> client.get("/v1/workspaces/survivor").text("status").equals("active"));
            ProvisioningServer.Workspace made = Objects.requireNonNull(world.provisioning.workspace("survivor"));
            assertThat(client.get("/v1/workspaces/survivor")
                            .body()
                            .path("bootstrap_admin")
                            .path("client_id")
                            .asText())
                    .isEqualTo(made.clientId);
            assertThat(made.clientsMade).hasValue(1);
            assertThat(made.keysMade).hasValue(1);
        } finally {
            second.destroy();
        }
        assertThat(second.waitFor(20, TimeUnit.SECONDS))
                .as("stops when told to")
                .isTrue();
    }

    @Test
    void aStartThatFailsSaysWhyInOneLineAndExitsWithOne() throws Exception {
        Path missing = Files.writeString(directory.resolve("missing.conf"), "prysm.control {}");
        assertThat(failure(missing)).startsWith("control plane cannot start: ").contains("'domain'");

        DatabaseSettings database = world.postgres.database("unreachable");
        Path settings = settings(database, freePort());
        Path elsewhere = Files.writeString(
                directory.resolve("elsewhere.conf"),
                Files.readString(settings) + "\nprysm.control.database.port = " + freePort());
        assertThat(failure(elsewhere))
                .startsWith("control plane cannot start: ")
                .contains("refused")
                .doesNotContain(database.password().reveal());

        Path keyless = Files.writeString(
                directory.resolve("keyless.conf"), Files.readString(settings).replaceAll("vault.keys = .*", ""));
        assertThat(failure(keyless))
                .isEqualTo(
                        "control plane cannot start: vault.keys must name a file of Fernet keys, or a list of such files");
        Path garbage = Files.writeString(directory.resolve("garbage.keys"), "# mine\nc2VjcmV0IGJ1dCBzaG9ydA==\n");
        Path malformed = Files.writeString(
                directory.resolve("malformed.conf"),
                Files.readString(settings) + "\nprysm.control.vault.keys = [\"" + garbage + "\"]");
        assertThat(failure(malformed))
                .startsWith("control plane cannot start: the vault's key file " + garbage + " holds in line 2")
                .doesNotContain("c2VjcmV0");
    }

    /** The one line that a process says before it exits with 1. */
    private static String failure(Path settings) throws Exception {
        Process process = start(settings, ProcessBuilder.Redirect.PIPE);
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        // The JVM itself warns of what the actor library does to memory.
        List<String> lines =
                said.lines().filter(line -> !line.startsWith("WARNING")).toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @Test
    void aBusyPortFailsTheStartAndLeavesNothingRunning() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ControlSettings free = world.settings(world.postgres.database("busy"), Duration.ZERO);
            ControlSettings taken = new ControlSettings(
                    free.domain(),
                    free.workspacesPort(),
                    free.creationWait(),
                    new BindSettings(
                            "127.0.0.1", busy.getLocalPort(), free.bind().identity()),
                    free.cluster(),
                    free.database(),
                    free.dataPlane(),
                    free.adminApi(),
                    free.vault(),
                    free.retry(),
                    free.bootstrapTokenSha256(),
                    free.securityContact(),
                    free.dashboard());
            assertThatThrownBy(() ->
                            ControlPlane.start(taken).toCompletableFuture().join())
                    .hasRootCauseInstanceOf(BindException.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("prysm-control-"));
        }
    }

    private static boolean serves(ApiClient client, Process process) {
        if (!process.isAlive()) {
            throw new AssertionError("the process ended with " + process.exitValue());
        }
        try {
            return client.get("/healthz").status() == 200;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static Process process(Path settings) throws IOException {
        return start(settings, ProcessBuilder.Redirect.DISCARD);
    }

    private static Process start(Path settings, ProcessBuilder.Redirect output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Dconfig.file=" + settings,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    private static Path settings(DatabaseSettings database, int port) throws IOException {
        ControlSettings settings = world.settings(database, Duration.ZERO);
        return Files.writeString(directory.resolve(database.name() + ".conf"), """
                prysm.control {
                  domain = prysm.test
                  workspaces-port = 8443
                  creation-wait = 0 s
                  bind { host = "127.0.0.1", port = %d, certificate = "%s", key = "%s" }
                  cluster { port = 0, certificate = "%s", key = "%s", authority = "%s" }
                  database { host = "127.0.0.1", port = %d, name = %s, password = "%s", authority = "%s" }
                  data-plane { base-url = "%s", certificate = "%s", key = "%s", authority = "%s" }
                  vault.keys = "%s"
                  bootstrap-token-sha256 = "%s"
                }
                """.formatted(
                        port,
                        settings.bind().identity().certificate(),
                        settings.bind().identity().key(),
                        settings.cluster().tls().certificate(),
                        settings.cluster().tls().key(),
                        settings.cluster().tls().authority(),
                        database.port(),
                        database.name(),
                        database.password().reveal(),
                        database.authority(),
                        settings.dataPlane().baseUrl(),
                        settings.dataPlane().tls().certificate(),
                        settings.dataPlane().tls().key(),
                        settings.dataPlane().tls().authority(),
                        settings.vault().keyFiles().getFirst(),
                        Surroundings.TOKEN_DIGEST.text()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
