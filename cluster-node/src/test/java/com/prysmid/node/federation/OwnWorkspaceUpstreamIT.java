package com.prysmid.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One workspace as the upstream of another: the same product on both sides. */
class OwnWorkspaceUpstreamIT {
    private static final String SESSION = "__Host-prysm_session";

    private static TestWorkspace here;
    private static TestWorkspace there;
    private static String bySecret;
    private static String byKey;

    @BeforeAll
    static void start() {
        RunningDev dev = RunningDev.shared();
        here = TestWorkspace.create(dev, "here");
        there = TestWorkspace.create(dev, "there");
        String project = there.createProject("Others");
        JsonNode secretApp = app(project, "\"token_endpoint_auth_method\":\"client_secret_basic\"");
        bySecret = add(
                project,
                "There",
                secretApp,
                "\"token_endpoint_auth_method\":\"client_secret_basic\",\"client_secret\":\"%s\""
                        .formatted(secretApp.get("client_secret").asText()));
        byKey = add(
                project,
                "There by key",
                app(
                        project,
                        "\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"%s\""
                                .formatted(here.uri("/oauth/v2/keys"))),
                "\"token_endpoint_auth_method\":\"private_key_jwt\"");
    }

    private static JsonNode app(String project, String more) {
        return there.registerApp(project, """
                {"client_name":"Here","redirect_uris":["%s/ui/idp/soon/callback"],"grant_types":["authorization_code"],%s}""".formatted(here.issuer(), more));
    }

    /** Only now it is known where people come back to. */
    private static String add(String project, String name, JsonNode app, String more) {
        JsonNode idp = here.admin()
                .post("/admin/v1/idps", """
                        {"type":"oidc","name":"%s","issuer":"%s","client_id":"%s","creation":"any",%s}""".formatted(
                                name, there.issuer(), app.get("client_id").asText(), more))
                .expect(201);
        there.admin()
                .patch(
                        "/admin/v1/projects/" + project + "/apps/"
                                + app.get("client_id").asText(),
                        "{\"redirect_uris\":[\"" + idp.get("redirect_uri").asText() + "\"]}")
                .expect(200);
        return idp.get("id").asText();
    }

    @Test
    void aPersonSignsInWithASecretBetweenTheTwo() {
        signsIn(bySecret, "sam");
    }

    @Test
    void aPersonSignsInWithTheWorkspacesOwnKeyBetweenTheTwo() {
        signsIn(byKey, "kim");
    }

    private static void signsIn(String idp, String name) {
        there.createUser(name);
        Browser browser = here.browser();

        Browser.Page page = through(browser, browser.open(here.uri("/ui/idp/" + idp + "/start")), name);

        assertThat(page.status()).as(page.html()).isEqualTo(200);
        assertThat(browser.cookies()).containsKey(SESSION);
        JsonNode users =
                here.admin().get("/admin/v1/users?q=" + name).expect(200).get("items");
        assertThat(users).hasSize(1);
        assertThat(users.get(0).get("email").asText()).isEqualTo(name + "@example.com");
    }

    @Test
    void aPersonLinksFromTheAccountPageAndUnlinksAgain() {
        there.createUser("lin");
        String lin = here.createUser("lin-here");
        Browser browser = here.browser();
        signInByPassword(browser, "lin-here");

        Browser.Page before = browser.open(here.uri("/ui/account/identities"));
        Browser.Page linked = through(browser, link(browser, before), "lin");

        assertThat(linked.address().getPath()).isEqualTo("/ui/account/identities");
        assertThat(linked.html()).contains("lin@example.com");
        Browser other = here.browser();
        through(other, other.open(here.uri("/ui/idp/" + bySecret + "/start")), "lin");
        assertThat(other.cookies().get(SESSION).getValue()).startsWith(lin + ".");

        here.createUser("thief");
        Browser thief = here.browser();
        signInByPassword(thief, "thief");
        Browser.Page refused = through(thief, link(thief, thief.open(here.uri("/ui/account/identities"))), "lin");
        assertThat(refused.status()).isEqualTo(409);

        browser.submit(browser.open(here.uri("/ui/account/identities")), Map.of());
        assertThat(here.admin()
                        .get("/admin/v1/users/" + lin + "/identities")
                        .expect(200)
                        .get("items"))
                .isEmpty();
    }

    @Test
    void linkingTakesAFormOfOurs() {
        here.createUser("forged");
        Browser browser = here.browser();
        signInByPassword(browser, "forged");

        Browser.Page page = browser.post(
                here.uri("/ui/account/identities/link"), Map.of("idp_id", bySecret, "csrf", "A".repeat(43)));

        assertThat(page.status()).isEqualTo(403);
    }

    private static Browser.Page link(Browser browser, Browser.Page page) {
        assertThat(page.html()).contains("Link There");
        return browser.submit(page, Map.of("idp_id", bySecret));
    }

    private static void signInByPassword(Browser browser, String username) {
        browser.submit(
                browser.open(here.uri("/ui/login")), Map.of("username", username, "password", TestWorkspace.PASSWORD));
        assertThat(browser.cookies()).containsKey(SESSION);
    }

    /** At the other workspace, in the same browser: cookies of two hosts never meet. */
    private static Browser.Page through(Browser browser, Browser.Page away, String name) {
        URI asked = away.leadsTo();
        assertThat(asked.toString()).startsWith(there.issuer() + "/oauth/v2/authorize");
        Browser elsewhere = there.browser();
        Browser.Page back =
                elsewhere.submit(elsewhere.open(asked), Map.of("username", name, "password", TestWorkspace.PASSWORD));
        return browser.open(back.leadsTo());
    }
}
