package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.tokens.Scope;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The public API as a customer's client meets it: over TLS, by its host name, with everything behind it real. */
class ApiIT {
    private static final String DATABASE = "api";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static ControlPlane plane;
    private static ApiClient client;

    /** Everything any logger said at INFO or above, and at DEBUG for our own, while the tests ran. */
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @BeforeAll
    static void start() {
        LOG.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(LOG);
        ((Logger) LoggerFactory.getLogger("com.prysmid")).setLevel(Level.DEBUG);
        world = new Surroundings(directory);
        plane = Surroundings.start(world.settings(world.postgres.database(DATABASE), Duration.ofSeconds(8)));
        client = world.client(plane);
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close().toCompletableFuture().join();
        world.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        ((Logger) LoggerFactory.getLogger("com.prysmid")).setLevel(Level.INFO);
        List<String> said = List.copyOf(LOG.list).stream()
                .map(event ->
                        event.getFormattedMessage() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .toList();
        assertThat(said).anyMatch(line -> line.contains("workspace acme: active"));
        assertThat(said)
                .noneMatch(line -> line.contains("owner@") || line.contains("prysm_") || line.contains("control-test"));
    }

    @Test
    void aNewWorkspaceIsActiveWithItsIssuerAndItsBootstrapAdministrator() {
        Reply made = client.post("/v1/workspaces", """
            {"slug":"acme","name":"Acme Ltd","plan":"enterprise","owner_email":"owner@acme.example",
             "admin_jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}}\
            """);
        assertThat(made.status()).isEqualTo(202);
        assertThat(made.text("slug")).isEqualTo("acme");
        assertThat(made.text("name")).isEqualTo("Acme Ltd");
        assertThat(made.text("plan")).isEqualTo("enterprise");
        assertThat(made.text("status")).isEqualTo("active");
        assertThat(made.text("issuer")).isEqualTo("https://auth.acme.prysm.test:8443");
        assertThat(made.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(made.body().path("bootstrap_admin").path("client_id").asText())
                .startsWith("client-");
        assertThat(client.get("/v1/workspaces/acme").body()).isEqualTo(made.body());

        Reply config = client.get("/v1/workspaces/acme/config");
        assertThat(config.status()).isEqualTo(200);
        assertThat(config.body().toString())
                .isEqualTo("{\"slug\":\"acme\",\"status\":\"active\",\"plan\":\"enterprise\","
                        + "\"limits\":{\"audit_retention_days\":365},\"counts\":{\"users\":3},"
                        + "\"key_ids\":[\"current-acme\",\"next-acme\"],"
                        // Nobody serves the workspace's origin here: what the data plane knows is told all the same.
                        + "\"service_account\":{\"status\":\"unreachable\",\"client_id\":\"control-plane\",\"key_id\":\""
                        + Objects.requireNonNull(
                                        Objects.requireNonNull(world.provisioning.workspace("acme")).serviceAccountJwk)
                                .path("kid")
                                .asText()
                        + "\"}}");
        assertThat(made.response().body() + config.response().body()).doesNotContain("owner@acme.example");
    }

    @Test
    void everyFactIsTaggedAndSaysWhoActedWithWhichRequestFromWhere() {
        client.send(client.request("/v1/workspaces")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "traced-1")
                .header("User-Agent", "deploy/1 " + "x".repeat(4000))
                .header("X-Forwarded-For", "203.0.113.9")
                .POST(HttpRequest.BodyPublishers.ofString(workspace("traced", "Traced"))));
        List<String> facts = world.postgres.payloads(DATABASE, "WorkspaceLifecycle|traced", "control");
        assertThat(facts).hasSize(6);
        assertThat(facts.getFirst())
                .contains("\"by\":{\"actor\":{\"type\":\"operator\",\"id\":\"tok_")
                .contains("\"request_id\":\"traced-1\",\"ip\":\"127.0.0.1\",\"user_agent\":\"deploy/1 xxx")
                .doesNotContain("x".repeat(256));
        assertThat(facts.subList(1, 6))
                .allMatch(
                        fact -> fact.contains(
                                "\"by\":{\"actor\":{\"type\":\"system\",\"id\":\"provisioning\"},\"request_id\":\"traced-1\"}"));
        assertThat(world.postgres.payloads(DATABASE, "WorkspaceIndex|all", "control"))
                .anyMatch(fact -> fact.contains("\"slug\":\"traced\""));
        assertThat(world.postgres.payloads(DATABASE, "ApiTokens|all", "control"))
                .isNotEmpty();
    }

    @Test
    void theSameRequestAgainGivesTheFirstAnswerAndAnotherForTheSlugIsRefused() {
        Reply first = client.post("/v1/workspaces", workspace("twice", "Twice"));
        long events = world.postgres.events(DATABASE);
        Reply second = client.post("/v1/workspaces", workspace("twice", "Twice"));
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());

        Reply other = client.post("/v1/workspaces", workspace("twice", "Somebody else"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("code")).isEqualTo("slug_in_use");
        assertThat(world.postgres.events(DATABASE)).isEqualTo(events);
        assertThat(client.get("/v1/workspaces/twice").body()).isEqualTo(first.body());
    }

    @Test
    void aWorkspaceIsSuspendedAndResumedAndSaidAgainItIsNoSecondFact() {
        client.post("/v1/workspaces", workspace("paused", "Paused"));
        Reply suspended = client.post("/v1/workspaces/paused/suspend", "");
        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.text("status")).isEqualTo("suspended");
        assertThat(client.get("/v1/workspaces/paused").body()).isEqualTo(suspended.body());
        assertThat(world.provisioning.workspace("paused").status).isEqualTo("suspended");
        assertThat(client.post("/v1/workspaces/paused/suspend", "").body()).isEqualTo(suspended.body());

        Reply resumed = client.post("/v1/workspaces/paused/resume", "");
        assertThat(resumed.text("status")).isEqualTo("active");
        assertThat(client.post("/v1/workspaces/paused/resume", "").body()).isEqualTo(resumed.body());
        assertThat(world.postgres.journal(DATABASE, "WorkspaceLifecycle|paused"))
                .hasSize(8);

        assertThat(client.post("/v1/workspaces/nobody-has-it/suspend", "").status())
                .isEqualTo(404);
        world.provisioning.refuse("suspension", 503, null, null);
        try {
            assertThat(client.post("/v1/workspaces/paused/suspend", "").status())
                    .isEqualTo(503);
            assertThat(client.get("/v1/workspaces/paused").text("status")).isEqualTo("active");
        } finally {
            world.provisioning.stopRefusing();
        }
    }

