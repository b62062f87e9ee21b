package com.prysmid.control.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PlanLimits;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Slug;
import com.sun.net.httpserver.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that a right server does not give. */
class DataPlaneClientIT {
    private static final Slug ACME = new Slug("acme");
    private static final PublicJwk JWK =
            new PublicJwk(Map.of("kty", "OKP", "crv", "Ed25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));

    @TempDir
    static Path directory;

    private static ProvisioningServer server;
    private static DataPlaneClient client;

    @BeforeAll
    static void start() {
        TestAuthority authority = TestAuthority.create(directory);
        server = ProvisioningServer.start(authority.issue("provisioning", "provisioning.prysm.test"));
        client = new DataPlaneClient(new DataPlaneSettings(
                server.baseUrl(), authority.issue("client", "control-plane"), Duration.ofSeconds(2)));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void asUsual() {
        server.answerAllWith(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"slug\":\"other\",\"issuer\":\"i\",\"status\":\"active\",\"bootstrap_admin\":{\"client_id\":\"c\"}}",
                "{\"slug\":\"acme\",\"issuer\":\"i\",\"status\":\"provisioning\",\"bootstrap_admin\":{\"client_id\":\"c\"}}",
                "{\"slug\":\"acme\",\"issuer\":\"i\",\"status\":\"active\",\"bootstrap_admin\":null}",
                "{\"slug\":\"acme\",\"status\":\"active\",\"bootstrap_admin\":{\"client_id\":\"c\"}}"
            })
    void anAnswerOutsideTheProtocolIsNoAnswer(String body) {
        server.answerAllWith(saying(200, body));
        assertThat(client.activate(ACME, "creation", JWK).toCompletableFuture().join())
                .isInstanceOf(DataPlaneReply.TryAgain.class);
    }

    @Test
    void aClientNobodyAskedForIsOutsideTheProtocolToo() {
        server.answerAllWith(
                saying(
                        200,
                        "{\"slug\":\"acme\",\"issuer\":\"i\",\"status\":\"active\",\"bootstrap_admin\":{\"client_id\":\"c\"}}"));
        assertThat(client.activate(ACME, "creation", null).toCompletableFuture().join())
                .isInstanceOf(DataPlaneReply.TryAgain.class);
    }

    @Test
    void aLifeOfAllSteps() {
        Slug slug = new Slug("whole-life");
        PlanLimits limits = new PlanLimits(90, 1000, null, 25);
        assertThat(done(client.purge(slug, "one", "r"))).isInstanceOf(DataPlaneReply.Refused.class);
        done(client.createSchema(slug, "one"));
        done(client.createKeys(slug, "one", new DisplayName("Whole"), Plan.FREE, "r"));
        assertThat(done(client.setServiceAccount(slug, "one", JWK, "r")))
                .isEqualTo(new DataPlaneReply.Done<>("control-plane"));
        assertThat(done(client.applyPlan(slug, "one", Plan.PRO, limits, "r")))
                .isEqualTo(new DataPlaneReply.Done<>(limits));
        assertThat(done(client.read(slug)))
                .isInstanceOfSatisfying(
                        DataPlaneReply.Done.class,
                        read -> assertThat(((WorkspaceFacts) read.value()).limits())
                                .isEqualTo(limits));
        assertThat(done(client.purge(slug, "one", "r"))).isEqualTo(refused(409, "not_deleted"));
        assertThat(done(client.delete(slug, "one", "r")))
                .isEqualTo(new DataPlaneReply.Done<>(new Deleted(new Deleted.Backup(4096, "ab".repeat(32)))));
        assertThat(done(client.read(slug))).isEqualTo(refused(404, "not_found"));
        assertThat(done(client.createSchema(slug, "one"))).isEqualTo(refused(409, "workspace_deleted"));
        assertThat(done(client.createSchema(slug, "two"))).isEqualTo(refused(409, "slug_in_use"));
        assertThat(done(client.purge(slug, "one", "r"))).isEqualTo(new DataPlaneReply.Done<>("purged"));
        assertThat(done(client.delete(slug, "one", "r"))).isEqualTo(new DataPlaneReply.Done<>(new Deleted(null)));
        assertThat(done(client.createSchema(slug, "two"))).isInstanceOf(DataPlaneReply.Done.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"slug\":\"acme\",\"status\":\"deleting\",\"backup\":null}",
                "{\"slug\":\"acme\",\"status\":\"deleted\",\"backup\":{\"bytes\":\"1\",\"sha256\":\"a\"}}",
                "{\"slug\":\"acme\",\"status\":\"deleted\",\"backup\":{\"bytes\":1}}"
            })
    void whatIsNotADeletionIsNotTakenForOne(String body) {
        server.answerAllWith(saying(200, body));
        assertThat(done(client.delete(ACME, "creation", "r"))).isInstanceOf(DataPlaneReply.TryAgain.class);
    }

    private static <T> DataPlaneReply<T> done(CompletionStage<DataPlaneReply<T>> stage) {
        return stage.toCompletableFuture().join();
    }

    private static <T> DataPlaneReply<T> refused(int status, String code) {
        return new DataPlaneReply.Refused<>(status, code, "refused by the test");
    }

    @Test
    void onlyA4xxWithACodeIsARefusalForGood() {
        server.answerAllWith(saying(422, "{\"code\":\"invalid_request\",\"detail\":\"no\"}"));
        assertThat(client.createSchema(ACME, "creation").toCompletableFuture().join())
                .isEqualTo(new DataPlaneReply.Refused<SchemaReady>(422, "invalid_request", "no"));
        for (int status : new int[] {301, 401, 403, 408, 429, 500, 503}) {
            server.answerAllWith(saying(status, "{\"code\":\"some_code\"}"));
            assertThat(client.createSchema(ACME, "creation")
                            .toCompletableFuture()
                            .join())
                    .as("HTTP " + status)
                    .isInstanceOf(DataPlaneReply.TryAgain.class);
        }
        server.answerAllWith(saying(404, "<html>"));
        assertThat(client.createSchema(ACME, "creation").toCompletableFuture().join())
                .isInstanceOf(DataPlaneReply.TryAgain.class);
    }

    @Test
    void anAnswerThatStallsHalfwayIsGivenUp() throws InterruptedException {
        CountDownLatch givenUp = new CountDownLatch(1);
        server.answerAllWith(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                givenUp.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begun = System.nanoTime();
        assertThat(client.createSchema(ACME, "creation").toCompletableFuture().join())
                .isInstanceOf(DataPlaneReply.TryAgain.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        givenUp.countDown();
    }

    private static HttpHandler saying(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }
}
