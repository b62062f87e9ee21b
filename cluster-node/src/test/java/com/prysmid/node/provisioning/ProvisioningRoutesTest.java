package com.prysmid.node.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol's text, over real HTTP, with entities that answer what the test says. */
final class ProvisioningRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Instant DELETED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String CHANGE = "{\"creation_id\":\"c-1\",\"request_id\":\"r-1\"}";

    private static ActorSystem<Void> system;
    private static HttpClient client;
    private static URI base;

    private static final List<Slug> schemas = new ArrayList<>();
    private static Function<ProvisioningCommand, Reply> entity;
    private static final ToldDeletions deletions = new ToldDeletions();

    @BeforeAll
    static void listen() throws Exception {
        system = ActorSystem.create(Behaviors.empty(), "provisioning", ConfigFactory.load());
        ProvisioningRoutes routes = new ProvisioningRoutes(
                slug -> {
                    schemas.add(slug);
                    return CompletableFuture.completedStage(3);
                },
                (slug, command) -> {
                    CompletableFuture<Reply> answer = new CompletableFuture<>();
                    try {
                        answer.complete(entity.apply(command.apply(system.ignoreRef())));
                    } catch (IllegalStateException e) {
                        answer.completeExceptionally(new TimeoutException());
                    }
                    return answer;
                },
                deletions,
                Duration.ofDays(30),
                Clock.fixed(DELETED.plus(Duration.ofDays(30)), ZoneOffset.UTC));
        int port = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(routes.route())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .localAddress()
                .getPort();
        base = URI.create("http://127.0.0.1:" + port + "/provisioning/v1/workspaces/");
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void forget() {
        schemas.clear();
        deletions.fate = new Fate.Untold();
        deletions.backup = Optional.empty();
        deletions.done.clear();
        nothingIsToBeAsked();
    }

    private static void nothingIsToBeAsked() {
        entity = command -> {
            throw new IllegalStateException("nothing was to be asked");
        };
    }

    /** The database's answers, as the test wants them. */
    private static final class ToldDeletions implements WorkspaceDeletions {
        final List<String> done = new ArrayList<>();
        Fate fate = new Fate.Untold();
        Optional<Backup> backup = Optional.empty();

        @Override
        public CompletionStage<Fate> fate(Slug slug, String creationId) {
            return CompletableFuture.completedStage(fate);
        }

        @Override
        public CompletionStage<Void> begin(Slug slug, String creationId) {
            fate = new Fate.UnderWay();
            return done("begin " + slug.value() + " " + creationId);
        }

        @Override
        public void forget(Slug slug) {
            done.add("forget " + slug.value());
        }

        @Override
        public CompletionStage<Optional<Backup>> finish(Slug slug, String creationId) {
            done.add("finish " + slug.value() + " " + creationId);
            return CompletableFuture.completedStage(backup);
        }

        @Override
        public CompletionStage<Void> purge(Slug slug, String creationId) {
            return done("purge " + slug.value() + " " + creationId);
        }

        private CompletionStage<Void> done(String what) {
            done.add(what);
            return CompletableFuture.completedStage(null);
        }
    }

    private static WorkspaceDescription acme(WorkspaceStatus status, String bootstrapClientId) {
        return new WorkspaceDescription(
                new Slug("acme"),
                "https://auth.acme.prysm.localhost:8443",
                status,
                Plan.PRO,
                PlanLimits.before(Plan.PRO),
                "Acme",
                "c-1",
                Instant.EPOCH,
                List.of("k1", "k2"),
                bootstrapClientId,
                Map.of("users", 2),
                WorkspaceSettings.DEFAULTS,
                Branding.NONE);
    }

    @Test
    void theSchemaStepAnswersItsVersion() throws Exception {
        HttpResponse<String> answer = put("acme/schema", "{\"creation_id\":\"c-1\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(JSON.readTree("{\"slug\":\"acme\",\"schema_version\":3}"));
        assertThat(schemas).containsExactly(new Slug("acme"));
    }

    @Test
    void theKeysStepPreparesTheWorkspaceInTheControlPlanesName() throws Exception {
        List<ProvisioningCommand> asked = new ArrayList<>();
        entity = command -> {
            asked.add(command);
            return acme(WorkspaceStatus.PROVISIONING, null);
        };
        HttpResponse<String> answer =
                put("acme/keys", "{\"creation_id\":\"c-1\",\"name\":\"Acme\",\"plan\":\"pro\",\"request_id\":\"r-1\"}");
        assertThat(json(answer))
                .isEqualTo(JSON.readTree("{\"slug\":\"acme\",\"issuer\":\"https://auth.acme.prysm.localhost:8443\","
                        + "\"key_ids\":[\"k1\",\"k2\"]}"));
        assertThat(asked).singleElement().isInstanceOfSatisfying(ProvisioningCommand.Prepare.class, prepare -> {
            assertThat(prepare.creationId()).isEqualTo("c-1");
            assertThat(prepare.plan()).isEqualTo(Plan.PRO);
            assertThat(prepare.act().actor().type().wireName()).isEqualTo("control_plane");
            assertThat(prepare.act().requestId()).isEqualTo("r-1");
        });
    }

    @Test
    void activationTellsTheBootstrapAccountOrNull() throws Exception {
        entity = command -> acme(WorkspaceStatus.ACTIVE, "sa-1");
        JsonNode with =
                json(put("acme/activation", "{\"creation_id\":\"c-1\",\"bootstrap_admin_jwk\":{\"kty\":\"EC\"}}"));
        assertThat(with.path("bootstrap_admin").path("client_id").asText()).isEqualTo("sa-1");
        assertThat(with.path("status").asText()).isEqualTo("active");

        entity = command -> acme(WorkspaceStatus.ACTIVE, null);
        JsonNode without = json(put("acme/activation", "{\"creation_id\":\"c-1\",\"bootstrap_admin_jwk\":null}"));
        assertThat(without.path("bootstrap_admin").isNull()).isTrue();
    }

    @Test
    void suspensionAndResumptionTellTheStatus() throws Exception {
        List<ProvisioningCommand> asked = new ArrayList<>();
        entity = command -> {
            asked.add(command);
            return acme(WorkspaceStatus.SUSPENDED, null);
        };
        String body = "{\"creation_id\":\"c-1\",\"request_id\":\"r-1\"}";
        assertThat(json(put("acme/suspension", body)).path("status").asText()).isEqualTo("suspended");
        assertThat(put("acme/resumption", body).statusCode()).isEqualTo(200);
        assertThat(put("acme/suspension", "{\"creation_id\":\"c-1\"}").statusCode())
                .isEqualTo(422);
        assertThat(asked)
                .satisfiesExactly(
                        suspend -> assertThat(suspend)
                                .isInstanceOfSatisfying(ProvisioningCommand.Suspend.class, command -> {
                                    assertThat(command.creationId()).isEqualTo("c-1");
                                    assertThat(command.act().requestId()).isEqualTo("r-1");
                                }),
                        resume -> assertThat(resume).isInstanceOf(ProvisioningCommand.Resume.class));
    }

    @Test
    void describesWhatMayBeTold() throws Exception {
        entity = command -> acme(WorkspaceStatus.ACTIVE, null);
        JsonNode answer = json(send("GET", "acme", ""));
        assertThat(answer.path("counts").path("users").asInt()).isEqualTo(2);
        assertThat(answer.path("plan").asText()).isEqualTo("pro");

        entity = command -> Refused.noSuchWorkspace();
        assertThat(send("GET", "acme", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "not--a-slug", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aDeletionTellsTheWorkspaceThenShutsItThenBacksItUp() throws Exception {
        entity = command -> {
            deletions.done.add("tell "
                    + ((ProvisioningCommand.BeginDeletion) command).act().requestId());
            return new Done();
        };
        HttpResponse<String> underWay = put("acme/deletion", CHANGE);
        assertThat(underWay.statusCode()).isEqualTo(503);
        assertThat(json(underWay).path("code").asText()).isEqualTo("deletion_under_way");
        assertThat(underWay.headers().firstValue("Retry-After")).contains("5");
        assertThat(deletions.done).containsExactly("tell r-1", "begin acme c-1", "forget acme", "finish acme c-1");

        deletions.done.clear();
        deletions.backup = Optional.of(new Backup(4096, "ab"));
        nothingIsToBeAsked();
        assertThat(json(put("acme/deletion", CHANGE)))
                .isEqualTo(JSON.readTree(
                        "{\"slug\":\"acme\",\"status\":\"deleted\",\"backup\":{\"bytes\":4096,\"sha256\":\"ab\"}}"));
        assertThat(deletions.done).containsExactly("forget acme", "finish acme c-1");
    }

    @Test
    void aDeletionThatSomebodyElseWasQuickerWithIsTheSame() throws Exception {
        entity = command -> {
            deletions.fate = new Fate.Deleted(DELETED, new Backup(7, "cd"));
            return Refused.noSuchWorkspace();
        };
        assertThat(json(put("acme/deletion", CHANGE))
                        .path("backup")
                        .path("bytes")
                        .asInt())
                .isEqualTo(7);
        entity = command -> Refused.noSuchWorkspace();
        deletions.fate = new Fate.Untold();
        assertThat(put("acme/deletion", CHANGE).statusCode()).isEqualTo(404);
        assertThat(deletions.done).isEmpty();
    }

    @Test
    void afterItsEndAWorkspaceKnowsTheLastStepsAlone() throws Exception {
        List<String> others =
                List.of("schema", "keys", "activation", "service-account", "plan", "suspension", "resumption");
        for (Fate ended : List.of(
                new Fate.UnderWay(),
                new Fate.Deleted(DELETED, new Backup(7, "cd")),
                new Fate.Purged(),
                new Fate.AnothersDeletion())) {
            deletions.fate = ended;
            for (String step : others) {
                HttpResponse<String> answer =
                        put("acme/" + step, step.equals("schema") ? "{\"creation_id\":\"c-1\"}" : wanted(step));
                assertThat(answer.statusCode()).as(step).isEqualTo(409);
                assertThat(json(answer).path("code").asText())
                        .isEqualTo(ended instanceof Fate.AnothersDeletion ? "slug_in_use" : "workspace_deleted");
            }
        }
        assertThat(schemas).isEmpty();
        for (String step : List.of("deletion", "purge")) {
            deletions.fate = new Fate.AnothersDeletion();
            assertThat(json(put("acme/" + step, CHANGE)).path("code").asText()).isEqualTo("slug_in_use");
        }
        deletions.fate = new Fate.Purged();
        JsonNode again = json(put("acme/deletion", CHANGE));
        assertThat(again.path("status").asText()).isEqualTo("deleted");
        assertThat(again.path("backup").isNull()).isTrue();
        assertThat(deletions.done).isEmpty();
    }

    private static String wanted(String step) {
        return switch (step) {
            case "keys" -> "{\"creation_id\":\"c-1\",\"name\":\"Acme\",\"plan\":\"pro\",\"request_id\":\"r-1\"}";
            case "activation" -> "{\"creation_id\":\"c-1\",\"bootstrap_admin_jwk\":null}";
            case "service-account" -> "{\"creation_id\":\"c-1\",\"jwk\":{\"kty\":\"EC\"},\"request_id\":\"r-1\"}";
            case "plan" -> "{\"creation_id\":\"c-1\",\"plan\":\"pro\",\"limits\":{},\"request_id\":\"r-1\"}";
            default -> CHANGE;
        };
    }

    @Test
    void onlyWhatIsDeletedIsPurged() throws Exception {
        deletions.fate = new Fate.Deleted(DELETED, new Backup(7, "cd"));
        assertThat(json(put("acme/purge", CHANGE)))
                .isEqualTo(JSON.readTree("{\"slug\":\"acme\",\"status\":\"purged\"}"));
        assertThat(deletions.done).containsExactly("purge acme c-1");
        deletions.done.clear();

        deletions.fate = new Fate.Deleted(DELETED.plusMillis(1), new Backup(7, "cd"));
        assertThat(json(put("acme/purge", CHANGE)).path("code").asText()).isEqualTo("backup_kept");
        deletions.fate = new Fate.UnderWay();
        assertThat(json(put("acme/purge", CHANGE)).path("code").asText()).isEqualTo("not_deleted");
        deletions.fate = new Fate.Untold();
        entity = command -> acme(WorkspaceStatus.ACTIVE, null);
        assertThat(json(put("acme/purge", CHANGE)).path("code").asText()).isEqualTo("not_deleted");
        assertThat(json(put("acme/purge", CHANGE.replace("c-1", "c-2")))
                        .path("code")
                        .asText())
                .isEqualTo("slug_in_use");
        entity = command -> Refused.noSuchWorkspace();
        assertThat(put("acme/purge", CHANGE).statusCode()).isEqualTo(404);
        assertThat(deletions.done).isEmpty();
    }

    @Test
    void whatWasPutBackIsReinstatedBeforeItIsResumed() throws Exception {
        List<ProvisioningCommand> asked = new ArrayList<>();
        entity = command -> {
            asked.add(command);
            return command instanceof ProvisioningCommand.Reinstate ? new Done() : acme(WorkspaceStatus.ACTIVE, null);
        };
        deletions.fate = new Fate.Restored();
        assertThat(json(put("acme/resumption", CHANGE)).path("status").asText()).isEqualTo("active");
        assertThat(asked)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(ProvisioningCommand.Reinstate.class),
                        second -> assertThat(second).isInstanceOf(ProvisioningCommand.Resume.class));
        asked.clear();
        deletions.fate = new Fate.Untold();
        put("acme/resumption", CHANGE);
        assertThat(asked).singleElement().isInstanceOf(ProvisioningCommand.Resume.class);
    }

    @Test
    void anotherCreationsSlugIsAConflict() throws Exception {
        entity = command -> Refused.conflict("slug_in_use", "Another workspace has that slug.");
        HttpResponse<String> answer = put("acme/activation", "{\"creation_id\":\"c-2\",\"bootstrap_admin_jwk\":null}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).path("code").asText()).isEqualTo("slug_in_use");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void anEntityThatDoesNotAnswerMeansTryAgain() throws Exception {
        HttpResponse<String> answer = put("acme/activation", "{\"creation_id\":\"c-1\",\"bootstrap_admin_jwk\":null}");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void refusesNamesAndBodiesThatCannotBe() throws Exception {
        String schema = "{\"creation_id\":\"c-1\"}";
        for (String slug : List.of("Acme", "a--b", "1a", "a", "a%22b", "admin", "api", "auth", "mail")) {
            HttpResponse<String> answer = put(slug + "/schema", schema);
            assertThat(answer.statusCode()).as(slug).isEqualTo(422);
            assertThat(json(answer).path("errors").path(0).path("field").asText())
                    .isEqualTo("slug");
        }
        assertThat(put("console/schema", schema).statusCode()).isEqualTo(200);
        assertThat(schemas).containsExactly(Slug.CONSOLE);
        schemas.clear();
        assertThat(put("acme/schema", "[]").statusCode()).isEqualTo(400);
        assertThat(put("acme/schema", "{\"creation_id\":\"c-1\",\"creation_id\":\"c-2\"}")
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> unknown = put("acme/schema", "{\"creation_id\":\"c-1\",\"drop\":true}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(json(unknown).path("errors").path(0).path("field").asText()).isEqualTo("drop");
        assertThat(put("acme/keys", "{\"creation_id\":\"c\",\"name\":\"A\",\"plan\":\"gold\",\"request_id\":\"r\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(schemas).isEmpty();
    }

    private static HttpResponse<String> put(String path, String body) throws Exception {
        return send("PUT", path, body);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
