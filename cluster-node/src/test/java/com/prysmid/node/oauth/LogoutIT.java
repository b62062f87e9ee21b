package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import com.prysmid.node.running.AppServer;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing out: who is asked, who is told, where the browser ends; and that nobody else's wish does it. */
class LogoutIT {
    private static final String BYE = "/bye?kept=1";
    private static final String ATTACK = "\"><script>alert(1)</script>\r\nSet-Cookie: a=b";

    /** The same without what the test's browser would take for a tag's end. */
    private static final String STATE = "\"<script x='1'&\r\nSet-Cookie: a=b";

    /** An app, a user and the id token of a browser that is signed in. */
    private record Session(ClientID client, String callback, Browser browser, SignedJWT idToken) {
        String sid() throws java.text.ParseException {
            return idToken.getJWTClaimsSet().getStringClaim("sid");
        }
    }

    @Test
    void everyAppOfTheSessionGetsALogoutTokenAlsoAtTheSecondAttempt() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            workspace.createUser("ada");
            ClientID first = app(workspace, server, backChannel(server, "/one"));
            ClientID second = app(workspace, server, backChannel(server, "/two"));
            ClientID deaf = app(workspace, server, "");
            Browser browser = workspace.browser();
            Session session = signIn(workspace, server, first, browser);
            signIn(workspace, server, second, browser);
            signIn(workspace, server, deaf, browser);
            server.answerWith(500, 500);

