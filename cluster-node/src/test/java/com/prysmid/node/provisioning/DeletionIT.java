package com.prysmid.node.provisioning;

import static com.prysmid.node.running.ProvisioningPort.done;
import static com.prysmid.node.running.ProvisioningPort.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.Deleted;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PlanLimits;
import com.prysmid.control.value.Slug;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.ProvisioningPort;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A workspace's end, as the control plane asks for it and as everybody else sees it. */
class DeletionIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final String CREATION = "creation-ending";

    private static ProvisioningPort port;

    @BeforeAll
    static void open() {
        port = new ProvisioningPort(DEV);
    }

    @AfterAll
    static void close() {
        port.close();
    }

    @Test
    void aDeletedWorkspaceIsAsIfItHadNeverBeen() throws Exception {
        Slug slug = new Slug("ending");
        TestWorkspace workspace = TestWorkspace.provision(DEV, port, slug.text(), CREATION);
        workspace.createUser("ada");
        String token = workspace.adminToken();

        Deleted.Backup backup = delete(slug, CREATION).backup();
        assertThat(backup).isNotNull();
        assertThat(backup.bytes()).isPositive();

        awaitAbsent(workspace);
        Api never = new Api(DEV.tls(), workspace.issuer().replace("ending", "never-was"), token);
        Api ended = new Api(DEV.tls(), workspace.issuer(), token);
        for (String path : List.of(
                "/.well-known/openid-configuration",
                "/oauth/v2/keys",
                "/oauth/v2/authorize?client_id=x",
                "/ui/login",
                "/admin/v1/users",
                "/scim/v2/Users",
                "/nowhere")) {
            Api.Answer answer = ended.get(path);
            Api.Answer expected = never.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404).isEqualTo(expected.status());
            assertThat(answer.text()).isEqualTo(expected.text());
            assertThat(told(answer.headers())).isEqualTo(told(expected.headers()));
        }
        assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname = 'ws_ending'"))
                .isEmpty();
        assertThat(texts("SELECT rolname FROM pg_roles WHERE rolname = 'ws_ending'"))
                .isEmpty();
        for (String role : List.of("prysm_node", "prysm_provisioner")) {
            assertThatThrownBy(() -> texts(role, "SELECT * FROM prysm_backups.chunk"))
                    .as(role)
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> texts("prysm_control", "SELECT 1")).isInstanceOf(SQLException.class);
    }

    private static Map<String, List<String>> told(HttpHeaders headers) {
        Map<String, List<String>> told = new TreeMap<>(headers.map());
        // Of the moment, and of the one request.
        told.keySet().removeAll(List.of("date", "x-request-id"));
        return told;
    }

    @Test
    void whatEndedMakesNothingMoreAndItsSlugIsFreeAfterThePurge() throws Exception {
        Slug slug = new Slug("ended");
        TestWorkspace.provision(DEV, port, slug.text(), CREATION);
        assertThat(code(() -> port.client().purge(slug, CREATION, "r"))).isEqualTo("not_deleted");
        assertThat(code(() -> port.client().delete(slug, "another", "r"))).isEqualTo("slug_in_use");
        assertThat(code(() -> port.client().delete(new Slug("never-was"), CREATION, "r")))
                .isEqualTo("not_found");
        Deleted first = delete(slug, CREATION);
        assertThat(delete(slug, CREATION)).isEqualTo(first);

        assertThat(code(() -> port.client().createSchema(slug, CREATION))).isEqualTo("workspace_deleted");
        assertThat(code(() -> port.client().resume(slug, CREATION, "r"))).isEqualTo("workspace_deleted");
        assertThat(code(() ->
                        port.client().applyPlan(slug, CREATION, Plan.PRO, new PlanLimits(30, null, null, null), "r")))
                .isEqualTo("workspace_deleted");
        assertThat(code(() -> port.client().createSchema(slug, "another"))).isEqualTo("slug_in_use");
        assertThat(code(() -> port.client().purge(slug, "another", "r"))).isEqualTo("slug_in_use");
        assertThat(code(() -> port.client().read(slug))).isEqualTo("not_found");

        assertThat(done(port.client().purge(slug, CREATION, "r"))).isEqualTo("purged");
        assertThat(done(port.client().purge(slug, CREATION, "r"))).isEqualTo("purged");
        assertThat(delete(slug, CREATION)).isEqualTo(new Deleted(null));
        assertThat(code(() -> port.client().createSchema(slug, CREATION))).isEqualTo("workspace_deleted");

        // Nobody has asked for its host since, or a gateway would remember for two seconds that there is none.
        TestWorkspace next = TestWorkspace.provision(DEV, port, slug.text(), "creation-next");
        assertThat(next.admin().get("/admin/v1/users").expect(200).get("items")).isEmpty();
        assertThat(delete(slug, CREATION)).as("the first one's end").isEqualTo(new Deleted(null));
        next.admin().get("/admin/v1/users").expect(200);
    }

    @Test
    void whatAnOperatorPutsBackIsThereWhenItIsResumed() throws Exception {
        Slug slug = new Slug("returning");
        TestWorkspace workspace = TestWorkspace.provision(DEV, port, slug.text(), CREATION);
        workspace.createUser("ada");
        delete(slug, CREATION);
        awaitAbsent(workspace);

        assertThat(restore(slug)).contains("returning is back");
        assertThat(restore(slug)).contains("there is no backup");
        assertThat(code(() -> port.client().read(slug))).isEqualTo("not_found");
        assertThat(done(port.client().resume(slug, CREATION, "r-back"))).isEqualTo("active");

        untilServed(workspace);
        Api admin = new Api(DEV.tls(), workspace.issuer(), workspace.adminToken());
        assertThat(admin.get("/admin/v1/users").expect(200).get("items"))
                .singleElement()
                .satisfies(user -> assertThat(user.get("username").asText()).isEqualTo("ada"));
        assertThat(admin.get("/admin/v1/audit?type=workspace.reinstated")
                        .expect(200)
                        .get("items"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("request_id").asText()).isEqualTo("r-back"));
        assertThat(admin.get("/admin/v1/audit?type=workspace.deletion_begun").text())
                .contains("control_plane");
        assertThat(delete(slug, CREATION).backup()).as("and may end again").isNotNull();
        awaitAbsent(workspace);
    }

    @Test
    void whatWasAnsweredWhileItEndedIsInTheBackup() throws Exception {
        Slug slug = new Slug("busy-ending");
        TestWorkspace workspace = TestWorkspace.provision(DEV, port, slug.text(), CREATION);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(20);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String prefix = "user-" + i + "-";
                ends.add(threads.submit(() -> makeUsers(workspace, prefix, answered, begun)));
            }
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            delete(slug, CREATION);
            for (Future<Integer> end : ends) {
                assertThat(end.get(60, TimeUnit.SECONDS)).as("the last answer").isIn(404, 503);
            }
        }
        restore(slug);
        done(port.client().resume(slug, CREATION, "r"));
        untilServed(workspace);
        Api admin = new Api(DEV.tls(), workspace.issuer(), workspace.adminToken());
        Set<String> kept = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = admin.get("/admin/v1/users?limit=100" + cursor).expect(200);
            page.get("items").forEach(user -> kept.add(user.get("username").asText()));
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.get("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(kept).containsAll(answered);
        delete(slug, CREATION);
    }

    /** @return the status that ended it */
    private static int makeUsers(TestWorkspace workspace, String prefix, Set<String> answered, CountDownLatch begun) {
        for (int i = 0; ; i++) {
            int status = workspace
                    .admin()
                    .post("/admin/v1/users", "{\"username\":\"" + prefix + i + "\"}")
                    .status();
            if (status != 201) {
                return status;
            }
            answered.add(prefix + i);
            begun.countDown();
        }
    }

    /** The operator's command, as a process. → what it said */
    private static String restore(Slug slug) throws Exception {
        Path settings = Files.createTempFile(DEV.data(), "restore", ".conf");
        Files.writeString(settings, """
                prysm.provisioner.url = "%s"
                prysm.provisioner.password-file = "%s"
                prysm.node.key-encryption-key = "%s"
                """.formatted(
                        port.databaseUrl(),
                        DEV.data().resolve("secrets").resolve("prysm_provisioner"),
                        DEV.data().resolve("secrets").resolve("key-encryption-key.json")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.prysmid.node.RestoreMain",
                        settings.toString(),
                        slug.text(),
                        CREATION)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isIn(0, 1);
        return said;
    }

    /** As the control plane does: asks until it is done. */
    private static Deleted delete(Slug slug, String creation) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            switch (reply(port.client().delete(slug, creation, "r-delete"))) {
                case DataPlaneReply.Done<Deleted>(var deleted) -> {
                    return deleted;
                }
                case DataPlaneReply.TryAgain<Deleted> again when System.nanoTime() < end -> Thread.onSpinWait();
                case DataPlaneReply.TryAgain<Deleted> again -> throw new AssertionError(again.toString());
                case DataPlaneReply.Refused<Deleted> refused -> throw new AssertionError(refused.toString());
            }
        }
    }

    private static <T> String code(Supplier<CompletionStage<DataPlaneReply<T>>> call) {
        return reply(call.get()) instanceof DataPlaneReply.Refused<T> refused ? refused.code() : "not refused";
    }

    private static void awaitAbsent(TestWorkspace workspace) {
        awaitStatus(workspace, 404);
    }

    private static void untilServed(TestWorkspace workspace) {
        awaitStatus(workspace, 200);
    }

    /** Gateways are told soon after, and may not know it for as long as they remember: five seconds. */
    private static void awaitStatus(TestWorkspace workspace, int wanted) {
        Api api = new Api(DEV.tls(), workspace.issuer(), null);
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (api.get("/.well-known/openid-configuration").status() != wanted) {
            assertThat(System.nanoTime()).as("time for " + wanted).isLessThan(end);
        }
    }

    private static List<String> texts(String sql) throws Exception {
        return texts("prysm_provisioner", sql);
    }

    private static List<String> texts(String role, String sql) throws Exception {
        try (Connection connection = port.database(role);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? List.of(row.getString(1)) : List.of();
        }
    }
}
