package com.prysmid.node.federation;

import static com.prysmid.node.federation.FederatedWorkspace.SESSION;
import static com.prysmid.node.federation.FederatedWorkspace.callback;
import static com.prysmid.node.federation.FederatedWorkspace.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in through an OpenID Provider. */
class UpstreamSignInIT {
    private static FederatedWorkspace federated;
    private static TestWorkspace workspace;
    private static Api admin;
    private static UpstreamImitation upstream;
    private static String idp;

    @BeforeAll
    static void start() {
        federated = FederatedWorkspace.create(RunningDev.shared(), "federated");
        workspace = federated.workspace();
        admin = federated.admin();
        upstream = federated.upstream();
        idp = federated.idp();
    }

    @AfterAll
    static void stop() {
        federated.close();
    }

    @Test
    void aFirstSignInMakesAUserAndTheNextFindsIt() {
        Browser browser = workspace.browser();
        URI asked = federated.start(browser, idp);
        assertThat(UpstreamImitation.query(asked))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", workspace.issuer() + callback(idp))
                .containsKeys("nonce", "state", "code_challenge");

        Browser.Page page = federated.back(
                browser,
                upstream.answer(
                        asked,
                        "ada-1",
                        claims -> with(
                                claims,
                                Map.of(
                                        "email",
                                        "ada@home.example",
                                        "email_verified",
                                        true,
                                        "given_name",
                                        "Ada",
                                        "name",
                                        "Ada L."))));

        assertThat(page.status()).as(page.html()).isEqualTo(200);
        assertThat(browser.cookies()).containsKey(SESSION);
        JsonNode user = federated.onlyUser("ada@home.example");
        assertThat(user.get("email_verified").asBoolean()).isTrue();
        assertThat(user.get("given_name").asText()).isEqualTo("Ada");
        JsonNode session = federated.sessions(user).get(0);
        assertThat(session.get("amr").toString()).isEqualTo("[\"fed\"]");

        Browser again = workspace.browser();
        federated.signIn(again, "ada-1", claims -> claims);
        assertThat(again.cookies()).containsKey(SESSION);
        assertThat(federated.sessions(user)).hasSize(2);
        String audit = federated.audit(user.get("id").asText());
        assertThat(audit).contains("user.created", "user.identity_linked", "user.signed_in");
        assertThat(admin.get("/admin/v1/audit?type=user.identity_linked")
                        .expect(200)
                        .get("items")
                        .get(0)
                        .get("ip")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void weProveWhoWeAreAndSendTheVerifierThatFits() {
        Browser browser = workspace.browser();
        URI asked = federated.start(browser, idp);
        federated.back(browser, upstream.answer(asked, "prover", claims -> claims));

        var request = upstream.site().requests().stream()
                .filter(one -> one.uri().getPath().equals("/token"))
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(request.headers().get("Authorization").getFirst()).startsWith("Basic ");
        Map<String, String> form = UpstreamImitation.parse(request.body());
        assertThat(form)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("redirect_uri", workspace.issuer() + callback(idp))
                .doesNotContainKey("client_secret");
        assertThat(com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                                com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod.S256,
                                new com.nimbusds.oauth2.sdk.pkce.CodeVerifier(form.get("code_verifier")))
                        .getValue())
                .isEqualTo(UpstreamImitation.query(asked).get("code_challenge"));
    }

    @Test
    void severalTabsOfOneBrowserDoNotDisturbEachOther() {
        Browser browser = workspace.browser();
        URI first = federated.start(browser, idp);
        URI second = federated.start(browser, idp);

        assertThat(federated
                        .back(browser, upstream.answer(first, "tabs", claims -> claims))
                        .status())
                .isEqualTo(200);
        assertThat(federated
                        .back(browser, upstream.answer(second, "tabs", claims -> claims))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoIsLockedOrDeactivatedIsNotLetInByOthersEither() {
        Browser browser = workspace.browser();
        federated.signIn(browser, "lou-1", c -> with(c, Map.of("preferred_username", "lou")));
        String id = federated.onlyUser("lou").get("id").asText();
        admin.post("/admin/v1/users/" + id + "/lock", "").expect(200);

        Browser again = workspace.browser();
        assertThat(federated.signIn(again, "lou-1", c -> c).status()).isEqualTo(403);
        assertThat(again.cookies()).doesNotContainKey(SESSION);
        assertThat(federated.audit(id)).contains("user.sign_in_failed");
    }

    @Test
    void aProviderThatIsRemovedOrSwitchedOffLetsNobodyIn() {
        String id = federated.otherwise("Short", "\"creation\":\"any\"");
        Browser browser = workspace.browser();
        URI asked = federated.start(browser, id);
        URI second = federated.start(browser, id);
        assertThat(federated
                        .back(browser, upstream.answer(federated.start(browser, id), "shorty", c -> c))
                        .status())
                .isEqualTo(200);
        admin.patch("/admin/v1/idps/" + id, "{\"enabled\":false}").expect(200);
        assertThat(federated
                        .back(browser, upstream.answer(asked, "shorty", c -> c))
                        .status())
                .isEqualTo(404);
        admin.delete("/admin/v1/idps/" + id);

        assertThat(federated
                        .back(browser, upstream.answer(second, "shorty", c -> c))
                        .status())
                .isEqualTo(404);
        assertThat(browser.open(workspace.uri("/ui/idp/" + id + "/start")).status())
                .isEqualTo(404);
    }

    @Test
    void whoseDomainIsAProvidersSignsInThere() {
        Browser browser = workspace.browser();
        Browser.Page form = browser.open(workspace.uri("/ui/login"));
        assertThat(form.html()).contains("Continue with Elsewhere").contains("/ui/idp/" + idp + "/start");

        Browser.Page sent = browser.submit(form, Map.of("username", "Someone@CORP.example", "password", ""));
        assertThat(sent.leadsTo().toString()).startsWith(upstream.issuer() + "/authorize?");
        assertThat(UpstreamImitation.query(sent.leadsTo())).containsEntry("login_hint", "Someone@CORP.example");
        assertThat(browser.submit(form, Map.of("username", "someone@other.example", "password", "x"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anAppMaySayThroughWhomOrWhoIsExpected() {
        String project = workspace.createProject("Hinting");
        String client = workspace.registerApp(project, """
                        {"client_name":"Hint","redirect_uris":["https://client.example/cb"],
                         "grant_types":["authorization_code"],"token_endpoint_auth_method":"none"}""").get("client_id").asText();
        String request = "/oauth/v2/authorize?response_type=code&client_id=" + client
                + "&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&scope=openid&state=s&nonce=n"
                + "&code_challenge=" + "A".repeat(43) + "&code_challenge_method=S256";
        Browser browser = workspace.browser();

        URI hinted = browser.open(workspace.uri(request + "&login_hint=eve%40corp.example"))
                .leadsTo();
        assertThat(UpstreamImitation.query(hinted)).containsEntry("login_hint", "eve@corp.example");
        URI named = browser.open(workspace.uri(request + "&idp_hint=" + idp)).leadsTo();
        assertThat(UpstreamImitation.query(named)).doesNotContainKey("login_hint");
        assertThat(browser.open(workspace.uri(request + "&idp_hint=unknown")).status())
                .isEqualTo(200);

        Browser.Page done = federated.back(browser, upstream.answer(named, "eve", c -> c));
        Browser.Page consented = done.status() == 200 ? browser.submit(done, Map.of("answer", "allow")) : done;
        assertThat(consented.leadsTo().toString()).startsWith("https://client.example/cb?");
    }
}
