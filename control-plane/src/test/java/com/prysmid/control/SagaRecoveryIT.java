package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.testing.BreakableWire;
import com.prysmid.control.testing.Eventually;
import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.ProvisioningServer.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The saga against a real Postgres and a real provisioning server, broken at every step. */
class SagaRecoveryIT {
    private static final String JWK =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    private static final String STEADY = "steady";
    private static final String[] WHOLE_LIFE = {
        "workspace_lifecycle.requested/1",
        "workspace_lifecycle.schema_ready/1",
        "workspace_lifecycle.keys_ready/1",
        "workspace_lifecycle.service_account_key_made/1",
        "workspace_lifecycle.service_account_set/1",
        "workspace_lifecycle.activated/1"
    };

    @TempDir
    static Path directory;

    private static Surroundings world;

    /** For the tests that break the data plane and not this process. Answers at once, without waiting for the saga. */
    private static ControlPlane steady;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
        steady = Surroundings.start(world.settings(world.postgres.database(STEADY), Duration.ZERO));
    }

    @AfterAll
    static void stop() {
        steady.close().toCompletableFuture().join();
        world.close();
    }

    @AfterEach
    void mend() {
        world.provisioning.arm((step, moment) -> true);
        world.provisioning.stopRefusing();
    }

    @ParameterizedTest
    @CsvSource({
        "schema, BEFORE_WORK", "schema, AFTER_WORK",
        "keys, BEFORE_WORK", "keys, AFTER_WORK",
        "service-account, BEFORE_WORK", "service-account, AFTER_WORK",
        "activation, BEFORE_WORK", "activation, AFTER_WORK"
    })
    void killedAtAnyStepItGoesOnAfterRestartWithoutBeingAskedAndEndsActiveOnce(String step, Moment moment)
            throws InterruptedException {
        String name = step.replace('-', '_') + "_" + moment.name().toLowerCase(Locale.ROOT);
        String slug = step + (moment == Moment.BEFORE_WORK ? "-before" : "-after");
        DatabaseSettings database = world.postgres.database(name);
        ControlSettings settings = world.settings(database, Duration.ZERO);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        world.provisioning.arm((at, when) -> {
            if (at.equals(step) && when == moment && reached.getCount() > 0) {
                reached.countDown();
                awaitQuietly(killed);
                return false;
            }
            return true;
        });

        ControlPlane first = Surroundings.startMortal(settings);
        try (ApiClient client = world.client(first)) {
            Reply asked = client.post("/v1/workspaces", request(slug, JWK));
            assertThat(asked.status()).isEqualTo(202);
            assertThat(asked.text("status")).isEqualTo("provisioning");
        }
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        Surroundings.kill(first);
        killed.countDown();

        ControlPlane second = Surroundings.startMortal(settings);
        try {
            // Nobody asks the control plane anything until its data plane shows that the saga went on.
            Eventually.until("active", () -> "active".equals(made(slug).status));
            try (ApiClient client = world.client(second)) {
                Eventually.until(
                        "shown active",
                        () -> client.get("/v1/workspaces/" + slug)
                                .text("status")
                                .equals("active"));
                Reply shown = client.get("/v1/workspaces/" + slug);
                assertThat(shown.body()
                                .path("bootstrap_admin")
                                .path("client_id")
                                .asText())
                        .isEqualTo(made(slug).clientId);
                assertThat(shown.text("issuer")).isEqualTo("https://auth." + slug + ".prysm.test:8443");
            }
            assertThat(made(slug).keysMade).hasValue(1);
            assertThat(made(slug).clientsMade).hasValue(1);
            assertThat(made(slug).serviceAccountKeys)
                    .as("keys ever set")
                    .containsExactly(keyId(made(slug).serviceAccountJwk));
            assertThat(world.postgres.journal(name, "WorkspaceLifecycle|" + slug))
                    .containsExactly(WHOLE_LIFE);
            Eventually.until(
                    "settled in the index",
                    () -> world.postgres.journal(name, "WorkspaceIndex|all").contains("workspace_index.settled/1"));
        } finally {
            Surroundings.kill(second);
        }

        int calls = world.provisioning.calls();
        ControlPlane third = Surroundings.start(settings);
        try (ApiClient client = world.client(third)) {
            assertThat(client.get("/v1/workspaces/" + slug).text("status")).isEqualTo("active");
            assertThat(world.provisioning.calls())
                    .as("calls for a finished workspace")
                    .isEqualTo(calls);
        } finally {
            third.close().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "schema, BEFORE_WORK", "schema, AFTER_WORK",
        "keys, BEFORE_WORK", "keys, AFTER_WORK",
        "service-account, BEFORE_WORK", "service-account, AFTER_WORK",
        "activation, BEFORE_WORK", "activation, AFTER_WORK"
    })
    void connectionsDroppedAtAnyStepAreTriedAgain(String step, Moment moment) {
        String slug = "drop-" + step + (moment == Moment.BEFORE_WORK ? "-b" : "-a");
        AtomicInteger drops = new AtomicInteger(3);
        world.provisioning.arm((at, when) -> !(at.equals(step) && when == moment && drops.getAndDecrement() > 0));
        try (ApiClient client = world.client(steady)) {
            client.post("/v1/workspaces", request(slug, JWK));
            Eventually.until("active", () -> active(client, slug));
            assertThat(client.get("/v1/workspaces/" + slug)
                            .body()
                            .path("bootstrap_admin")
                            .path("client_id")
                            .asText())
                    .isEqualTo(made(slug).clientId);
            assertThat(drops.get()).as("drops left").isLessThanOrEqualTo(0);
            assertThat(made(slug).keysMade).hasValue(1);
            assertThat(made(slug).clientsMade).hasValue(1);
            assertThat(made(slug).serviceAccountKeys)
                    .as("keys ever set")
                    .containsExactly(keyId(made(slug).serviceAccountJwk));
            assertThat(world.postgres.journal(STEADY, "WorkspaceLifecycle|" + slug))
                    .containsExactly(WHOLE_LIFE);
        }
    }

    @Test
    void aDataPlaneThatIsDownDelaysAWorkspaceAndLosesNothing() {
        ProvisioningServer gone = ProvisioningServer.start(world.authority.issue("later", "later.prysm.test"));
        int port = gone.port();
        gone.close();
        ControlPlane plane = Surroundings.start(world.settings(
                world.postgres.database("down"),
                Duration.ZERO,
                gone.baseUrl(),
                world.authority.issue("down-client", "control-plane")));
        try (ApiClient client = world.client(plane)) {
            assertThat(client.post("/v1/workspaces", request("patient", JWK)).text("status"))
                    .isEqualTo("provisioning");
            assertThat(client.get("/v1/workspaces/patient").text("status")).isEqualTo("provisioning");
            assertThat(client.get("/v1/workspaces/patient/config").status()).isEqualTo(503);
            try (ProvisioningServer back =
                    ProvisioningServer.start(world.authority.issue("later", "later.prysm.test"), port)) {
                Eventually.until(
                        "active",
                        () -> client.get("/v1/workspaces/patient")
                                .text("status")
                                .equals("active"));
                assertThat(Objects.requireNonNull(back.workspace("patient")).keysMade)
                        .hasValue(1);
            }
        } finally {
            plane.close().toCompletableFuture().join();
        }
    }

    @Test
    void aDatabaseThatIsCutOffMidwayDelaysAWorkspaceAndLosesNothing() throws InterruptedException {
        DatabaseSettings direct = world.postgres.database("cut");
        try (BreakableWire wire = BreakableWire.to(direct.port())) {
            DatabaseSettings wired = new DatabaseSettings(
                    direct.host(),
                    wire.port(),
                    direct.name(),
                    direct.user(),
                    direct.password(),
                    direct.authority(),
                    direct.connections());
            CountDownLatch reached = new CountDownLatch(1);
            CountDownLatch cut = new CountDownLatch(1);
            world.provisioning.arm((step, moment) -> {
                if (step.equals("keys") && moment == Moment.AFTER_WORK) {
                    reached.countDown();
                    awaitQuietly(cut);
                }
                return true;
            });
            ControlPlane plane = Surroundings.start(world.settings(wired, Duration.ZERO));
            try (ApiClient client = world.client(plane)) {
                client.post("/v1/workspaces", request("cut-off", JWK));
                assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
                wire.cut();
                // The answer arrives, and cannot be recorded.
                cut.countDown();
                Eventually.until(
                        "the actor is down",
                        () -> client.get("/v1/workspaces/cut-off").status() == 503);
                assertThat(made("cut-off").status).isEqualTo("provisioning");
                wire.mend();
                Eventually.until("active in the data plane", () -> "active".equals(made("cut-off").status));
                Eventually.until("active", () -> active(client, "cut-off"));
                assertThat(made("cut-off").keysMade).hasValue(1);
                assertThat(made("cut-off").clientsMade).hasValue(1);
                assertThat(world.postgres.journal("cut", "WorkspaceLifecycle|cut-off"))
                        .containsExactly(WHOLE_LIFE);
            } finally {
                plane.close().toCompletableFuture().join();
            }
        }
    }

    @Test
    void aDefiniteRefusalEndsInFailedWithItsReasonAndStaysSoAfterARestart() {
        ControlSettings settings = world.settings(world.postgres.database("refused"), Duration.ofSeconds(5));
        world.provisioning.occupy("taken");
        ControlPlane plane = Surroundings.start(settings);
        try (ApiClient client = world.client(plane)) {
            Reply made = client.post("/v1/workspaces", request("taken", null));
            assertThat(made.status()).isEqualTo(202);
            assertFailed(made);
        } finally {
            plane.close().toCompletableFuture().join();
        }
        int calls = world.provisioning.calls();
        ControlPlane again = Surroundings.start(settings);
        try (ApiClient client = world.client(again)) {
            assertFailed(client.get("/v1/workspaces/taken"));
            assertThat(world.provisioning.calls()).isEqualTo(calls);
        } finally {
            again.close().toCompletableFuture().join();
        }
    }

    private static void assertFailed(Reply shown) {
        assertThat(shown.text("status")).isEqualTo("failed");
        assertThat(shown.body().path("failure").path("step").asText()).isEqualTo("schema");
        assertThat(shown.body().path("failure").path("code").asText()).isEqualTo("slug_in_use");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "503, overloaded, 1",
                "500, internal, none",
                "403, forbidden, none",
                "429, slow_down, 1",
                "404, none, none"
            })
    void anAnswerThatSaysNothingOfTheRequestIsTriedAgain(int status, String code, String retryAfter) {
        String slug = "again-" + status;
        world.provisioning.refuse("keys", status, code, retryAfter);
        try (ApiClient client = world.client(steady)) {
            int before = world.provisioning.calls();
            client.post("/v1/workspaces", request(slug, null));
            Eventually.until("at least two tries of the keys step", () -> world.provisioning.calls() >= before + 3);
            assertThat(client.get("/v1/workspaces/" + slug).text("status")).isEqualTo("provisioning");
            world.provisioning.stopRefusing();
            Eventually.until("active", () -> active(client, slug));
        }
    }

    private static boolean active(ApiClient client, String slug) {
        return client.get("/v1/workspaces/" + slug).text("status").equals("active");
    }

    private static ProvisioningServer.Workspace made(String slug) {
        ProvisioningServer.Workspace found = world.provisioning.workspace(slug);
        return found == null ? NONE : found;
    }

    private static final ProvisioningServer.Workspace NONE = new ProvisioningServer.Workspace("none");

    private static String keyId(@Nullable JsonNode jwk) {
        return Objects.requireNonNull(jwk).path("kid").asText();
    }

    private static String request(String slug, @Nullable String jwk) {
        return "{\"slug\":\"" + slug
                + "\",\"name\":\"A workspace\",\"plan\":\"pro\",\"owner_email\":\"owner@example.com\""
                + (jwk == null ? "" : ",\"admin_jwk\":" + jwk) + "}";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
