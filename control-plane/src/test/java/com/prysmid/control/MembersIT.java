package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.testing.DashboardClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers and their members over the real API, and those who try for more than is theirs. */
class MembersIT {
    private static final String DATABASE = "members";

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static ControlPlane plane;
    private static Members members;
    private static ApiClient operator;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
        plane = Surroundings.start(world.settings(world.postgres.database(DATABASE), Duration.ofSeconds(8)));
        members = new Members(plane, world.authority.certificate());
        operator = world.client(plane);
    }

    @AfterAll
    static void stop() {
        members.close();
        operator.close();
        plane.close().toCompletableFuture().join();
        world.close();
    }

    @Test
    void aCustomersWorkspacesAreThereForItsMembersAndForNobodyElse() {
        String acme = members.account("ann", "Acme");
        members.account("eve", "Evil");
        assertThat(create("ann", "ann-one", "").text("account_id")).isEqualTo(acme);
        create("eve", "eve-one", "");
        operator.post("/v1/workspaces", workspace("operators", ""));

        assertThat(slugs("ann")).containsExactly("ann-one");
        assertThat(slugs("eve")).containsExactly("eve-one");
        assertThat(members.as("ann").get("/v1/workspaces?q=one").body().path("items"))
                .hasSize(1);
        for (String foreign : List.of("eve-one", "operators", "nobodys")) {
            Reply reply = members.as("ann").get("/v1/workspaces/" + foreign);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("detail")).isEqualTo("There is no workspace of that slug.");
        }
        Reply stolen = create("eve", "eve-two", ",\"account_id\":\"" + acme + "\"");
        assertThat(stolen.status()).isEqualTo(422);
        assertThat(stolen.body().at("/errors/0/code").asText()).isEqualTo("unknown_account");
        assertThat(create("eve", "eve-two", ",\"account_id\":\"acct_" + "0".repeat(32) + "\"")
                        .status())
                .isEqualTo(422);

        // An operator sees them all, and makes one for a customer.
        assertThat(operator.post("/v1/workspaces", workspace("ann-two", ",\"account_id\":\"" + acme + "\""))
                        .status())
                .isEqualTo(202);
        assertThat(slugs("ann")).containsExactly("ann-one", "ann-two");
        assertThat(operator.post("/v1/workspaces", workspace("lost", ",\"account_id\":\"acct_" + "0".repeat(32) + "\""))
                        .status())
                .isEqualTo(422);
        // Who belongs to two says which.
        members.account("ann", "Second");
        assertThat(create("ann", "ann-three", "").body().at("/errors/0/field").asText())
                .isEqualTo("account_id");
        assertThat(create("ann", "ann-three", ",\"account_id\":\"" + acme + "\"")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void anAccountsTokensAndEntriesAreItsOwn() {
        members.account("tom", "Tokens");
        members.account("tia", "Other tokens");
        Reply made = members.as("tom").change("POST", "/v1/tokens", "{\"name\":\"deploy\"}");
        assertThat(made.status()).isEqualTo(201);
        String path = "/v1/tokens/" + made.text("id");
        assertThat(members.as("tia").change("DELETE", path, "").status()).isEqualTo(404);
        assertThat(members.as("tia").get("/v1/tokens").response().body()).doesNotContain(made.text("id"));
        assertThat(members.as("tom").get("/v1/tokens").response().body()).contains(made.text("id"));
        create("tom", "tom-one", "");
        try (ApiClient deploy = new ApiClient(plane.boundPort(), world.authority.certificate(), made.text("token"))) {
            assertThat(deploy.get("/v1/workspaces").body().path("items")).hasSize(1);
            assertThat(deploy.get("/v1/workspaces/tom-one").status()).isEqualTo(200);
            assertThat(deploy.post("/v1/workspaces", workspace("tom-two", "")).text("account_id"))
                    .isEqualTo(made.text("account_id"));
            // What it makes is bound as it is.
            assertThat(deploy.post("/v1/tokens", "{\"name\":\"child\"}").text("account_id"))
                    .isEqualTo(made.text("account_id"));
        }
        assertThat(members.as("tom").get("/v1/audit?type=token.created").body().path("items"))
                .hasSize(2);
        assertThat(members.as("tia").get("/v1/audit").response().body())
                .doesNotContain(made.text("id"))
                .doesNotContain("tom-one");
        assertThat(members.as("tia").get("/v1/audit?workspace=tom-one").body().path("items"))
                .isEmpty();
        assertThat(members.as("tia").get("/v1/audit/export").response().body()).doesNotContain("tom-one");
        assertThat(members.as("tom").change("DELETE", path, "").status()).isEqualTo(204);
    }

    @Test
    void ofManyWhoAcceptOneInvitationAtOnceOneJoins() throws Exception {
        String account = members.account("ida", "Invited");
        String token = members.invite("ida", account, "joe", "viewer");
        List<Callable<Integer>> attempts = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        try (DashboardClient joe = members.dashboard("joe");
                DashboardClient twin = members.twin("joe");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                DashboardClient one = i % 2 == 0 ? joe : twin;
                attempts.add(() -> one.change("POST", "/v1/invitations/accept", "{\"token\":\"" + token + "\"}")
                        .status());
            }
            for (Future<Integer> attempt : threads.invokeAll(attempts)) {
                statuses.add(attempt.get());
            }
        }
        // Who has joined hears so as often as they ask, and the other never.
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 404).hasSize(10);
        assertThat(world.postgres.journal(DATABASE, "Account|" + account))
                .containsExactly("account.opened/1", "account.invited/1", "account.joined/1");
        assertThat(members.accept("jim", token).status()).isEqualTo(404);
    }

    @Test
    void nobodyKeepsTheAddressOfWhoWasInvited() {
        String account = members.account("paul", "Private");
        members.join("paul", account, "petra", "admin");
        assertThat(world.postgres.payloads(DATABASE, "Account|" + account, "control"))
                .hasSize(3)
                .noneMatch(fact -> fact.contains("petra@") || fact.contains("prysm_inv_"));
        assertThat(world.postgres.payloads(DATABASE, "ConsoleSessions|all", "control"))
                .isNotEmpty()
                .noneMatch(fact -> fact.contains("petra@") || fact.contains("\"petra\""));
        assertThat(operator.get("/v1/audit/export").response().body()).doesNotContain("petra@");
    }

    @Test
    void theStoryOfATeamIsInTheAuditLineByLine() {
        String account = members.account("olga", "Story");
        members.join("olga", account, "adam", "admin");
        members.join("adam", account, "vera", "viewer");
        String path = "/v1/accounts/" + account;
        assertThat(members.as("adam")
                        .change("PATCH", path + "/members/usr-olga", "{\"role\":\"viewer\"}")
                        .text("code"))
                .isEqualTo("insufficient_role");
        assertThat(members.as("adam")
                        .change("DELETE", path + "/members/usr-olga", "")
                        .status())
                .isEqualTo(403);
        assertThat(members.as("olga")
                        .change("DELETE", path + "/members/usr-olga", "")
                        .text("code"))
                .isEqualTo("last_owner");
        assertThat(members.as("olga").change("POST", path + "/leave", "").text("code"))
                .isEqualTo("last_owner");
        assertThat(members.as("olga")
                        .change("PATCH", path + "/members/usr-adam", "{\"role\":\"owner\"}")
                        .text("role"))
                .isEqualTo("owner");
        assertThat(members.as("olga").change("POST", path + "/leave", "").status())
                .isEqualTo(204);
        assertThat(members.as("olga").get(path + "/members").status()).isEqualTo(404);
        assertThat(members.as("vera")
                        .get("/v1/accounts")
                        .body()
                        .at("/items/0/role")
                        .asText())
                .isEqualTo("viewer");
        assertThat(members.as("vera").change("POST", path + "/leave", "").status())
                .isEqualTo(204);

        List<String> story = new ArrayList<>();
        for (JsonNode entry : members.as("adam").get("/v1/audit").body().path("items")) {
            story.add(entry.path("actor").path("id").asText() + " "
                    + entry.path("type").asText());
            assertThat(entry.path("account_id").asText()).isEqualTo(account);
            assertThat(entry.path("actor").path("type").asText()).isEqualTo("member");
            assertThat(entry.path("ip").asText()).isEqualTo("127.0.0.1");
        }
        assertThat(story.reversed())
                .containsExactly(
                        "usr-olga account.opened",
                        "usr-olga member.invited",
                        "usr-adam member.joined",
                        "usr-adam member.invited",
                        "usr-vera member.joined",
                        "usr-olga member.role_changed",
                        "usr-olga member.left",
                        "usr-vera member.left");
    }

    @Test
    void noOtherSiteMakesAChangeWithSomebodysCookie() {
        String account = members.account("carl", "Careful");
        String body = "{\"name\":\"forged\"}";
        try (DashboardClient carl = members.dashboard("carl");
                DashboardClient cora = members.dashboard("cora")) {
            String token = carl.get("/bff/session").text("csrf_token");
            String others = cora.get("/bff/session").text("csrf_token");
            List<String[]> attempts = List.of(
                    new String[] {},
                    new String[] {"Origin", carl.origin()},
                    new String[] {"X-CSRF-Token", token},
                    new String[] {"X-CSRF-Token", token, "Origin", "https://evil.example"},
                    new String[] {"X-CSRF-Token", token, "Origin", "null"},
                    new String[] {"X-CSRF-Token", token, "Origin", carl.origin() + ".evil.example"},
                    new String[] {"X-CSRF-Token", token, "Origin", carl.origin().replace("app.", "api.")},
                    new String[] {"X-CSRF-Token", token, "Origin", carl.origin().replace("https", "http")},
                    new String[] {"X-CSRF-Token", others, "Origin", carl.origin()},
                    new String[] {"X-CSRF-Token", "", "Origin", carl.origin()},
                    new String[] {"X-CSRF-Token", token + "x", "Origin", carl.origin()});
            for (String[] headers : attempts) {
                for (String path : List.of("/v1/accounts", "/bff/logout", "/v1/accounts/" + account + "/leave")) {
                    Reply forged = carl.forged("POST", path, body, headers);
                    assertThat(forged.status()).as(String.join(" ", headers)).isEqualTo(403);
                    assertThat(forged.text("code")).isEqualTo("anti_forgery");
                }
            }
            assertThat(carl.get("/v1/accounts").body().path("items")).hasSize(1);
            assertThat(carl.forged("POST", "/v1/accounts", body, "X-CSRF-Token", token, "Origin", carl.origin())
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aSessionThatIsLeftIsOverForWhoeverKeptItsCookie() {
        try (DashboardClient lena = members.dashboard("lena");
                DashboardClient phone = members.dashboard("lena")) {
            Reply session = lena.get("/bff/session");
            assertThat(session.text("member_id")).isEqualTo("usr-lena");
            assertThat(session.text("name")).isEqualTo("lena");
            Reply out = lena.change("POST", "/bff/logout", "");
            assertThat(out.status()).isEqualTo(204);
            assertThat(out.header("Set-Cookie"))
                    .isEqualTo("__Host-prysm-console=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
            assertThat(lena.get("/bff/session").status()).isEqualTo(401);
            assertThat(lena.change("POST", "/v1/accounts", "{\"name\":\"late\"}")
                            .status())
                    .isEqualTo(401);
            assertThat(phone.get("/bff/session").status()).as("another session").isEqualTo(200);
        }
    }

    private static Reply create(String member, String slug, String more) {
        return members.as(member).change("POST", "/v1/workspaces", workspace(slug, more));
    }

    private static List<String> slugs(String member) {
        List<String> slugs = new ArrayList<>();
        members.as(member)
                .get("/v1/workspaces")
                .body()
                .path("items")
                .forEach(item -> slugs.add(item.path("slug").asText()));
        return slugs;
    }

    private static String workspace(String slug, String more) {
        return "{\"slug\":\"" + slug + "\",\"name\":\"Name\",\"plan\":\"free\",\"owner_email\":\"owner@example.com\""
                + more + "}";
    }
}
