package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane's own audit journal, over the real API and on a real Postgres. */
class AuditIT {
    private static final String DATABASE = "audit";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every fact that has an entry, and every entry, in the same form. */
    private static final String FACTS = "SELECT persistence_id || ':' || sequence_number FROM event_journal"
            + " WHERE persistence_id NOT LIKE 'WorkspaceIndex|%' AND event_ser_manifest <> 'api_token.used/1' ORDER BY ordering";

    private static final String ENTRIES =
            "SELECT persistence_id || ':' || sequence_number FROM audit_entry ORDER BY ordering";

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static ControlPlane plane;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
        plane = Surroundings.start(world.settings(world.postgres.database(DATABASE), Duration.ofSeconds(8)));
        client = world.client(plane);
    }

    @AfterAll
    static void stop() {
        client.close();
        plane.close().toCompletableFuture().join();
        world.close();
    }

    @Test
    void aWorkspacesStoryIsToldLineByLineWithWhoFromWhereAndWhatChanged() {
        client.send(client.request("/v1/workspaces")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "create-1")
                .header("User-Agent", "deploy/1")
                .POST(HttpRequest.BodyPublishers.ofString(workspace("story"))));
        client.send(client.request("/v1/workspaces/story/suspend")
                .header("X-Request-Id", "suspend-1")
                .POST(HttpRequest.BodyPublishers.noBody()));
        client.post("/v1/workspaces/story/resume", "");

        Reply page = client.get("/v1/audit?workspace=story");
        assertThat(page.status()).isEqualTo(200);
        assertThat(types(page))
                .containsExactly(
                        "workspace.resumed",
                        "workspace.suspended",
                        "workspace.activated",
                        "workspace.service_account_set",
                        "workspace.service_account_key_made",
                        "workspace.keys_ready",
                        "workspace.schema_ready",
                        "workspace.created");
        JsonNode created = page.body().path("items").path(7);
        assertThat(created.path("actor").path("type").asText()).isEqualTo("operator");
        assertThat(created.path("actor").path("id").asText()).startsWith("tok_");
        assertThat(created.path("target").toString()).isEqualTo("{\"type\":\"workspace\",\"id\":\"story\"}");
        assertThat(created.path("workspace").asText()).isEqualTo("story");
        assertThat(created.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(created.path("user_agent").asText()).isEqualTo("deploy/1");
        assertThat(created.path("request_id").asText()).isEqualTo("create-1");
        assertThat(created.path("before").isNull()).isTrue();
        assertThat(created.path("after").toString())
                .isEqualTo("{\"name\":\"A workspace\",\"plan\":\"free\",\"status\":\"provisioning\"}");
        assertThat(created.path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

        // What the saga does by itself is the system's act, and still says whose request it follows.
        JsonNode activated = page.body().path("items").path(2);
        assertThat(activated.path("actor").toString()).isEqualTo("{\"type\":\"system\",\"id\":\"provisioning\"}");
        assertThat(activated.path("request_id").asText()).isEqualTo("create-1");
        assertThat(activated.path("ip").isNull()).isTrue();

        JsonNode suspended = page.body().path("items").path(1);
        assertThat(suspended.path("request_id").asText()).isEqualTo("suspend-1");
        assertThat(suspended.path("before").toString()).isEqualTo("{\"status\":\"active\"}");
        assertThat(suspended.path("after").toString()).isEqualTo("{\"status\":\"suspended\"}");
        assertThat(page.response().body()).doesNotContain("owner@example.com");
    }

    @Test
    void tokensAreInItToo() {
        Reply made = client.post("/v1/tokens", "{\"name\":\"deploy\"}");
        client.delete("/v1/tokens/" + made.text("id"));
        Reply page = client.get("/v1/audit?type=token.deleted");
        assertThat(page.body().path("items").path(0).path("target").path("id").asText())
                .isEqualTo(made.text("id"));
        Reply created = client.get("/v1/audit?type=token.created&limit=1");
        assertThat(created.body().path("items").path(0).path("after").toString())
                .isEqualTo(
                        "{\"name\":\"deploy\",\"scopes\":[\"workspaces.read\",\"workspaces.write\",\"members.read\",\"members.write\",\"audit.read\","
                                + "\"tokens.read\",\"tokens.write\"]}");
        assertThat(created.response().body()).doesNotContain("prysm_");
    }

    @Test
    void filtersAndPagesFindEachEntryOnce() {
        client.post("/v1/workspaces", workspace("paged"));
        Instant between = Instant.now();
        client.post("/v1/workspaces/paged/suspend", "");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = client.get("/v1/audit?workspace=paged&limit=2" + cursor);
            page.body().path("items").forEach(item -> seen.add(item.path("id").asText()));
            JsonNode next = page.body().path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();

        assertThat(types(client.get("/v1/audit?workspace=paged&from=" + between)))
                .containsExactly("workspace.suspended");
        assertThat(types(client.get("/v1/audit?workspace=paged&to=" + between)))
                .hasSize(6)
                .doesNotContain("workspace.suspended");
        assertThat(types(client.get("/v1/audit?workspace=paged&type=workspace.created")))
                .containsExactly("workspace.created");
        assertThat(types(client.get("/v1/audit?workspace=paged&actor=provisioning")))
                .containsExactly(
                        "workspace.activated",
                        "workspace.service_account_set",
                        "workspace.service_account_key_made",
                        "workspace.keys_ready",
                        "workspace.schema_ready");
        assertThat(types(client.get("/v1/audit?workspace=nobody"))).isEmpty();
        assertThat(types(client.get("/v1/audit?type=%27%20OR%201=1--"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to=2026-11-24",
                "from=+999999999-01-01T00:00:00Z",
                "cursor=QQ",
                "cursor=MA",
                "colour=red",
                "type=a&type=b",
                "actor=%00",
                "limit=0"
            })
    void aWrongQuestionIsNamed(String query) {
        for (String path : List.of("/v1/audit?", "/v1/audit/export?")) {
            Reply refused = client.get(path + query);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("errors").path(0).path("field").asText())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void nobodyReadsItWithoutATokenAndNobodyWritesIt() {
        try (ApiClient nobody = new ApiClient(plane.boundPort(), world.authority.certificate(), null)) {
            assertThat(nobody.get("/v1/audit").status()).isEqualTo(401);
            assertThat(nobody.get("/v1/audit/export").status()).isEqualTo(401);
        }
        assertThat(client.delete("/v1/audit").status()).isEqualTo(405);
        assertThat(client.post("/v1/audit", "{}").status()).isEqualTo(405);
    }

    @Test
    void theExportIsOneObjectALineOldestFirstHoweverManyThereAre() throws IOException {
        String many = "audit_many";
        ControlPlane other = Surroundings.start(world.settings(world.postgres.database(many), Duration.ofSeconds(8)));
        try (ApiClient reader = world.client(other)) {
            reader.post("/v1/workspaces", workspace("exported"));
            reader.get("/v1/audit");
            // More than several parts, with gaps in the numbers.
            world.postgres.execute(
                    many,
                    "INSERT INTO audit_entry (ordering, persistence_id, sequence_number, at, type, actor_type, actor_id,"
                            + " workspace, target_type, target_id, request_id, after)"
                            + " SELECT 1000 + 3 * n, 'Many|' || n, 1, now(), 'many.made', 'system', 'test', 'many',"
                            + " 'thing', n, '', '{\"n\": 1}' FROM generate_series(1, 5000) n");
            Reply all = reader.get("/v1/audit/export");
            assertThat(all.header("Content-Type")).startsWith("application/jsonl");
            List<String> lines = all.response().body().lines().toList();
            assertThat(lines).hasSize(7 + 5000);
            List<Long> numbers = new ArrayList<>();
            for (String line : lines) {
                numbers.add(Long.valueOf(JSON.readTree(line).path("id").asText().replace("aud_", "")));
            }
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            assertThat(JSON.readTree(lines.get(1)).path("type").asText()).isEqualTo("workspace.created");
            assertThat(reader.get("/v1/audit/export?workspace=exported")
                            .response()
                            .body()
                            .lines())
                    .hasSize(6);
            assertThat(reader.get("/v1/audit/export?workspace=nobody")
                            .response()
                            .body())
                    .isEmpty();
        } finally {
            other.close().toCompletableFuture().join();
        }
    }

    @Test
    void killedAgainAndAgainItHoldsEveryFactOnceAndInOrder() {
        String name = "audit_killed";
        DatabaseSettings database = world.postgres.database(name);
        for (int life = 0; life < 3; life++) {
            ControlPlane mortal = Surroundings.startMortal(world.settings(database, Duration.ZERO));
            try (ApiClient hasty = world.client(mortal)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(hasty.post("/v1/workspaces", workspace("killed-" + life + "-" + i))
                                    .status())
                            .isEqualTo(202);
                }
            } finally {
                Surroundings.kill(mortal);
            }
        }
        ControlPlane last = Surroundings.start(world.settings(database, Duration.ZERO));
        try (ApiClient patient = world.client(last)) {
            Eventually.until(
                    "all are active",
                    () -> patient.get("/v1/workspaces?status=active")
                                    .body()
                                    .path("items")
                                    .size()
                            == 15);
            patient.get("/v1/audit");
            List<String> facts = world.postgres.column(name, FACTS);
            assertThat(facts).hasSizeGreaterThan(60);
            assertThat(world.postgres.column(name, ENTRIES)).isEqualTo(facts);
        } finally {
            last.close().toCompletableFuture().join();
        }

        // Read once more from the start, as after a lost offset: nothing changes.
        List<String> before =
                world.postgres.column(name, "SELECT audit_entry::text FROM audit_entry ORDER BY ordering");
        List<String> rows = world.postgres.column(name, "SELECT workspace_row::text FROM workspace_row ORDER BY slug");
        world.postgres.execute(name, "UPDATE projection_offset SET ordering = 0");
        ControlPlane again = Surroundings.start(world.settings(database, Duration.ZERO));
        try (ApiClient patient = world.client(again)) {
            patient.get("/v1/audit");
            Eventually.until(
                    "all is read again",
                    () -> world.postgres
                                    .column(
                                            name,
                                            "SELECT 1 FROM projection_offset"
                                                    + " WHERE ordering = (SELECT max(ordering) FROM event_journal)")
                                    .size()
                            == 1);
        } finally {
            again.close().toCompletableFuture().join();
        }
        assertThat(world.postgres.column(name, "SELECT audit_entry::text FROM audit_entry ORDER BY ordering"))
                .isEqualTo(before);
        assertThat(world.postgres.column(name, "SELECT workspace_row::text FROM workspace_row ORDER BY slug"))
                .isEqualTo(rows);
    }

    @Test
    void noRowOfItHoldsAnAddress() {
        client.post("/v1/workspaces", workspace("addressless"));
        client.get("/v1/audit");
        assertThat(world.postgres.column(
                        DATABASE,
                        "SELECT e::text FROM audit_entry e WHERE e::text LIKE '%@%'"
                                + " UNION ALL SELECT w::text FROM workspace_row w WHERE w::text LIKE '%@%'"))
                .isEmpty();
    }

    private static List<String> types(Reply page) {
        return StreamSupport.stream(page.body().path("items").spliterator(), false)
                .map(item -> item.path("type").asText())
                .toList();
    }

    private static String workspace(String slug) {
        return "{\"slug\":\"" + slug
                + "\",\"name\":\"A workspace\",\"plan\":\"free\",\"owner_email\":\"owner@example.com\"}";
    }
}
