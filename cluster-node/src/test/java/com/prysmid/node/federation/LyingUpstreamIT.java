package com.prysmid.node.federation;

import static com.prysmid.node.federation.FederatedWorkspace.SESSION;
import static com.prysmid.node.federation.FederatedWorkspace.callback;
import static com.prysmid.node.federation.FederatedWorkspace.encode;
import static com.prysmid.node.federation.FederatedWorkspace.with;
import static com.prysmid.node.federation.FederatedWorkspace.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in through an OpenID Provider that is not honest, or with an answer that was not for this browser. */
class LyingUpstreamIT {
    private static FederatedWorkspace federated;
    private static TestWorkspace workspace;
    private static Api admin;
    private static UpstreamImitation upstream;
    private static String idp;

    @BeforeAll
    static void start() {
        federated = FederatedWorkspace.create(RunningDev.shared(), "fedlies");
        workspace = federated.workspace();
        admin = federated.admin();
        upstream = federated.upstream();
        idp = federated.idp();
    }

    @AfterAll
    static void stop() {
        federated.close();
    }

    static Stream<Arguments> lies() throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("one").generate();
        return Stream.of(
                lie("another nonce", c -> with(c, Map.of("nonce", "another"))),
                lie("no nonce", c -> without(c, "nonce")),
                lie("another audience", c -> with(c, Map.of("aud", "somebody-else"))),
                lie(
                        "a second audience without azp",
                        c -> with(c, Map.of("aud", List.of(UpstreamImitation.CLIENT, "x")))),
                lie("handed out to another", c -> with(c, Map.of("azp", "somebody-else"))),
                lie("another issuer", c -> with(c, Map.of("iss", "https://evil.example"))),
                lie("expired", c -> with(c, Map.of("exp", 1_000L))),
                lie("made long ago", c -> with(c, Map.of("iat", 1_000L))),
                lie("from the future", c -> with(c, Map.of("iat", 4_000_000_000L))),
                lie("no subject", c -> without(c, "sub")),
                lie("a blank subject", c -> with(c, Map.of("sub", " "))),
                lie("of another access token", c -> with(c, Map.of("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"))),
                lie("signed by another key", c -> with(c, Map.of("#jwt", upstream.sign(other, c)))),
                lie("unsigned", c -> with(c, Map.of("#jwt", unsigned(c)))),
                lie("signed with our secret", c -> with(c, Map.of("#jwt", signedWithOurSecret(c)))),
                lie("not a token", c -> with(c, Map.of("#jwt", "e30.e30.e30"))),
                lie(
                        "no id token",
                        c -> with(c, Map.of("#token", "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"))),
                lie("no JSON", c -> with(c, Map.of("#token", "<html>"))),
                lie("a member twice", c -> with(c, Map.of("#token", "{\"id_token\":\"a\",\"id_token\":\"b\"}"))),
                lie("huge", c -> with(c, Map.of("#token", "{\"x\":\"" + "y".repeat(1_000_000) + "\"}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void noLieSignsAnybodyIn(String name, UnaryOperator<Map<String, Object>> changes) {
        Browser browser = workspace.browser();
        Browser.Page page = federated.signIn(browser, "liar", changes);

        assertThat(page.status()).as(name).isIn(400, 502);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(page.html()).doesNotContain("liar").doesNotContain("id_token");
        assertThat(admin.get("/admin/v1/users?q=liar").expect(200).get("items")).isEmpty();
    }

    @Test
    void anAnswerIsGoodInTheBrowserThatAskedOnceAndNowhereElse() {
        Browser asking = workspace.browser();
        Map<String, String> answer = upstream.answer(federated.start(asking, idp), "mover", claims -> claims);

        Browser victim = workspace.browser();
        federated.start(victim, idp);
        assertThat(federated.back(victim, answer).status()).isEqualTo(400);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
        TestWorkspace elsewhere = TestWorkspace.create(RunningDev.shared(), "elsewhere");
        assertThat(elsewhere
                        .browser()
                        .open(elsewhere.uri(callback(idp) + "?" + encode(answer)))
                        .status())
                .isEqualTo(400);

        assertThat(federated.back(asking, answer).status()).isEqualTo(200);
        Browser.Page twice = federated.back(asking, answer);
        assertThat(twice.status()).isEqualTo(400);
        for (String state :
                List.of("", "x", answer.get("state") + "A", answer.get("state").substring(1))) {
            assertThat(federated
                            .back(asking, Map.of("code", "c", "state", state))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whatAProviderSaysOfErrorsIsShownToNobody() {
        Browser browser = workspace.browser();
        String state = UpstreamImitation.query(federated.start(browser, idp)).get("state");

        Browser.Page page = federated.back(
                browser,
                Map.of(
                        "error", "access_denied\"><script>",
                        "error_description", "call 555-0100 now",
                        "error_uri", "https://evil.example",
                        "state", state));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html())
                .doesNotContain("555-0100")
                .doesNotContain("evil.example")
                .doesNotContain("<script>");
        assertThat(admin.get("/admin/v1/audit?type=user.sign_in_failed")
                        .expect(200)
                        .get("items")
                        .get(0)
                        .toString())
                .contains("upstream_error")
                .doesNotContain("script");
    }

    @Test
    void aResponseThatNamesAnotherIssuerIsAnotherProviders() {
        Browser browser = workspace.browser();
        Map<String, String> answer =
                new LinkedHashMap<>(upstream.answer(federated.start(browser, idp), "mixed", c -> c));
        answer.put("iss", "https://evil.example");

        assertThat(federated.back(browser, answer).status()).isEqualTo(400);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
    }

    /** RFC 9700 §4.4: a provider that was asked must not have the code of another redeemed, nor its own taken for another's. */
    @Test
    void whatComesToThePlaceOfAnotherProviderIsNoAnswer() {
        String other = federated.otherwise("Mixer", "\"creation\":\"any\"");
        Browser browser = workspace.browser();
        Map<String, String> answer = upstream.answer(federated.start(browser, idp), "mixed-up", c -> c);

        assertThat(federated.back(browser, other, answer).status()).isEqualTo(400);
        assertThat(browser.open(workspace.uri("/ui/idp/callback?" + encode(answer)))
                        .status())
                .isEqualTo(404);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(federated.back(browser, answer).status()).isEqualTo(200);
    }

    @Test
    void aProviderThatSaysItNamesItselfMustDoSo() {
        try (UpstreamImitation naming = UpstreamImitation.start(RunningDev.shared())) {
            naming.discovery(Map.of("authorization_response_iss_parameter_supported", true));
            String id = federated.add(naming, "Naming", "\"creation\":\"any\"");
            Browser browser = workspace.browser();
            assertThat(federated
                            .back(browser, naming.answer(federated.start(browser, id), "n", c -> c))
                            .status())
                    .isEqualTo(400);
            Map<String, String> answer = new LinkedHashMap<>(naming.answer(federated.start(browser, id), "n", c -> c));
            answer.put("iss", naming.issuer());
            assertThat(federated.back(browser, answer).status()).isEqualTo(200);
        }
    }

    @Test
    void adocumentOfAnotherIssuerIsNobodys() {
        try (UpstreamImitation lying = UpstreamImitation.start(RunningDev.shared())) {
            lying.discovery(Map.of("issuer", upstream.issuer()));
            String id = federated.add(lying, "Lying", "\"creation\":\"any\"");

            assertThat(workspace
                            .browser()
                            .open(workspace.uri("/ui/idp/" + id + "/start"))
                            .status())
                    .isEqualTo(502);
        }
    }

    @Test
    void userinfoOfAnotherSubjectIsRefusedAndThatOfTheSameFillsIn() {
        try (UpstreamImitation telling = UpstreamImitation.start(RunningDev.shared())) {
            telling.discovery(Map.of("userinfo_endpoint", telling.issuer() + "/userinfo"));
            String id = federated.add(telling, "Telling", "\"creation\":\"any\"");
            String profile = """
                    {"sub":"%s","email":"%s@told.example","email_verified":true,"name":"Told","preferred_username":"told"}""";
            telling.site().serve("/userinfo", "application/json", profile.formatted("other", "other"));
            Browser browser = workspace.browser();
            assertThat(federated
                            .back(browser, telling.answer(federated.start(browser, id), "told", c -> c))
                            .status())
                    .isEqualTo(400);

            telling.site().serve("/userinfo", "application/json", profile.formatted("told", "told"));
            assertThat(federated
                            .back(browser, telling.answer(federated.start(browser, id), "told", c -> c))
                            .status())
                    .isEqualTo(200);
            assertThat(federated.onlyUser("told").get("email").asText()).isEqualTo("told@told.example");
        }
    }

    private static Arguments lie(String name, UnaryOperator<Map<String, Object>> changes) {
        return Arguments.of(name, changes);
    }

    private static String unsigned(Map<String, Object> claims) {
        try {
            return new PlainJWT(JWTClaimsSet.parse(claims)).serialize();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String signedWithOurSecret(Map<String, Object> claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), JWTClaimsSet.parse(claims));
            jwt.sign(new MACSigner((UpstreamImitation.SECRET + " ".repeat(32)).getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
