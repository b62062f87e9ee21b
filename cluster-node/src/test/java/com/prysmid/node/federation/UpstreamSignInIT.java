package com.prysmid.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in through an OpenID Provider that is honest, and through one that is not. */
class UpstreamSignInIT {
    private static final String SESSION = "__Host-prysm_session";

    private static TestWorkspace workspace;
    private static Api admin;
    private static UpstreamImitation upstream;
    private static String idp;

    /** By state: which provider was asked. */
    private static final Map<String, String> ASKED = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        RunningDev dev = RunningDev.shared();
        workspace = TestWorkspace.create(dev, "federated");
        admin = workspace.admin();
        upstream = UpstreamImitation.start(dev);
        idp = add(upstream, "Elsewhere", "\"creation\":\"any\",\"link_by_email\":true,\"domains\":[\"corp.example\"]");
        admin.patch("/admin/v1/workspace", "{\"link_by_email\":true}").expect(200);
    }

    @AfterAll
    static void stop() {
        upstream.close();
    }

    private static String add(UpstreamImitation provider, String name, String more) {
        return admin.post("/admin/v1/idps", """
                        {"type":"oidc","name":"%s","issuer":"%s","client_id":"%s","client_secret":"%s",%s}""".formatted(
                                name, provider.issuer(), UpstreamImitation.CLIENT, UpstreamImitation.SECRET, more))
                .expect(201)
                .get("id")
                .asText();
    }

    @Test
    void aFirstSignInMakesAUserAndTheNextFindsIt() {
        Browser browser = workspace.browser();
        URI asked = start(browser, idp);
        assertThat(UpstreamImitation.query(asked))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", workspace.issuer() + callback(idp))
                .containsKeys("nonce", "state", "code_challenge");

        Browser.Page page = back(
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
        JsonNode user = onlyUser("ada@home.example");
        assertThat(user.get("email_verified").asBoolean()).isTrue();
        assertThat(user.get("given_name").asText()).isEqualTo("Ada");
        JsonNode session = sessions(user).get(0);
        assertThat(session.get("amr").toString()).isEqualTo("[\"fed\"]");

        Browser again = workspace.browser();
        signIn(again, "ada-1", claims -> claims);
        assertThat(again.cookies()).containsKey(SESSION);
        assertThat(sessions(user)).hasSize(2);
        String audit = audit(user.get("id").asText());
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
        URI asked = start(browser, idp);
        back(browser, upstream.answer(asked, "prover", claims -> claims));

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
        Browser.Page page = signIn(browser, "liar", changes);

        assertThat(page.status()).as(name).isIn(400, 502);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(page.html()).doesNotContain("liar").doesNotContain("id_token");
        assertThat(admin.get("/admin/v1/users?q=liar").expect(200).get("items")).isEmpty();
    }

    @Test
    void anAnswerIsGoodInTheBrowserThatAskedOnceAndNowhereElse() {
        Browser asking = workspace.browser();
        Map<String, String> answer = upstream.answer(start(asking, idp), "mover", claims -> claims);

        Browser victim = workspace.browser();
        start(victim, idp);
        assertThat(back(victim, answer).status()).isEqualTo(400);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
        TestWorkspace elsewhere = TestWorkspace.create(RunningDev.shared(), "elsewhere");
        assertThat(elsewhere
                        .browser()
                        .open(elsewhere.uri(callback(idp) + "?" + encode(answer)))
                        .status())
                .isEqualTo(400);

        assertThat(back(asking, answer).status()).isEqualTo(200);
        Browser.Page twice = back(asking, answer);
        assertThat(twice.status()).isEqualTo(400);
        for (String state :
                List.of("", "x", answer.get("state") + "A", answer.get("state").substring(1))) {
            assertThat(back(asking, Map.of("code", "c", "state", state)).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void severalTabsOfOneBrowserDoNotDisturbEachOther() {
        Browser browser = workspace.browser();
        URI first = start(browser, idp);
        URI second = start(browser, idp);

        assertThat(back(browser, upstream.answer(first, "tabs", claims -> claims))
                        .status())
                .isEqualTo(200);
        assertThat(back(browser, upstream.answer(second, "tabs", claims -> claims))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatAProviderSaysOfErrorsIsShownToNobody() {
        Browser browser = workspace.browser();
        String state = UpstreamImitation.query(start(browser, idp)).get("state");

        Browser.Page page = back(
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
        Map<String, String> answer = new LinkedHashMap<>(upstream.answer(start(browser, idp), "mixed", c -> c));
        answer.put("iss", "https://evil.example");

        assertThat(back(browser, answer).status()).isEqualTo(400);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
    }

    /** RFC 9700 §4.4: a provider that was asked must not have the code of another redeemed, nor its own taken for another's. */
    @Test
    void whatComesToThePlaceOfAnotherProviderIsNoAnswer() {
        String other = otherwise("Mixer", "\"creation\":\"any\"");
        Browser browser = workspace.browser();
        Map<String, String> answer = upstream.answer(start(browser, idp), "mixed-up", c -> c);

        assertThat(back(browser, other, answer).status()).isEqualTo(400);
        assertThat(browser.open(workspace.uri("/ui/idp/callback?" + encode(answer)))
                        .status())
                .isEqualTo(404);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(back(browser, answer).status()).isEqualTo(200);
    }

    @Test
    void aProviderThatSaysItNamesItselfMustDoSo() {
        try (UpstreamImitation naming = UpstreamImitation.start(RunningDev.shared())) {
            naming.discovery(Map.of("authorization_response_iss_parameter_supported", true));
            String id = add(naming, "Naming", "\"creation\":\"any\"");
            Browser browser = workspace.browser();
            assertThat(back(browser, naming.answer(start(browser, id), "n", c -> c))
                            .status())
                    .isEqualTo(400);
            Map<String, String> answer = new LinkedHashMap<>(naming.answer(start(browser, id), "n", c -> c));
            answer.put("iss", naming.issuer());
            assertThat(back(browser, answer).status()).isEqualTo(200);
        }
    }

    @Test
    void adocumentOfAnotherIssuerIsNobodys() {
        try (UpstreamImitation lying = UpstreamImitation.start(RunningDev.shared())) {
            lying.discovery(Map.of("issuer", upstream.issuer()));
            String id = add(lying, "Lying", "\"creation\":\"any\"");

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
            String id = add(telling, "Telling", "\"creation\":\"any\"");
            String profile = """
                    {"sub":"%s","email":"%s@told.example","email_verified":true,"name":"Told","preferred_username":"told"}""";
            telling.site().serve("/userinfo", "application/json", profile.formatted("other", "other"));
            Browser browser = workspace.browser();
            assertThat(back(browser, telling.answer(start(browser, id), "told", c -> c))
                            .status())
                    .isEqualTo(400);

            telling.site().serve("/userinfo", "application/json", profile.formatted("told", "told"));
            assertThat(back(browser, telling.answer(start(browser, id), "told", c -> c))
                            .status())
                    .isEqualTo(200);
            assertThat(onlyUser("told").get("email").asText()).isEqualTo("told@told.example");
        }
    }

    @Test
    void anAddressLinksOnlyWhereBothSidesHaveVerifiedIt() {
        String verified = workspace.createUser("vera");
        String unverified = admin.post(
                        "/admin/v1/users",
                        "{\"username\":\"squatter\",\"email\":\"victim@example.com\",\"email_verified\":false}")
                .expect(201)
                .get("id")
                .asText();

        Browser honest = workspace.browser();
        signIn(honest, "vera-1", c -> with(c, Map.of("email", "VERA@example.com", "email_verified", true)));
        assertThat(honest.cookies().get(SESSION).getValue()).startsWith(verified + ".");

        Browser unproven = workspace.browser();
        signIn(unproven, "mallory-1", c -> with(c, Map.of("email", "vera@example.com", "email_verified", false)));
        assertThat(unproven.cookies().get(SESSION).getValue()).doesNotStartWith(verified + ".");
        assertThat(admin.get("/admin/v1/users/" + verified + "/identities")
                        .expect(200)
                        .get("items"))
                .hasSize(1);

        Browser victim = workspace.browser();
        signIn(victim, "victim-1", c -> with(c, Map.of("email", "victim@example.com", "email_verified", true)));
        assertThat(victim.cookies().get(SESSION).getValue()).doesNotStartWith(unverified + ".");
    }

    @Test
    void aCrowdWithAnAddressThatIsNotTheirsHidesNobodyWhoseItIs() {
        for (int i = 0; i < 20; i++) {
            admin.post(
                            "/admin/v1/users",
                            "{\"username\":\"crowd-%d\",\"email\":\"wanted@example.com\",\"invite\":false}"
                                    .formatted(i))
                    .expect(201);
        }
        String wanted = workspace.createUser("wanted");

        Browser browser = workspace.browser();
        signIn(browser, "wanted-1", c -> with(c, Map.of("email", "wanted@example.com", "email_verified", true)));

        assertThat(browser.cookies().get(SESSION).getValue()).startsWith(wanted + ".");
    }

    @Test
    void whoHasARoleOverTheWorkspaceIsNeverFoundByAnAddress() {
        String owner = workspace.createUser("olga");
        admin.put(
                        "/admin/v1/users/" + owner + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.owner\"]}")
                .expect(200);
        Browser browser = workspace.browser();

        Browser.Page page =
                signIn(browser, "olga-1", c -> with(c, Map.of("email", "olga@example.com", "email_verified", true)));

        assertThat(page.status()).isEqualTo(409);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        // Nor is the subject promised to them from then on.
        signIn(browser, "olga-1", c -> c);
        assertThat(browser.cookies().get(SESSION).getValue()).doesNotStartWith(owner + ".");
    }

    @Test
    void whereThePolicyDoesNotAllowItThePersonSignsInFirst() {
        String id = otherwise("Strict", "\"creation\":\"any\",\"link_by_email\":false");
        workspace.createUser("stan");
        Browser browser = workspace.browser();

        Browser.Page page = back(
                browser,
                upstream.answer(
                        start(browser, id),
                        "stan-1",
                        c -> with(c, Map.of("email", "stan@example.com", "email_verified", true))));

        assertThat(page.status()).isEqualTo(409);
        assertThat(admin.get("/admin/v1/users?q=stan").expect(200).get("items")).hasSize(1);
    }

    @Test
    void nobodyIsMadeWhereFirstSignInsMakeNobody() {
        String closed = otherwise("Closed", "\"creation\":\"off\"");
        String domain = otherwise("Domain", "\"creation\":\"verified_domain\",\"domains\":[\"only.example\"]");
        Browser browser = workspace.browser();

        assertThat(back(browser, upstream.answer(start(browser, closed), "nn-1", c -> c))
                        .status())
                .isEqualTo(403);
        for (Map<String, Object> email : List.<Map<String, Object>>of(
                Map.of("email", "nn@only.example", "email_verified", false),
                Map.of("email", "nn@sub.only.example", "email_verified", true),
                Map.of("email", "nn@only.example.evil.example", "email_verified", true))) {
            assertThat(back(browser, upstream.answer(start(browser, domain), "nn-2", c -> with(c, email)))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(admin.get("/admin/v1/users?q=nn").expect(200).get("items")).isEmpty();
        assertThat(back(
                                browser,
                                upstream.answer(
                                        start(browser, domain),
                                        "nn-3",
                                        c -> with(c, Map.of("email", "nn@only.example", "email_verified", true))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoFirstSignInsAtOnceMakeOneUser() {
        List<CompletableFuture<Browser.Page>> pages = Stream.generate(workspace::browser)
                .limit(4)
                .map(browser -> {
                    Map<String, String> answer = upstream.answer(
                            start(browser, idp), "twins", c -> with(c, Map.of("preferred_username", "twins")));
                    return CompletableFuture.supplyAsync(() -> back(browser, answer));
                })
                .toList();

        assertThat(pages.stream().map(CompletableFuture::join).map(Browser.Page::status))
                .containsOnly(200);
        assertThat(admin.get("/admin/v1/users?q=twins").expect(200).get("items"))
                .hasSize(1);
    }

    @Test
    void aLoginNameThatIsTakenGetsANumber() {
        workspace.createUser("bob");
        signIn(workspace.browser(), "bob-1", c -> with(c, Map.of("preferred_username", "bob")));
        signIn(workspace.browser(), "bob-2", c -> with(c, Map.of("preferred_username", "bob@stolen.example")));

        assertThat(admin.get("/admin/v1/users?q=bob").expect(200).get("items").findValuesAsText("username"))
                .containsExactlyInAnyOrder("bob", "bob-2", "bob-3");
    }

    @Test
    void whoIsLockedOrDeactivatedIsNotLetInByOthersEither() {
        Browser browser = workspace.browser();
        signIn(browser, "lou-1", c -> with(c, Map.of("preferred_username", "lou")));
        String id = onlyUser("lou").get("id").asText();
        admin.post("/admin/v1/users/" + id + "/lock", "").expect(200);

        Browser again = workspace.browser();
        assertThat(signIn(again, "lou-1", c -> c).status()).isEqualTo(403);
        assertThat(again.cookies()).doesNotContainKey(SESSION);
        assertThat(audit(id)).contains("user.sign_in_failed");
    }

    @Test
    void aProviderThatIsRemovedOrSwitchedOffLetsNobodyIn() {
        String id = otherwise("Short", "\"creation\":\"any\"");
        Browser browser = workspace.browser();
        URI asked = start(browser, id);
        URI second = start(browser, id);
        assertThat(back(browser, upstream.answer(start(browser, id), "shorty", c -> c))
                        .status())
                .isEqualTo(200);
        admin.patch("/admin/v1/idps/" + id, "{\"enabled\":false}").expect(200);
        assertThat(back(browser, upstream.answer(asked, "shorty", c -> c)).status())
                .isEqualTo(404);
        admin.delete("/admin/v1/idps/" + id);

        assertThat(back(browser, upstream.answer(second, "shorty", c -> c)).status())
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

        Browser.Page done = back(browser, upstream.answer(named, "eve", c -> c));
        Browser.Page consented = done.status() == 200 ? browser.submit(done, Map.of("answer", "allow")) : done;
        assertThat(consented.leadsTo().toString()).startsWith("https://client.example/cb?");
    }

    private static String otherwise(String name, String more) {
        return add(upstream, name, more);
    }

    private static URI start(Browser browser, String idpId) {
        Browser.Page page = browser.open(workspace.uri("/ui/idp/" + idpId + "/start"));
        URI asked = page.leadsTo();
        ASKED.put(String.valueOf(UpstreamImitation.query(asked).get("state")), idpId);
        return asked;
    }

    private static Browser.Page signIn(Browser browser, String subject, UnaryOperator<Map<String, Object>> changes) {
        return back(browser, upstream.answer(start(browser, idp), subject, changes));
    }

    private static Browser.Page back(Browser browser, Map<String, String> answer) {
        return back(browser, ASKED.getOrDefault(String.valueOf(answer.get("state")), idp), answer);
    }

    private static Browser.Page back(Browser browser, String idpId, Map<String, String> answer) {
        return browser.open(workspace.uri(callback(idpId) + "?" + encode(answer)));
    }

    private static String callback(String idpId) {
        return "/ui/idp/" + idpId + "/callback";
    }

    private static String encode(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static JsonNode onlyUser(String q) {
        JsonNode items = admin.get("/admin/v1/users?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .expect(200)
                .get("items");
        assertThat(items).hasSize(1);
        return admin.get("/admin/v1/users/" + items.get(0).get("id").asText()).expect(200);
    }

    private static JsonNode sessions(JsonNode user) {
        return admin.get("/admin/v1/users/" + user.get("id").asText() + "/sessions")
                .expect(200)
                .get("items");
    }

    private static String audit(String target) {
        return admin.get("/admin/v1/audit?target=" + target).expect(200).toString();
    }

    private static Arguments lie(String name, UnaryOperator<Map<String, Object>> changes) {
        return Arguments.of(name, changes);
    }

    private static Map<String, Object> with(Map<String, Object> claims, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.putAll(more);
        return all;
    }

    private static Map<String, Object> without(Map<String, Object> claims, String name) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.remove(name);
        return all;
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
