package com.prysmid.node.federation;

import static com.prysmid.node.federation.FederatedWorkspace.SESSION;
import static com.prysmid.node.federation.FederatedWorkspace.callback;
import static com.prysmid.node.federation.FederatedWorkspace.encode;
import static com.prysmid.node.federation.FederatedWorkspace.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.LocalSite;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.net.URI;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign in with Apple: its answer is a form that Apple's page posts, with a name only the first time, and its secret a JWT. */
class AppleUpstreamIT {
    private static final String TEAM = "ABCDEFGHIJ";
    private static final String KEY_ID = "KLMNOPQRST";

    private static TestWorkspace workspace;
    private static UpstreamImitation apple;
    private static ECKey key;
    private static String idp;

    @BeforeAll
    static void start() throws JOSEException {
        RunningDev dev = RunningDev.shared();
        workspace = TestWorkspace.create(dev, "appled");
        apple = UpstreamImitation.apple(dev);
        key = new ECKeyGenerator(Curve.P_256).generate();
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder().encodeToString(key.toECPrivateKey().getEncoded())
                + "\\n-----END PRIVATE KEY-----";
        idp = workspace
                .admin()
                .post("/admin/v1/idps", """
                        {"type":"apple","name":"Apple","client_id":"%s","team_id":"%s","key_id":"%s","private_key":"%s",
                        "creation":"any"}""".formatted(UpstreamImitation.CLIENT, TEAM, KEY_ID, pem))
                .expect(201)
                .get("id")
                .asText();
    }

    @AfterAll
    static void stop() {
        apple.close();
    }

    private static URI ask(Browser browser) {
        return browser.open(workspace.uri("/ui/idp/" + idp + "/start")).leadsTo();
    }

    private static Map<String, String> answer(URI asked, String subject) {
        return apple.answer(
                asked,
                subject,
                claims -> with(claims, Map.of("email", subject + "@icloud.example", "email_verified", "true")));
    }

    private static Browser.Page post(Browser browser, Map<String, String> answer) {
        return browser.post(workspace.uri(callback(idp)), answer);
    }

    @Test
    void whatApplesPagePostsSignsInOnce() throws ParseException, JOSEException {
        Browser browser = workspace.browser();
        URI asked = ask(browser);
        assertThat(UpstreamImitation.query(asked))
                .containsEntry("response_mode", "form_post")
                .containsEntry("scope", "openid name email");
        Map<String, String> answer = new LinkedHashMap<>(answer(asked, "tim"));
        answer.put(
                "user", "{\"name\":{\"firstName\":\"Tim\",\"lastName\":\"Apfel\"},\"email\":\"other@evil.example\"}");

        Browser.Page page = post(browser, answer);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.address().toString()).doesNotContain("response=").doesNotContain("code=");
        assertThat(browser.cookies()).containsKey(SESSION);
        JsonNode user = user("tim");
        assertThat(user.get("given_name").asText()).isEqualTo("Tim");
        assertThat(user.get("family_name").asText()).isEqualTo("Apfel");
        assertThat(user.get("email").asText()).isEqualTo("tim@icloud.example");
        proveOurselves();

        assertThat(post(browser, answer).status()).as("posted again").isEqualTo(400);
        Map<String, String> again = answer(ask(browser), "tim");
        assertThat(post(browser, again).status()).isEqualTo(200);
        assertThat(user("tim").get("given_name").asText()).as("kept").isEqualTo("Tim");
    }

    /** Apple takes no secret but a JWT of the team's key. */
    private static void proveOurselves() throws ParseException, JOSEException {
        LocalSite.Request request = apple.site().requests().stream()
                .filter(one -> one.uri().getPath().equals("/token"))
                .toList()
                .getLast();
        SignedJWT secret =
                SignedJWT.parse(UpstreamImitation.parse(request.body()).get("client_secret"));
        assertThat(secret.verify(new ECDSAVerifier(key.toPublicJWK()))).isTrue();
        assertThat(secret.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(secret.getHeader().getKeyID()).isEqualTo(KEY_ID);
        assertThat(secret.getJWTClaimsSet().getIssuer()).isEqualTo(TEAM);
        assertThat(secret.getJWTClaimsSet().getSubject()).isEqualTo(UpstreamImitation.CLIENT);
        assertThat(secret.getJWTClaimsSet().getAudience()).containsExactly(apple.issuer());
    }

    @Test
    void anAnswerPostedIntoAnotherBrowserIsNotTaken() {
        Browser asking = workspace.browser();
        Map<String, String> answer = answer(ask(asking), "mover");
        Browser victim = workspace.browser();
        ask(victim);

        assertThat(post(victim, answer).status()).isEqualTo(400);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
        assertThat(post(asking, answer).status()).isEqualTo(200);
    }

    @Test
    void whatShouldHaveBeenPostedIsNotTakenFromALink() {
        Browser browser = workspace.browser();
        Map<String, String> answer = answer(ask(browser), "linked");

        assertThat(browser.open(workspace.uri(callback(idp) + "?" + encode(answer)))
                        .status())
                .isEqualTo(400);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    void aSealedAnswerIsGoodForItsOwnQuestionOnly() {
        Browser browser = workspace.browser();
        Map<String, String> answer = answer(ask(browser), "sealed");
        for (String sealed : new String[] {"", "x", answer.get("state")}) {
            assertThat(browser.open(workspace.uri(callback(idp) + "?"
                                    + encode(Map.of("response", sealed, "state", answer.get("state")))))
                            .status())
                    .as(sealed)
                    .isEqualTo(400);
        }
        assertThat(post(browser, Map.of("code", answer.get("code"), "state", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(post(browser, Map.of("code", answer.get("code"))).status()).isEqualTo(400);
        assertThat(post(browser, Map.of("state", answer.get("state"), "code", "c".repeat(20_000)))
                        .status())
                .isEqualTo(400);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(post(browser, answer).status()).isEqualTo(200);
    }

    @Test
    void whoWillNotSignInAtAppleComesBackToTheSignInPage() {
        Browser browser = workspace.browser();
        String state = UpstreamImitation.query(ask(browser)).get("state");

        Browser.Page page = post(browser, Map.of("error", "user_cancelled_authorize", "state", state));

        assertThat(page.status()).isEqualTo(400);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/audit?type=user.sign_in_failed")
                        .expect(200)
                        .toString())
                .contains("upstream_user_cancelled_authorize");
    }

    private static JsonNode user(String name) {
        JsonNode items =
                workspace.admin().get("/admin/v1/users?q=" + name).expect(200).get("items");
        assertThat(items).hasSize(1);
        return workspace
                .admin()
                .get("/admin/v1/users/" + items.get(0).get("id").asText())
                .expect(200);
    }
}
