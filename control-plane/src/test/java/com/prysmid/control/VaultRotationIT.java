package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.Eventually;
import com.prysmid.control.testing.LogLines;
import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.vault.VaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vault's keys as an operator changes and loses them, and its texts as an attacker changes them; on a real journal. */
class VaultRotationIT {
    private static final List<String> SLUGS = List.of("acme", "umbrella", "initech");

    private static final String SEALED =
            "SELECT event_payload::text FROM event_journal WHERE event_ser_manifest LIKE '%service_account_key_%'";

    /** What is in a payload, as text. */
    private static final String TEXT = "convert_from(event_payload, 'UTF8')";

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static LogLines log;
    private static final List<Path> KEY_FILES = new ArrayList<>();

    @BeforeAll
    static void start() {
        log = LogLines.listen();
        world = new Surroundings(directory);
    }

    /** Whatever happened: no key, no sealed text and no private member of a key in any line of the log. */
    @AfterAll
    static void stop() throws IOException {
        world.close();
        log.close();
        List<String> secrets = new ArrayList<>(List.of("gAAAA", "\"d\":"));
        for (Path file : KEY_FILES) {
            secrets.add(Files.readString(file).strip().substring(0, 20));
        }
        assertThat(log.all()).isNotEmpty().noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    @Test
    void aNewFirstKeyTakesOverAllAndTheOldOneMayGo() {
        DatabaseSettings database = world.postgres.database("rotated");
        VaultSettings old = keys("old");
        VaultSettings both = new VaultSettings(
                List.of(keys("new").keyFiles().getFirst(), old.keyFiles().getFirst()));
        VaultSettings fresh = new VaultSettings(List.of(both.keyFiles().getFirst()));
        during(database, old, client -> SLUGS.forEach(slug -> create(client, slug)));
        List<String> keys = SLUGS.stream().map(VaultRotationIT::keyInUse).toList();

        int calls = world.provisioning.calls();
        during(
                database,
                both,
                client -> Eventually.until(
                        "all are sealed again",
                        () -> SLUGS.stream()
                                .allMatch(slug -> last(database, slug).endsWith("key_sealed_again/1"))));
        assertThat(log.all())
                .anyMatch(
                        line -> line.contains("3 workspaces: 3 keys sealed again under the vault's first key, 0 new"));

        String untouched = "3 workspaces: 0 keys sealed again under the vault's first key, 0 new";
        during(
                database,
                both,
                client -> Eventually.until("nothing is left to seal again", () -> log.count(untouched) == 1));
        during(database, fresh, client -> {
            Eventually.until("all are looked at", () -> log.count(untouched) == 2);
            for (String slug : SLUGS) {
                assertThat(last(database, slug)).as("nothing was lost").endsWith("key_sealed_again/1");
                assertThat(client.get("/v1/workspaces/" + slug).text("status")).isEqualTo("active");
            }
            create(client, "after");
        });
        assertThat(SLUGS.stream().map(VaultRotationIT::keyInUse).toList()).isEqualTo(keys);
        assertThat(world.provisioning.calls() - calls)
                .as("the data plane hears of the new workspace only")
                .isEqualTo(4);
    }

    @Test
    void keysThatAreLostAreReplacedAndSaidSo() {
        DatabaseSettings database = world.postgres.database("lost");
        during(database, keys("gone"), client -> create(client, "unlucky"));
        String before = keyInUse("unlucky");
        during(
                database,
                keys("another"),
                client -> Eventually.until(
                        "another key is in use",
                        () -> last(database, "unlucky").equals("workspace_lifecycle.service_account_set/1")));
        assertThat(keyInUse("unlucky")).isNotEqualTo(before);
        assertThat(world.postgres.journal("lost", "WorkspaceLifecycle|unlucky"))
                .endsWith(
                        "workspace_lifecycle.activated/1",
                        "workspace_lifecycle.service_account_key_lost/1",
                        "workspace_lifecycle.service_account_key_made/1",
                        "workspace_lifecycle.service_account_set/1");
        assertThat(log.all())
                .anyMatch(line -> line.contains("workspace unlucky: the service account's key " + before
                        + " is lost (no_key), another takes its place"));
    }

    @Test
    void anotherWorkspacesSealedKeyInThisOnesJournalIsRefused() {
        DatabaseSettings database = world.postgres.database("copied");
        VaultSettings keys = keys("copied");
        during(database, keys, client -> List.of("giver", "taker").forEach(slug -> create(client, slug)));
        String given = keyInUse("giver");
        String made = "event_ser_manifest = 'workspace_lifecycle.service_account_key_made/1'";
        world.postgres.execute(
                "copied",
                "UPDATE event_journal t SET event_payload = g.event_payload FROM event_journal g WHERE t." + made
                        + " AND g." + made + " AND t.persistence_id = 'WorkspaceLifecycle|taker'"
                        + " AND g.persistence_id = 'WorkspaceLifecycle|giver'");
        world.postgres.execute(
                "copied",
                "UPDATE event_journal SET event_payload = convert_to(replace(" + TEXT + ", '" + keyInUse("taker")
                        + "', '" + given + "'), 'UTF8') WHERE persistence_id = 'WorkspaceLifecycle|taker'"
                        + " AND event_ser_manifest = 'workspace_lifecycle.service_account_set/1'");
        String before = keyInUse("taker");
        during(
                database,
                keys,
                client -> Eventually.until(
                        "another key is in use", () -> !keyInUse("taker").equals(before)));
        assertThat(keyInUse("taker")).isNotEqualTo(given);
        assertThat(keyInUse("giver")).isEqualTo(given);
        assertThat(log.all())
                .anyMatch(line -> line.contains(
                        "workspace taker: the service account's key " + given + " is lost (bound_elsewhere)"));
    }

    @Test
    void aWorkspaceFromBeforeThereWereSuchAccountsGetsOne() {
        DatabaseSettings database = world.postgres.database("before");
        VaultSettings keys = keys("before");
        during(database, keys, client -> create(client, "veteran"));
        String before = keyInUse("veteran");
        world.postgres.execute(
                "before",
                "DELETE FROM event_tag WHERE event_id IN (SELECT ordering FROM event_journal WHERE event_ser_manifest"
                        + " LIKE 'workspace_lifecycle.service_account_%')");
        world.postgres.execute(
                "before",
                "DELETE FROM event_journal WHERE event_ser_manifest LIKE 'workspace_lifecycle.service_account_%'");
        world.postgres.execute(
                "before",
                "UPDATE event_journal SET sequence_number = 4 WHERE persistence_id = 'WorkspaceLifecycle|veteran'"
                        + " AND event_ser_manifest = 'workspace_lifecycle.activated/1'");
        during(
                database,
                keys,
                client -> Eventually.until(
                        "it has an account",
                        () -> last(database, "veteran").equals("workspace_lifecycle.service_account_set/1")));
        assertThat(keyInUse("veteran")).isNotEqualTo(before);
        assertThat(world.postgres.journal("before", "WorkspaceLifecycle|veteran"))
                .containsExactly(
                        "workspace_lifecycle.requested/1",
                        "workspace_lifecycle.schema_ready/1",
                        "workspace_lifecycle.keys_ready/1",
                        "workspace_lifecycle.activated/1",
                        "workspace_lifecycle.service_account_key_made/1",
                        "workspace_lifecycle.service_account_set/1");
    }

    @Test
    void noTableHoldsAPrivateKeyNorAKeyOfTheVault() throws IOException {
        DatabaseSettings database = world.postgres.database("stolen");
        VaultSettings keys = keys("stolen");
        during(database, keys, client -> {
            create(client, "victim");
            client.get("/v1/audit");
        });
        String key = Files.readString(keys.keyFiles().getFirst()).strip();
        List<String> tables = world.postgres.column(
                "stolen", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'");
        assertThat(tables).contains("event_journal", "audit_entry", "workspace_row");
        for (String table : tables) {
            String rows = String.join(
                    "\n",
                    world.postgres.column(
                            "stolen",
                            table.equals("event_journal")
                                    ? "SELECT " + TEXT + " FROM event_journal"
                                    : "SELECT t::text FROM " + table + " t"));
            assertThat(rows).as(table).doesNotContain(key).doesNotContain("\"d\"");
            if (!table.equals("event_journal")) {
                assertThat(rows).as(table).doesNotContain("gAAAA");
            }
        }
        assertThat(world.postgres.column("stolen", SEALED)).hasSize(1);
    }

    private static VaultSettings keys(String name) {
        Path file = TestVault.keyFile(directory, name + ".keys");
        KEY_FILES.add(file);
        return new VaultSettings(List.of(file));
    }

    private static void during(DatabaseSettings database, VaultSettings keys, Consumer<ApiClient> acts) {
        ControlPlane plane = Surroundings.start(world.settings(database, keys));
        try (ApiClient client = world.client(plane)) {
            acts.accept(client);
        } finally {
            plane.close().toCompletableFuture().join();
        }
    }

    private static void create(ApiClient client, String slug) {
        assertThat(client.post(
                                "/v1/workspaces",
                                "{\"slug\":\"" + slug
                                        + "\",\"name\":\"A\",\"plan\":\"free\",\"owner_email\":\"owner@example.com\"}")
                        .text("status"))
                .isEqualTo("active");
    }

    private static String last(DatabaseSettings database, String slug) {
        return world.postgres
                .journal(database.name(), "WorkspaceLifecycle|" + slug)
                .getLast();
    }

    /** The id of the key that the data plane takes. */
    private static String keyInUse(String slug) {
        ProvisioningServer.Workspace made = Objects.requireNonNull(world.provisioning.workspace(slug));
        return Objects.requireNonNull(made.serviceAccountJwk).path("kid").asText();
    }
}