    @Test
    void ofManyAtOnceForOneSlugExactlyOneGetsIt() throws Exception {
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = workspace("contended", "Rival " + i);
            requests.add(() -> client.post("/v1/workspaces", body).status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answered : threads.invokeAll(requests)) {
                statuses.add(answered.get());
            }
        }
        assertThat(statuses).containsOnly(202, 409);
        assertThat(statuses).filteredOn(status -> status == 202).hasSize(1);
        assertThat(world.postgres.journal(DATABASE, "WorkspaceLifecycle|contended"))
                .hasSize(6);
    }

    @Test
    void anIdempotencyKeyGivesTheFirstAnswerAgainAndIsRefusedForAnotherRequest() {
        Reply first = client.post("/v1/workspaces", workspace("keyed", "Keyed"), "Idempotency-Key", "k-1");
        Reply again = client.post("/v1/workspaces", workspace("keyed", "Keyed"), "Idempotency-Key", "k-1");
        assertThat(again.body()).isEqualTo(first.body());
        Reply other = client.post("/v1/workspaces", workspace("keyed-2", "Keyed"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
        assertThat(client.get("/v1/workspaces/keyed-2").status()).isEqualTo(404);
        assertThat(client.post("/v1/workspaces", workspace("keyed-3", "K"), "Idempotency-Key", "with blank")
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | slug:required name:required plan:required owner_email:required",
                "{\"slug\":\"ab\",\"name\":\"\",\"plan\":\"gold\",\"owner_email\":\"x\"} | slug:invalid_slug"
                        + " name:invalid_length plan:unknown_plan owner_email:invalid_email",
                "{\"slug\":\"a--b\",\"name\":\"\\u0007\",\"plan\":\"free\",\"owner_email\":\"a@b\"} |"
                        + " slug:invalid_slug name:not_printable owner_email:invalid_email",
                "{\"slug\":\"admin\",\"name\":\" a\",\"plan\":\"free\",\"owner_email\":\"a@b.example\"} |"
                        + " slug:reserved_slug name:surrounding_blank",
                "{\"slug\":1,\"name\":[],\"plan\":{},\"owner_email\":true,\"admin_jwk\":\"x\"} | slug:wrong_type"
                        + " name:wrong_type plan:wrong_type owner_email:wrong_type admin_jwk:wrong_type",
                "{\"slug\":\"fine\",\"name\":\"F\",\"plan\":\"free\",\"owner_email\":\"a@b.example\",\"colour\":1,\"Slug\":\"x\"}"
                        + " | colour:unknown_field Slug:unknown_field",
                "{\"slug\":\"fine\",\"name\":\"F\",\"plan\":\"free\",\"owner_email\":\"a@b.example\",\"admin_jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}}"
                        + " | admin_jwk:private_key_member",
                "{\"slug\":\"fine\",\"name\":\"F\",\"plan\":\"free\",\"owner_email\":\"a@b.example\",\"admin_jwk\":{}}"
                        + " | admin_jwk:invalid_jwk"
            })
    void invalidFieldsAreNamedOneByOneAndNothingIsStored(String body, String expected) {
        long events = world.postgres.events(DATABASE);
        Reply refused = client.post("/v1/workspaces", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.text("code")).isEqualTo("invalid_request");
        List<String> errors = new ArrayList<>();
        for (JsonNode error : refused.body().path("errors")) {
            errors.add(error.path("field").asText() + ":" + error.path("code").asText());
            assertThat(error.path("message").asText()).isNotBlank();
        }
        assertThat(errors).containsExactly(expected.split(" "));
        assertThat(world.postgres.events(DATABASE)).isEqualTo(events);
        assertThat(refused.response().body()).doesNotContain("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"slug\":\"a\",\"slug\":\"b\"}", "{} {}", "\"text\"", "{\"slug\":NaN}"})
    void whatIsNoJsonObjectIsRefused(String body) {
        Reply refused = client.post("/v1/workspaces", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("malformed_json");
        assertThat(refused.response().body()).doesNotContain("com.fasterxml").doesNotContain("Exception");
    }

    @Test
    void aBodyThatIsTooLargeOrOfAnotherTypeIsRefused() {
        String large = "{\"slug\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(client.post("/v1/workspaces", large).status()).isEqualTo(413);
        // Without a length in the head, as a stream.
        HttpRequest.BodyPublisher stream = HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)));
        Reply streamed = client.send(client.request("/v1/workspaces")
                .header("Content-Type", "application/json")
                .POST(stream));
        assertThat(streamed.status()).isEqualTo(413);
        assertThat(streamed.text("code")).isEqualTo("body_too_large");
        Reply form = client.send(client.request("/v1/workspaces")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("slug=a")));
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void everythingButTheDocumentAndTheHealthNeedsAValidToken() {
        try (ApiClient nobody = new ApiClient(plane.boundPort(), world.authority.certificate(), null);
                ApiClient stranger =
                        new ApiClient(plane.boundPort(), world.authority.certificate(), "prysm_" + "x".repeat(43))) {
            for (String path : List.of("/v1/workspaces", "/v1/workspaces/acme", "/v1/tokens")) {
                Reply without = nobody.get(path);
                assertThat(without.status()).isEqualTo(401);
                assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"prysm\"");
                Reply wrong = stranger.get(path);
                assertThat(wrong.status()).isEqualTo(401);
                assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
            }
            assertThat(nobody.post("/v1/workspaces", "{}").status()).isEqualTo(401);
            assertThat(nobody.get("/healthz").status()).isEqualTo(200);
            assertThat(nobody.get("/v1/openapi.json").text("openapi")).startsWith("3.1");
        }
    }

    @Test
    void whoFindsAWeaknessLearnsWhereToReportIt() {
        try (ApiClient nobody = new ApiClient(plane.boundPort(), world.authority.certificate(), null)) {
            Reply reply = nobody.get("/.well-known/security.txt");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
            Map<String, String> fields = new HashMap<>();
            reply.response().body().lines().forEach(line -> fields.put(line.split(": ")[0], line.split(": ")[1]));
            assertThat(fields)
                    .containsEntry("Contact", "mailto:security@prysm.test")
                    .containsEntry("Canonical", "https://api.prysm.test/.well-known/security.txt");
            assertThat(Instant.parse(fields.get("Expires")))
                    .isBetween(
                            Instant.now().plus(150, ChronoUnit.DAYS),
                            Instant.now().plus(364, ChronoUnit.DAYS));
        }
    }

    @Test
    void aTokenIsShownOnceWorksAndStopsWorkingWhenDeleted() {
        Reply made = client.post("/v1/tokens", "{\"name\":\"deploy\"}", "Idempotency-Key", "t-1");
        assertThat(made.status()).isEqualTo(201);
        String token = made.text("token");
        assertThat(token).matches("prysm_[A-Za-z0-9_-]{43}");
        Reply again = client.post("/v1/tokens", "{\"name\":\"deploy\"}", "Idempotency-Key", "t-1");
        assertThat(again.body()).isEqualTo(made.body());
        assertThat(client.post("/v1/tokens", "{\"name\":\"other\"}", "Idempotency-Key", "t-1")
                        .status())
                .isEqualTo(422);

        Reply listed = client.get("/v1/tokens?limit=200");
        assertThat(listed.response().body()).contains(made.text("id")).doesNotContain(token);
        try (ApiClient deploy = new ApiClient(plane.boundPort(), world.authority.certificate(), token)) {
            assertThat(deploy.get("/v1/workspaces").status()).isEqualTo(200);
            assertThat(client.delete("/v1/tokens/" + made.text("id")).status()).isEqualTo(204);
            assertThat(deploy.get("/v1/workspaces").status()).isEqualTo(401);
            assertThat(client.delete("/v1/tokens/" + made.text("id")).status()).isEqualTo(404);
        }
    }

    @Test
    void aTokenDoesWhatItsScopesSayAndNothingElse() {
        Map<Scope, ApiClient> holders = new EnumMap<>(Scope.class);
        try {
            for (Scope scope : Scope.values()) {
                Reply made = client.post("/v1/tokens", "{\"name\":\"narrow\",\"scopes\":[\"" + scope.wire() + "\"]}");
                assertThat(made.status()).isEqualTo(201);
                assertThat(made.body().path("scopes").toString()).isEqualTo("[\"" + scope.wire() + "\"]");
                holders.put(scope, new ApiClient(plane.boundPort(), world.authority.certificate(), made.text("token")));
            }
            JsonNode paths = client.get("/v1/openapi.json").body().path("paths");
            int tried = 0;
            for (Map.Entry<String, JsonNode> path : paths.properties()) {
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    JsonNode needed = operation.getValue().at("/security/0/api_token/0");
                    for (Map.Entry<Scope, ApiClient> holder : holders.entrySet()) {
                        String method = operation.getKey().toUpperCase(Locale.ROOT);
                        if (needed.isMissingNode() || !METHODS.contains(method)) {
                            continue;
                        }
                        Reply reply = call(holder.getValue(), method, path.getKey());
                        boolean mayDo = needed.asText().equals(holder.getKey().wire());
                        assertThat(reply.status() == 403)
                                .as("%s %s with %s: %s", method, path.getKey(), holder.getKey(), reply.status())
                                .isEqualTo(!mayDo);
                        if (!mayDo) {
                            assertThat(reply.text("code")).isEqualTo("insufficient_scope");
                            assertThat(reply.header("WWW-Authenticate"))
                                    .contains("error=\"insufficient_scope\"", "scope=\"" + needed.asText() + "\"");
                        }
                        tried++;
                    }
                }
            }
            assertThat(tried).isGreaterThan(50);
        } finally {
            holders.values().forEach(ApiClient::close);
        }
    }

    private static Reply call(ApiClient holder, String method, String template) {
        String path = template.replaceAll("\\{[a-z]+\\}", "nobodys");
        return switch (method) {
            case "GET" -> holder.get(path);
            case "POST" -> holder.post(path, "{}");
            case "DELETE" -> holder.delete(path);
            case "PATCH" -> holder.patch(path, "{}");
            default -> throw new AssertionError(method);
        };
    }

    @Test
    void nobodyMakesATokenThatDoesMoreOrLivesLongerThanTheirOwn() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        Reply made = client.post(
                "/v1/tokens",
                "{\"name\":\"ci\",\"scopes\":[\"tokens.write\",\"workspaces.read\"],\"expires_at\":\"" + end + "\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("expires_at")).isEqualTo(end.toString());
        assertThat(made.body().path("last_used_at").isNull()).isTrue();
        try (ApiClient ci = new ApiClient(plane.boundPort(), world.authority.certificate(), made.text("token"))) {
            Reply same = ci.post("/v1/tokens", "{\"name\":\"child\"}");
            assertThat(same.body().path("scopes")).isEqualTo(made.body().path("scopes"));
            assertThat(same.text("expires_at")).isEqualTo(end.toString());
            for (String wish : List.of(
                    "\"scopes\":[\"workspaces.write\"]",
                    "\"scopes\":[\"workspaces.read\",\"audit.read\"]",
                    "\"scopes\":[]",
                    "\"scopes\":\"tokens.write\"",
                    "\"scopes\":[7]",
                    "\"scopes\":[\"everything\"]",
                    "\"expires_at\":\"" + end.plusSeconds(1) + "\"",
                    "\"expires_at\":\"2020-01-01T00:00:00Z\"",
                    "\"expires_at\":\"tomorrow\"",
                    "\"expires_at\":7")) {
                Reply refused = ci.post("/v1/tokens", "{\"name\":\"more\"," + wish + "}");
                assertThat(refused.status()).as(wish).isEqualTo(422);
                assertThat(refused.body().path("errors")).as(wish).isNotEmpty();
            }
        }
        Instant soon = Instant.now().plusMillis(1500);
        Reply brief = client.post("/v1/tokens", "{\"name\":\"brief\",\"expires_at\":\"" + soon + "\"}");
        try (ApiClient holder = new ApiClient(plane.boundPort(), world.authority.certificate(), brief.text("token"))) {
            assertThat(holder.get("/v1/workspaces").status()).isEqualTo(200);
            Thread.sleep(Duration.between(Instant.now(), soon).plusMillis(50));
            assertThat(holder.get("/v1/workspaces").status()).isEqualTo(401);
        }
    }

    @Test
    void aKnownTokenCanBeEnsuredAndADeletedOneStaysDeleted() {
        String known = "prysm_" + "k".repeat(43);
        plane.ensureToken("known", known).toCompletableFuture().join();
        plane.ensureToken("known", known).toCompletableFuture().join();
        try (ApiClient holder = new ApiClient(plane.boundPort(), world.authority.certificate(), known)) {
            String id = "";
            for (JsonNode item : holder.get("/v1/tokens?limit=200").body().path("items")) {
                if (item.path("name").asText().equals("known")) {
                    assertThat(id).as("made once").isEmpty();
                    id = item.path("id").asText();
                }
            }
            assertThat(holder.delete("/v1/tokens/" + id).status()).isEqualTo(204);
            plane.ensureToken("known", known).toCompletableFuture().join();
            assertThat(holder.get("/v1/tokens").status()).isEqualTo(401);
        }
    }

    @Test
    void theListIsPagedInOrderOfSlug() {
        for (int i = 0; i < 5; i++) {
            client.post("/v1/workspaces", workspace("zz-page-" + i, "Page"));
        }
        List<String> slugs = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = client.get("/v1/workspaces?limit=2" + cursor);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body().path("items").size()).isBetween(1, 2);
            page.body()
                    .path("items")
                    .forEach(item -> slugs.add(item.path("slug").asText()));
            JsonNode next = page.body().path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
        assertThat(slugs)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains("zz-page-0", "zz-page-1", "zz-page-2", "zz-page-3", "zz-page-4");
    }

    @Test
    void whatHasJustBeenDoneIsInTheListAtOnceAndTheListCanBeFiltered() {
        client.post("/v1/workspaces", workspace("fresh-one", "Fresh Bread"));
        assertThat(slugs("?q=fresh%20BREAD")).containsExactly("fresh-one");
        assertThat(client.get("/v1/workspaces?q=fresh-one").body().path("items").path(0))
                .isEqualTo(client.get("/v1/workspaces/fresh-one").body());
        client.post("/v1/workspaces/fresh-one/suspend", "");
        assertThat(slugs("?q=fresh-one&status=suspended")).containsExactly("fresh-one");
        assertThat(slugs("?q=fresh-one&status=active")).isEmpty();
        client.post("/v1/workspaces/fresh-one/resume", "");
        assertThat(slugs("?q=fresh-one&status=active")).containsExactly("fresh-one");
    }

    private static List<String> slugs(String query) {
        List<String> slugs = new ArrayList<>();
        client.get("/v1/workspaces" + query)
                .body()
                .path("items")
                .forEach(item -> slugs.add(item.path("slug").asText()));
        return slugs;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status=gold", "q=%07", "limit=0", "limit=201", "limit=x", "cursor=%00", "cursor=QQ", "sort=name"
            })
    void aWrongQueryParameterIsNamed(String query) {
        Reply refused = client.get("/v1/workspaces?" + query);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("field").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void unknownPathsMethodsAndSlugsAreToldApart() {
        assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(client.get("/v1/workspaces/never-made").status()).isEqualTo(404);
        assertThat(client.get("/v1/workspaces/NOT_A_SLUG").status()).isEqualTo(404);
        assertThat(client.get("/v1/workspaces/never-made/config").status()).isEqualTo(404);
        Reply wrong = client.delete("/v1/workspaces");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("POST, GET");
    }

    @Test
    void onlyTheApisOwnHostIsServed() {
        try (ApiClient app = new ApiClient("app.prysm.test", plane.boundPort(), world.authority.certificate(), null);
                ApiClient other = new ApiClient(
                        "other.prysm.test", plane.boundPort(), world.authority.certificate(), Surroundings.TOKEN)) {
            Reply dashboard = app.get("/");
            assertThat(dashboard.status()).isEqualTo(404);
            assertThat(dashboard.text("detail")).contains("not part of this build");
            assertThat(app.get("/v1/workspaces").text("code")).isEqualTo("sign_in_required");
            assertThat(client.get("/bff/session").status())
                    .as("the API's host has no sessions")
                    .isEqualTo(404);
            assertThat(other.get("/v1/workspaces").status()).isEqualTo(404);
        }
    }

    @Test
    void answersCarryTheRequestIdAndTheSecurityHeaders() {
        Reply echoed = client.send(
                client.request("/v1/tokens").header("X-Request-Id", "abc-123").GET());
        assertThat(echoed.header("X-Request-Id")).isEqualTo("abc-123");
        Reply made = client.send(
                client.request("/v1/tokens").header("X-Request-Id", "<script>").GET());
        assertThat(made.header("X-Request-Id")).matches("[0-9a-f-]{36}");
        assertThat(made.header("Strict-Transport-Security")).contains("max-age");
        assertThat(made.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(made.header("Server")).isEmpty();
        assertThat(made.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    private static String workspace(String slug, String name) {
        return "{\"slug\":\"" + slug + "\",\"name\":\"" + name
                + "\",\"plan\":\"free\",\"owner_email\":\"owner@example.com\"}";
    }
}
