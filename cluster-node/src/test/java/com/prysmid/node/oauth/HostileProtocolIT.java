package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RawRequest;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker would try at the protocol's endpoints, over the network. */
class HostileProtocolIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(DEV, "attacked");
    private static final String PROJECT = WORKSPACE.createProject("Attacked");
    private static final SignedIn APP = SignedIn.prepare(WORKSPACE, "mallory");
    private static final RelyingParty RP = RelyingParty.register(WORKSPACE, PROJECT, RelyingParty.CALLBACK, "");
    private static final RSAKey KEY = key("k1");
    private static final String CLIENT = WORKSPACE
            .registerApp(PROJECT, """
                    {"client_name":"signer","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                     "token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[%s]}}""".formatted(KEY.toPublicJWK().toJSONString()))
            .get("client_id")
            .asText();
    private static final String TOKEN = "/oauth/v2/token";
    private static final String SCRIPT = "\"'><script>alert(1)</script>";

    /** An answer with its head, as it came. */
    private static RawRequest.Reply form(String path, Map<String, String> form, String... headers) {
        return post(path, encoded(form), headers);
    }

    private static RawRequest.Reply post(String path, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                "POST " + path + " HTTP/1.1",
                "Host: " + WORKSPACE.uri("/").getRawAuthority(),
                "Content-Type: application/x-www-form-urlencoded",
                "Connection: close"));
        lines.addAll(List.of(headers));
        lines.add("Content-Length: " + body.length() + "\r\n\r\n" + body);
        return raw(lines.toArray(String[]::new));
    }

    private static RawRequest.Reply get(String path, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + path + " HTTP/1.1", "Host: " + WORKSPACE.uri("/").getRawAuthority()));
        lines.addAll(List.of(headers));
        return raw(lines.toArray(String[]::new));
    }

    private static RawRequest.Reply raw(String... lines) {
        return RawRequest.send(
                DEV.tls(), DEV.workspacePort(), WORKSPACE.uri("/").getHost(), lines);
    }

    @Test
    void onlyAnAssertionThatIsRightInEveryMemberProvesTheClient() throws Exception {
        assertThat(assertion(signed(KEY, header("k1"), claims())).status()).isEqualTo(200);
        String good = signed(KEY, header("k1"), claims());
        String[] parts = good.split("\\.", -1);

        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("alg none", base64("{\"alg\":\"none\"}") + "." + parts[1] + ".");
        bad.put("alg None", base64("{\"alg\":\"None\",\"kid\":\"k1\"}") + "." + parts[1] + "." + parts[2]);
        bad.put("HS256 with the public key", mac(KEY.toPublicJWK().toJSONString()));
        bad.put(
                "HS256 with its encoding",
                mac(new String(KEY.toRSAPublicKey().getEncoded(), StandardCharsets.ISO_8859_1)));
        for (String kid : List.of("../../dev/null", "' OR '1'='1", "k1\u0000", "", "k".repeat(10_000))) {
            bad.put("kid " + kid.length(), signed(key("other"), header(kid), claims()));
        }
        RSAKey mine = key("mine");
        bad.put(
                "a key of its own",
                signed(
                        mine,
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(mine.toPublicJWK())
                                .build(),
                        claims()));
        bad.put(
                "a key set of its own",
                signed(
                        mine,
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("mine")
                                .jwkURL(URI.create("https://evil.example/jwks"))
                                .build(),
                        claims()));
        bad.put(
                "typ",
                signed(
                        KEY,
                        new JWSHeader.Builder(header("k1"))
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        claims()));
        bad.put("aud of another server", signed(KEY, header("k1"), with("aud", "https://evil.example")));
        bad.put(
                "aud of another workspace",
                signed(KEY, header("k1"), with("aud", WORKSPACE.issuer().replace("auth.", "auth.x"))));
        bad.put("no aud", signed(KEY, header("k1"), with("aud", null)));
        bad.put("iss", signed(KEY, header("k1"), with("iss", "bootstrap-admin")));
        bad.put("sub", signed(KEY, header("k1"), with("sub", "bootstrap-admin")));
        bad.put("expired", signed(KEY, header("k1"), with("exp", in(-1))));
        bad.put("no exp", signed(KEY, header("k1"), with("exp", null)));
        bad.put("for ever", signed(KEY, header("k1"), with("exp", in(86_400))));
        bad.put("exp beyond all", signed(KEY, header("k1"), with("exp", Long.MAX_VALUE)));
        bad.put("exp as text", signed(KEY, header("k1"), with("exp", "9999999999")));
        bad.put("not yet", signed(KEY, header("k1"), with("nbf", in(120))));
        bad.put("issued tomorrow", signed(KEY, header("k1"), with("iat", in(86_400))));
        bad.put("no jti", signed(KEY, header("k1"), with("jti", null)));
        bad.put("broken", good.substring(0, good.length() - 5) + "AAAAA");
        bad.put("encrypted", base64("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}") + ".AA.AA.AA.AA");
        bad.put("nothing", "..");
        bad.put("deep", base64("{\"alg\":\"RS256\"}") + "." + base64("[".repeat(3_000)) + ".AA");
        bad.forEach((what, assertion) -> {
            RawRequest.Reply reply = assertion(assertion);
            assertThat(reply.status()).as(what + ": " + reply.text()).isEqualTo(401);
            assertThat(reply.text()).as(what).contains("\"invalid_client\"");
        });
        assertThat(assertion(good).status())
                .as("and none of it spent the good one")
                .isEqualTo(200);
    }

    @Test
    void oneAssertionSentAHundredTimesAtOnceCountsOnce() throws Exception {
        String assertion = signed(KEY, header("k1"), claims());
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> assertion(assertion).status()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(200, 401).containsOnlyOnce(200);
    }

    @Test
    void aClientIsToldNothingOfWhoElseThereIs() {
        RawRequest.Reply wrong = post(TOKEN, "grant_type=client_credentials&client_secret=x&client_id=" + RP.client());
        RawRequest.Reply unknown = post(TOKEN, "grant_type=client_credentials&client_secret=x&client_id=nobody");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(body(wrong)).isEqualTo(body(unknown));
    }

    @Test
    void twoCredentialsOrTwoHeadersAreRefused() {
        String basic = "Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((RP.client() + ":" + RP.secret().getValue()).getBytes(StandardCharsets.UTF_8));
        assertThat(form(TOKEN, Map.of("grant_type", "client_credentials"), basic, "Authorization: Basic eDp5")
                        .status())
                .isEqualTo(400);
        assertThat(form(TOKEN, Map.of("grant_type", "client_credentials", "client_secret", "x"), basic)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void noTokenPassesForOneOfAnotherKind() throws Exception {
        OIDCTokens tokens = APP.tokens();
        String jarm = query(RP.signIn(WORKSPACE.browser(), "mallory", "response_mode", "query.jwt"), "response");
        for (String other : List.of(
                tokens.getIDTokenString(),
                tokens.getRefreshToken().getValue(),
                jarm,
                APP.authorize().code().getValue())) {
            assertThat(get("/oidc/v1/userinfo", "Authorization: Bearer " + other)
                            .status())
                    .isEqualTo(401);
            assertThat(get("/admin/v1/users", "Authorization: Bearer " + other).status())
                    .isEqualTo(401);
        }
        for (String notRefreshing : List.of(
                tokens.getIDTokenString(),
                tokens.getAccessToken().getValue(),
                jarm,
                APP.authorize().code().getValue())) {
            assertThat(form(
                                    TOKEN,
                                    Map.of(
                                            "grant_type",
                                            "refresh_token",
                                            "client_id",
                                            APP.client().getValue(),
                                            "refresh_token",
                                            notRefreshing))
                            .text())
                    .contains("\"invalid_grant\"");
        }
        for (String noHint : List.of(
                tokens.getAccessToken().getValue(), tokens.getRefreshToken().getValue(), jarm)) {
            Browser.Page page = APP.browser()
                    .open(WORKSPACE.uri("/oidc/v1/end_session?id_token_hint=" + noHint + "&post_logout_redirect_uri="
                            + encode("https://evil.example/")));
            assertThat(page.status()).isEqualTo(400);
        }
        assertThat(get(
                                "/oidc/v1/userinfo",
                                "Authorization: Bearer "
                                        + tokens.getAccessToken().getValue())
                        .status())
                .as("and the session that was asked to end has not")
                .isEqualTo(200);
    }

    /** Mix-up (RFC 9207, RFC 9700 section 4.4): a code is its app's alone, and says whose it is. */
    @Test
    void anotherAppsCodeIsWorthNothingAndStaysGood() throws Exception {
        SignedIn.Code code = APP.authorize();
        RawRequest.Reply stolen = form(
                TOKEN,
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", RP.client().getValue(),
                        "client_secret", RP.secret().getValue(),
                        "code", code.code().getValue(),
                        "redirect_uri", SignedIn.CALLBACK.toString(),
                        "code_verifier", code.verifier().getValue()));
        assertThat(stolen.status()).isIn(400, 401);
        assertThat(stolen.text()).doesNotContain("access_token");
        assertThat(SignedIn.redeem(WORKSPACE, APP.client(), code).getStatusCode())
                .isEqualTo(200);
    }

    /** Of an app with a loopback address, whose port alone is free. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:80@evil.example/cb",
                "http://127.0.0.1@evil.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://127.0.0.1:80/cb/..%2f..%2fevil",
                "http://127.0.0.1:80/%2e%2e/cb",
                "http://127.0.0.1:80/CB",
                "http://127.0.0.1:80\\@evil.example/cb",
                "http://127.0.0.1:80#@evil.example/cb",
                "http://127.0.0.1:/cb",
                "http://127.0.0.1:a/cb",
                "http://127.1/cb",
                "http://localhost:80/cb",
                "http://localhost:80@evil.example/cb",
                "http://[::1]:80@evil.example/cb",
                "HTTP://127.0.0.1/cb",
                "https://127.0.0.1/cb",
                "http://127.0.0.1./cb",
                "http://127.0.0.1/cb\r\nSet-Cookie: a=b"
            })
    void aLoopbackAddressFreesItsPortAndNothingElse(String uri) {
        RawRequest.Reply reply = get("/oauth/v2/authorize?response_type=code&scope=openid&client_id=" + Loopback.APP
                + "&redirect_uri=" + encode(uri));
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().toLowerCase(Locale.ROOT))
                .doesNotContain("\r\nlocation:")
                .doesNotContain("\r\nset-cookie: a=b");
    }

    /** Made when it is first needed. */
    private static final class Loopback {
        private static final String APP = WORKSPACE
                .registerApp(
                        PROJECT,
                        "{\"client_name\":\"Phone\",\"application_type\":\"native\",\"redirect_uris\":[\"http://127.0.0.1/cb\"],"
                                + "\"token_endpoint_auth_method\":\"none\"}")
                .get("client_id")
                .asText();
    }

    @Test
    void noPageRunsWhatSomebodyWroteIntoIt() {
        String app = WORKSPACE
                .admin()
                .post(
                        "/admin/v1/projects/" + PROJECT + "/apps",
                        ("{\"client_name\":\"<script>alert(1)</script>\",\"redirect_uris\":[\"https://xss.example/cb\"],"
                                + "\"logo_uri\":\"https://xss.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E\",\"first_party\":false}"))
                .expect(201)
                .get("client_id")
                .asText();
        String request = "/oauth/v2/authorize?response_type=code&scope=openid&nonce=n&client_id=" + app
                + "&redirect_uri=" + encode("https://xss.example/cb");
        Browser browser = WORKSPACE.browser();
        Browser.Page login = browser.open(
                WORKSPACE.uri(request + "&login_hint=" + encode(SCRIPT) + "&ui_locales=" + encode(SCRIPT)));
        assertHarmless(login);
        Browser.Page consent = RelyingParty.signIn(browser, "mallory", login);
        assertHarmless(consent);
        assertHarmless(
                browser.open(WORKSPACE.uri(request + "&response_mode=form_post&prompt=none&state=" + encode(SCRIPT))));
        assertHarmless(browser.open(WORKSPACE.uri("/oauth/v2/authorize?client_id=" + encode(SCRIPT))));
        assertHarmless(browser.open(WORKSPACE.uri("/ui/device?user_code=" + encode(SCRIPT))));
        assertHarmless(browser.open(WORKSPACE.uri("/ui/login?interaction=" + encode(SCRIPT))));
        assertHarmless(browser.open(WORKSPACE.uri("/oidc/v1/end_session?client_id=" + encode(SCRIPT))));
        assertHarmless(browser.open(WORKSPACE.uri("/" + encode(SCRIPT))));
        for (String uri : List.of("javascript:alert(1)", "data:text/html,x", "http://xss.example/logo")) {
            assertThat(WORKSPACE
                            .admin()
                            .post(
                                    "/admin/v1/projects/" + PROJECT + "/apps",
                                    "{\"client_name\":\"x\",\"redirect_uris\":[\"https://xss.example/cb\"],\"logo_uri\":\""
                                            + uri + "\"}")
                            .status())
                    .as(uri)
                    .isEqualTo(422);
        }
    }

    private static void assertHarmless(Browser.Page page) {
        assertThat(page.html())
                .as(page.address().toString())
                .doesNotContain("<script>alert")
                .doesNotContain("'><");
        if (page.status() == 303) {
            assertThat(page.leadsTo().getRawQuery()).doesNotContain("<");
            return;
        }
        Map<String, List<String>> headers = page.response().headers().map();
        assertThat(headers.get("content-security-policy"))
                .as(page.address().toString())
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .contains("base-uri 'none'")
                        .doesNotContain("unsafe-"));
        assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
        assertThat(headers.get("referrer-policy")).containsExactly("no-referrer");
        assertThat(headers.get("cache-control")).containsExactly("no-store");
    }

    @Test
    void noPageMayBeFramedAndNoneIsKept() {
        for (String path :
                List.of("/ui/login", "/ui/device", "/ui/account", "/oauth/v2/authorize", "/oidc/v1/end_session")) {
            RawRequest.Reply reply = get(path);
            assertThat(reply.text())
                    .as(path)
                    .contains("frame-ancestors 'none'")
                    .contains("X-Frame-Options: DENY")
                    .contains("Cache-Control: no-store")
                    .doesNotContain("Access-Control-");
        }
    }

    /** RFC 9700 section 4.12: a 307 would send the password on. */
    @Test
    void everyRedirectIs303() {
        for (RawRequest.Reply reply : List.of(
                get("/oauth/v2/authorize?" + encoded(RP.parameters())),
                form("/oauth/v2/authorize", RP.parameters()),
                get("/oauth/v2/authorize?" + encoded(RP.parameters("prompt", "none"))),
                form("/oauth/v2/authorize", RP.parameters("response_type", "token")))) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(303);
        }
        Browser.Page page = RP.signIn(WORKSPACE.browser(), "mallory");
        assertThat(page.status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth/v2/authorize",
                "/oauth/v2/token",
                "/oauth/v2/introspect",
                "/oauth/v2/revoke",
                "/oauth/v2/par",
                "/oauth/v2/device_authorization",
                "/oidc/v1/userinfo",
                "/oidc/v1/end_session",
                "/ui/login"
            })
    void whatIsSentTwiceOrTooLargeIsRefused(String path) {
        String client =
                "client_id=" + APP.client() + "&scope=openid&response_type=code&grant_type=refresh_token&token=x"
                        + "&access_token=x&redirect_uri=" + encode(SignedIn.CALLBACK.toString());
        for (String twice : List.of("&client_id=" + APP.client(), "&state=a&state=b", "&x=1&x=1", "&%73cope=openid")) {
            RawRequest.Reply reply = post(path, client + twice);
            assertThat(reply.status()).as(twice + reply.text()).isEqualTo(400);
            assertThat(reply.text().toLowerCase(Locale.ROOT)).doesNotContain("\r\nlocation:");
        }
        assertThat(post(path, client + "&x=" + "x".repeat(70_000)).status()).isEqualTo(413);
        String chunk = Integer.toHexString(70_000) + "\r\n" + "x".repeat(70_000) + "\r\n0\r\n\r\n";
        assertThat(raw(
                                "POST " + path + " HTTP/1.1",
                                "Host: " + WORKSPACE.uri("/").getRawAuthority(),
                                "Content-Type: application/x-www-form-urlencoded",
                                "Connection: close",
                                "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e9", "99999999999999999999", "9223372036854775807", "%00", "1%0d%0a", "0x10"})
    void aMaxAgeThatIsNoneIsToldToTheApp(String maxAge) {
        RawRequest.Reply reply = get("/oauth/v2/authorize?" + encoded(RP.parameters()) + "&max_age=" + maxAge);
        assertThat(reply.status()).as(reply.text()).isEqualTo(303);
        assertThat(reply.text()).contains("error=invalid_request");
    }

    @Test
    void numbersBeyondAllBoundsAreBadInput() {
        for (String number : List.of("9223372036854775807", "-1", "1e300", "99999999999999999999999999")) {
            assertThat(WORKSPACE
                            .admin()
                            .post(
                                    "/admin/v1/projects/" + PROJECT + "/apps",
                                    "{\"client_name\":\"x\",\"redirect_uris\":[\"https://x.example/cb\"],\"default_max_age\":"
                                            + number + "}")
                            .status())
                    .as(number)
                    .isBetween(400, 422);
            assertThat(WORKSPACE
                            .admin()
                            .post("/admin/v1/registration-tokens", "{\"lifetime\":" + number + "}")
                            .status())
                    .as(number)
                    .isBetween(400, 422);
        }
    }

    /** Whoever forges a line of the log hides behind it. */
    @Test
    void nobodyWritesLinesIntoTheLogOrIntoHeaders() throws Exception {
        String marker = "FORGED" + UUID.randomUUID().toString().replace("-", "");
        String evil = "x\r\n" + marker + ": 1";
        String safe = encode(evil);
        List<RawRequest.Reply> replies = new ArrayList<>();
        for (String name :
                List.of("client_id", "redirect_uri", "state", "scope", "nonce", "response_mode", "login_hint")) {
            replies.add(get("/oauth/v2/authorize?" + encoded(RP.parameters(name, evil)) + "&prompt=none"));
        }
        for (String name :
                List.of("client_id", "grant_type", "code", "refresh_token", "client_secret", "client_assertion")) {
            replies.add(
                    post(TOKEN, "client_id=" + APP.client() + "&grant_type=authorization_code&" + name + "=" + safe));
            replies.add(post(TOKEN, name + "=" + safe));
        }
        replies.add(get("/oidc/v1/end_session?state=" + safe + "&post_logout_redirect_uri=" + safe));
        replies.add(get("/" + safe));
        replies.add(
                get("/oidc/v1/userinfo", "Authorization: Bearer " + safe, "X-Request-Id: a b", "User-Agent: " + safe));
        replies.add(get("/oidc/v1/userinfo", "X-Request-Id: " + safe));
        Browser.Page login = RP.open(WORKSPACE.browser());
        assertThat(login.status()).isEqualTo(200);
        assertThat(WORKSPACE
                        .admin()
                        .post("/admin/v1/users", "{\"username\":\"a\\r\\n" + marker + "\"}")
                        .status())
                .isEqualTo(422);
        for (RawRequest.Reply reply : replies) {
            assertThat(reply.status()).as(reply.text()).isLessThan(500);
            assertThat(reply.text().lines()).noneMatch(line -> line.startsWith(marker));
        }
        try (Stream<String> lines = Files.lines(DEV.data().resolve("prysm.log"))) {
            assertThat(lines).noneMatch(line -> line.startsWith(marker));
        }
    }

    @Test
    void whatBearsATokenIsKeptByNobody() throws Exception {
        RawRequest.Reply answer = assertion(signed(KEY, header("k1"), claims()));
        assertThat(answer.text()).contains("access_token").contains("Cache-Control: no-store");
        RawRequest.Reply told = get(
                "/oidc/v1/userinfo",
                "Authorization: Bearer " + APP.tokens().getAccessToken().getValue());
        assertThat(told.text()).contains("\"sub\"").contains("Cache-Control: no-store");
    }

    private static RawRequest.Reply assertion(String assertion) {
        return form(
                TOKEN,
                Map.of(
                        "grant_type", "client_credentials",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion", assertion));
    }

    private static JWTClaimsSet claims() {
        return with("jti", UUID.randomUUID().toString());
    }

    private static JWTClaimsSet with(String name, Object value) {
        return new JWTClaimsSet.Builder()
                .issuer(CLIENT)
                .subject(CLIENT)
                .audience(WORKSPACE.issuer())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString())
                .claim(name, value)
                .build();
    }

    private static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    private static JWSHeader header(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build();
    }

    private static String signed(RSAKey key, JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static String mac(String secret) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims());
        jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.ISO_8859_1)));
        return jwt.serialize();
    }

    private static RSAKey key(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String query(Browser.Page page, String name) {
        return Stream.of(page.leadsTo().getRawQuery().split("&"))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String body(RawRequest.Reply reply) {
        return reply.text().substring(reply.text().indexOf("\r\n\r\n"));
    }

    private static String encoded(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encode(value)));
        return text.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