            assertThat(browser.open(logout(workspace, session, null)).html()).contains("You are signed out");

            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                AppServer.Got got = server.next();
                ClientID client = got.target().getPath().equals("/one") ? first : second;
                LogoutTokenClaimsSet claims = validated(workspace, client, got);
                assertThat(claims.getSubject().getValue())
                        .isEqualTo(session.idToken().getJWTClaimsSet().getSubject());
                assertThat(claims.getSessionID().getValue()).isEqualTo(session.sid());
                assertThat(claims.toJWTClaimsSet().getClaims()).doesNotContainKey("nonce");
                assertThat(ids.add(claims.getJWTID().getValue()))
                        .as("its own id")
                        .isTrue();
            }
            assertThat(server.isQuietFor(Duration.ofSeconds(3))).isTrue();
            assertThat(audit(workspace, "backchannel_logout.delivered")).hasSize(2);
        }
    }

    @Test
    void anAdminEndsSessionsAndALockedOrDeletedUserIsSignedOutOfTheAppsToo() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            String user = workspace.createUser("ada");
            ClientID client = app(workspace, server, backChannel(server, "/back"));

            Session revoked = signIn(workspace, server, client, workspace.browser());
            workspace.admin().delete("/admin/v1/users/" + user + "/sessions").expect(204);
            assertThat(validated(workspace, client, server.next())
                            .getSessionID()
                            .getValue())
                    .isEqualTo(revoked.sid());

            Session locked = signIn(workspace, server, client, workspace.browser());
            workspace.admin().post("/admin/v1/users/" + user + "/lock", "");
            assertThat(validated(workspace, client, server.next())
                            .getSessionID()
                            .getValue())
                    .isEqualTo(locked.sid());
            workspace.admin().post("/admin/v1/users/" + user + "/unlock", "");

            Session deleted = signIn(workspace, server, client, workspace.browser());
            server.answerWith(400);
            workspace.admin().delete("/admin/v1/users/" + user).expect(204);
            assertThat(validated(workspace, client, server.next())
                            .getSessionID()
                            .getValue())
                    .isEqualTo(deleted.sid());
            assertThat(server.isQuietFor(Duration.ofSeconds(3)))
                    .as("400 is the last word")
                    .isTrue();
            assertThat(audit(workspace, "backchannel_logout.undelivered"))
                    .singleElement()
                    .satisfies(entry -> assertThat(
                                    entry.path("details").path("reason").asText())
                            .isEqualTo("http_400"));
        }
    }

    @Test
    void whatIsOwedOutlivesAKilledNodeAndIsDeliveredWithoutAnybodyAsking(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        String port = freePort();
        TestWorkspace workspace;
        Session session;
        int appPort;
        RunningDev killed = RunningDev.start(data, "--port", port);
        try (AppServer server = AppServer.start(data, 0)) {
            appPort = server.port();
            workspace = TestWorkspace.create(killed, "logout");
            workspace.createUser("ada");
            session = signIn(
                    workspace, server, app(workspace, server, backChannel(server, "/back")), workspace.browser());
        }
        session.browser().open(logout(workspace, session, null));
        killed.process().destroyForcibly().waitFor(20, TimeUnit.SECONDS);

        try (RunningDev next = RunningDev.start(data, "--port", port);
                AppServer server = AppServer.start(data, appPort)) {
            assertThat(next.workspacePort()).isEqualTo(Integer.parseInt(port));
            assertThat(validated(workspace, session.client(), server.next())
                            .getSessionID()
                            .getValue())
                    .isEqualTo(session.sid());
        }
    }

    @Test
    void theFrontChannelIsAPageOfFramesThatGoesOnWithoutAScript() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            workspace.createUser("ada");
            ClientID plain = app(workspace, server, """
                    ,"frontchannel_logout_uri":"%s"
                    """.formatted(server.uri("/front?own=1")));
            ClientID told = app(workspace, server, """
                    ,"frontchannel_logout_uri":"%s","frontchannel_logout_session_required":true
                    """.formatted(server.uri("/front")));
            Browser browser = workspace.browser();
            Session session = signIn(workspace, server, plain, browser);
            signIn(workspace, server, told, browser);

            Browser.Page page = browser.open(logout(workspace, session, server.uri(BYE), STATE));

            assertThat(page.status()).isEqualTo(200);
            String origin = server.uri("");
            assertThat(page.response().headers().allValues("content-security-policy"))
                    .singleElement()
                    .asString()
                    .endsWith("; frame-src " + origin)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(page.html())
                    .contains("<iframe src=\"" + server.uri("/front?own=1") + "\"")
                    .contains("<iframe src=\"" + server.uri("/front") + "?iss="
                            + URLEncoder.encode(workspace.issuer(), StandardCharsets.UTF_8) + "&amp;sid="
                            + session.sid() + "\"")
                    .contains("<meta http-equiv=\"refresh\" content=\"3;url=" + server.uri(BYE)
                            + "&amp;state=%22%3Cscript%20")
                    .doesNotContain("<script");
            assertThat(browser.submit(page, Map.of()).leadsTo())
                    .hasToString(server.uri(BYE) + "&state=%22%3Cscript%20x%3D%271%27%26%0D%0ASet-Cookie%3A%20a%3Db");
            assertSignedOut(workspace, session);
        }
    }

    @Test
    void whoeverIsNotHintedAtIsAskedFirst() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            workspace.createUser("ada");
            workspace.createUser("bob");
            ClientID client = app(workspace, server, "");
            Session ada = signIn(workspace, server, client, workspace.browser());
            Session elsewhere = signIn(workspace, server, client, workspace.browser());
            Session bob = signIn(workspace, server, client, workspace.browser(), "bob");
            URI endpoint = workspace.uri("/oidc/v1/end_session");

            for (URI request : List.of(
                    endpoint,
                    URI.create(endpoint + "?client_id=" + client + "&state=" + encoded(ATTACK)
                            + "&post_logout_redirect_uri=" + encoded(server.uri(BYE))),
                    logout(workspace, bob, server.uri(BYE)),
                    logout(workspace, elsewhere, server.uri(BYE)))) {
                Browser.Page page = ada.browser().open(request);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.html()).contains("Sign out?").doesNotContain("<script");
                assertSignedIn(workspace, ada);
            }

            Browser.Page forged = ada.browser().submit(ada.browser().open(endpoint), Map.of("csrf", "x".repeat(43)));
            assertThat(forged.html()).as("asked again").contains("Sign out?");
            assertSignedIn(workspace, ada);

            Browser.Page confirm = ada.browser().open(logout(workspace, elsewhere, server.uri(BYE)));
            assertThat(ada.browser().submit(confirm, Map.of()).leadsTo()).hasToString(server.uri(BYE));
            assertSignedOut(workspace, ada);
            assertSignedOut(workspace, elsewhere);
            assertSignedIn(workspace, bob);
        }
    }

    @Test
    void nothingEndsAndNobodyIsLedAwayByARequestThatIsNotWhole() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        TestWorkspace other = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            workspace.createUser("ada");
            other.createUser("ada");
            ClientID client = app(workspace, server, "");
            ClientID another = app(workspace, server, "");
            Session ada = signIn(workspace, server, client, workspace.browser());
            Session foreign = signIn(other, server, app(other, server, ""), other.browser());
            String endpoint = workspace.uri("/oidc/v1/end_session").toString();
            String hint = "?id_token_hint=" + ada.idToken().serialize();
            String bye = "&post_logout_redirect_uri=" + encoded(server.uri(BYE));

            for (String request : List.of(
                    // Addresses that are not registered, or not for whom they say.
                    endpoint + hint + "&post_logout_redirect_uri=" + encoded(server.uri("/bye")),
                    endpoint + hint + "&post_logout_redirect_uri=" + encoded(server.uri(BYE) + "&x=1"),
                    endpoint + hint + "&post_logout_redirect_uri=" + encoded(server.uri(BYE) + "#f"),
                    endpoint + hint + "&post_logout_redirect_uri=" + encoded("javascript:alert(1)"),
                    endpoint + hint + "&post_logout_redirect_uri=" + encoded(ATTACK),
                    endpoint + "?post_logout_redirect_uri=" + encoded(server.uri(BYE)),
                    endpoint + "?client_id=nobody" + bye,
                    // Hints that are none.
                    endpoint + hint + "x" + bye,
                    endpoint + "?id_token_hint=" + ada.idToken().serialize().replaceAll("\\.[^.]*$", ".") + bye,
                    endpoint + "?id_token_hint=" + foreign.idToken().serialize(),
                    endpoint + "?id_token_hint=" + encoded(ATTACK),
                    endpoint + hint + "&client_id=" + another + bye,
                    // Twice.
                    endpoint + hint + bye + bye,
                    endpoint + hint + "&id_token_hint=a")) {
                Browser.Page page = ada.browser().open(URI.create(request));
                assertThat(page.status()).as(request).isEqualTo(400);
                assertThat(page.response().headers().firstValue("location")).isEmpty();
                assertThat(page.html()).doesNotContain("<script").doesNotContain("http-equiv=\"refresh\"");
                assertSignedIn(workspace, ada);
            }
        }
    }

    @Test
    void aPostFromElsewhereDoesWhatAGetDoes() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "logout");
        try (AppServer server = AppServer.start(RunningDev.shared().data(), 0)) {
            workspace.createUser("ada");
            Session ada = signIn(workspace, server, app(workspace, server, ""), workspace.browser());
            String body = "id_token_hint=" + ada.idToken().serialize() + "&post_logout_redirect_uri="
                    + encoded(server.uri(BYE)) + "&state=s";
            // The browser leaves its Lax cookies out of a form that another site sends; with the GET that follows they
            // come.
            HTTPRequest post = new HTTPRequest(HTTPRequest.Method.POST, workspace.uri("/oidc/v1/end_session"));
            post.setHeader("Content-Type", "application/x-www-form-urlencoded");
            post.setBody(body + "&csrf=" + "x".repeat(43));
            var reply = workspace.trusting(post).send();
            assertThat(reply.getStatusCode()).isEqualTo(303);
            assertThat(reply.getHeaderValue("Set-Cookie"))
                    .as("no cookie is taken away")
                    .isNull();
            assertThat(reply.getLocation()).hasToString("/oidc/v1/end_session?" + body.replace("+", "%20"));
            Browser.Page page = ada.browser().open(URI.create(workspace.uri("/oidc/v1/end_session") + "?" + body));
            assertThat(page.leadsTo()).hasToString(server.uri(BYE) + "&state=s");
            assertSignedOut(workspace, ada);
            assertThat(ada.browser()
                            .open(URI.create(workspace.uri("/oidc/v1/end_session") + "?" + body))
                            .leadsTo())
                    .as("again, with nobody signed in")
                    .hasToString(server.uri(BYE) + "&state=s");
        }
    }

    private static String backChannel(AppServer server, String path) {
        return """
                ,"backchannel_logout_uri":"%s","backchannel_logout_session_required":true
                """.formatted(server.uri(path));
    }

    private static ClientID app(TestWorkspace workspace, AppServer server, String more) {
        return new ClientID(workspace
                .registerApp(workspace.createProject("Shop"), """
                        {"client_name":"Shop","redirect_uris":["%s"],"post_logout_redirect_uris":["%s"],
                         "grant_types":["authorization_code"],"token_endpoint_auth_method":"none"%s}
                        """.formatted(server.uri("/cb"), server.uri(BYE), more))
                .get("client_id")
                .asText());
    }

    private static Session signIn(TestWorkspace workspace, AppServer server, ClientID client, Browser browser)
            throws Exception {
        return signIn(workspace, server, client, browser, "ada");
    }

    private static Session signIn(
            TestWorkspace workspace, AppServer server, ClientID client, Browser browser, String username)
            throws Exception {
        URI callback = URI.create(server.uri("/cb"));
        CodeVerifier verifier = new CodeVerifier();
        Browser.Page page =
                browser.open(new AuthenticationRequest.Builder(ResponseType.CODE, new Scope("openid"), client, callback)
                        .endpointURI(workspace.uri("/oauth/v2/authorize"))
                        .state(new State())
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .build()
                        .toURI());
        if (page.status() == 200) {
            page = browser.submit(page, Map.of("username", username, "password", TestWorkspace.PASSWORD));
        }
        AuthorizationCode code = AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode();
        HTTPRequest request = new TokenRequest.Builder(
                        workspace.uri("/oauth/v2/token"), client, new AuthorizationCodeGrant(code, callback, verifier))
                .build()
                .toHTTPRequest();
        SignedJWT idToken =
                (SignedJWT) OIDCTokenResponse.parse(workspace.trusting(request).send())
                        .getOIDCTokens()
                        .getIDToken();
        return new Session(client, server.uri("/cb"), browser, idToken);
    }

    private static URI logout(TestWorkspace workspace, Session session, @Nullable String returnTo) {
        return new LogoutRequest(
                        workspace.uri("/oidc/v1/end_session"),
                        session.idToken(),
                        returnTo == null ? null : URI.create(returnTo),
                        null)
                .toURI();
    }

    private static URI logout(TestWorkspace workspace, Session session, String returnTo, String state) {
        return URI.create(logout(workspace, session, returnTo) + "&state=" + encoded(state));
    }

    private static LogoutTokenClaimsSet validated(TestWorkspace workspace, ClientID client, AppServer.Got got)
            throws Exception {
        assertThat(got.method()).isEqualTo("POST");
        assertThat(got.contentType()).startsWith("application/x-www-form-urlencoded");
        assertThat(got.body()).startsWith("logout_token=");
        SignedJWT token = SignedJWT.parse(got.body().substring("logout_token=".length()));
        assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
        JWKSet keys = JWKSet.parse(workspace
                .trusting(new HTTPRequest(HTTPRequest.Method.GET, workspace.uri("/oauth/v2/keys")))
                .send()
                .getBody());
        LogoutTokenClaimsSet claims = new LogoutTokenValidator(
                        new Issuer(workspace.issuer()), client, JWSAlgorithm.RS256, keys)
                .validate(token);
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(2));
        return claims;
    }

    private static void assertSignedIn(TestWorkspace workspace, Session session) {
        assertThat(silently(workspace, session)).contains("code=");
    }

    private static void assertSignedOut(TestWorkspace workspace, Session session) {
        assertThat(silently(workspace, session)).contains("error=login_required");
    }

    private static String silently(TestWorkspace workspace, Session session) {
        return session.browser()
                .open(new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                new Scope("openid"),
                                session.client(),
                                URI.create(session.callback()))
                        .endpointURI(workspace.uri("/oauth/v2/authorize"))
                        .state(new State())
                        .prompt(new Prompt(Prompt.Type.NONE))
                        .codeChallenge(new CodeVerifier(), CodeChallengeMethod.S256)
                        .build()
                        .toURI())
                .leadsTo()
                .toString();
    }

    private static List<JsonNode> audit(TestWorkspace workspace, String type) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        for (int i = 0; i < 50 && found.isEmpty(); i++) {
            Thread.sleep(100);
            workspace
                    .admin()
                    .get("/admin/v1/audit?type=" + type)
                    .expect(200)
                    .get("items")
                    .forEach(found::add);
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String freePort() throws java.io.IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return Integer.toString(free.getLocalPort());
        }
    }
}
