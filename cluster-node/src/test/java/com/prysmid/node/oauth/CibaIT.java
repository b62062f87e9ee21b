package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.ciba.AuthRequestID;
import com.nimbusds.oauth2.sdk.ciba.CIBAGrant;
import com.nimbusds.oauth2.sdk.ciba.CIBAPingCallback;
import com.nimbusds.oauth2.sdk.ciba.CIBARequest;
import com.nimbusds.oauth2.sdk.ciba.CIBARequestAcknowledgement;
import com.nimbusds.oauth2.sdk.ciba.CIBAResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.AuthenticatorApp;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.LocalSite;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** OpenID Connect CIBA: an app asks a person who is elsewhere, and polls for the answer. */
class CibaIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "ciba");
    private static final String PROJECT = WORKSPACE.createProject("Bank");
    private static final ClientSecretBasic BANK = app("Bank");
    private static final String TOKEN = "8d67dc78-7faa-4d41-aabd-67707b374255";
    private static final Pattern APPROVE = Pattern.compile("name=\"approve\" value=\"([^\"]+)\"");

    @Test
    void aPersonSeesWhatIsAskedAndSaysYes() throws Exception {
        String user = WORKSPACE.createUser("ciri");
        CIBARequestAcknowledgement asked = ask(BANK, "ciri", "Pay 12.50 & <go>");
        assertThat(error(poll(BANK, asked.getAuthRequestID()))).isEqualTo("authorization_pending");
        assertThat(error(poll(BANK, asked.getAuthRequestID()))).isEqualTo("slow_down");

        Browser browser = WORKSPACE.browser();
        Page page = signIn(browser, "ciri");
        assertThat(page.html())
                .contains("<h2>Bank</h2>")
                .contains("Pay 12.50 &amp; &lt;go")
                .doesNotContain("<go")
                .contains("If you did not start it, deny");
        assertThat(browser.submit(page, Map.of("approve", waiting(page))).html())
                .contains("Nobody is waiting for your approval");

        OIDCTokens tokens =
                OIDCTokenResponse.parse(poll(BANK, asked.getAuthRequestID())).getOIDCTokens();
        assertThat(tokens.getIDToken().getJWTClaimsSet().getSubject()).isEqualTo(user);
        assertThat(userinfo(tokens)).isEqualTo(200);

        CIBARequest again = new CIBARequest.Builder(BANK, new Scope("openid"))
                .idTokenHint(tokens.getIDToken())
                .endpointURI(WORKSPACE.uri("/oauth/v2/backchannel_authentication"))
                .build();
        assertThat(CIBAResponse.parse(WORKSPACE.trusting(again.toHTTPRequest()).send())
                        .indicatesSuccess())
                .as("the id token says whom to ask")
                .isTrue();
    }

    @Test
    void aPersonWhoSaysNoIsHeard() throws Exception {
        WORKSPACE.createUser("dot");
        CIBARequestAcknowledgement asked = ask(BANK, "dot", null);
        Browser browser = WORKSPACE.browser();
        Page page = signIn(browser, "dot");
        browser.submit(page, Map.of("deny", waiting(page)));
        assertThat(error(poll(BANK, asked.getAuthRequestID()))).isEqualTo("access_denied");
        browser.submit(page, Map.of("approve", waiting(page)));
        assertThat(error(poll(BANK, asked.getAuthRequestID())))
                .as("and cannot be talked round")
                .isEqualTo("access_denied");
    }

    @Test
    void aHundredPollsAtOnceAfterTheApprovalGiveTokensOnceAndTheyHold() throws Exception {
        WORKSPACE.createUser("eve");
        CIBARequestAcknowledgement asked = ask(BANK, "eve", null);
        Browser browser = WORKSPACE.browser();
        Page page = signIn(browser, "eve");
        browser.submit(page, Map.of("approve", waiting(page)));
        List<Future<HTTPResponse>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> poll(BANK, asked.getAuthRequestID())));
            }
        }
        List<HTTPResponse> granted = new ArrayList<>();
        for (Future<HTTPResponse> answer : answers) {
            if (answer.get().getStatusCode() == 200) {
                granted.add(answer.get());
            } else {
                assertThat(error(answer.get())).isEqualTo("invalid_grant");
            }
        }
        assertThat(granted).hasSize(1);
        assertThat(userinfo(OIDCTokenResponse.parse(granted.getFirst()).getOIDCTokens()))
                .isEqualTo(200);
    }

    @Test
    void anAppInPingModeIsToldOnceItsServerListens() throws Exception {
        WORKSPACE.createUser("hal");
        try (LocalSite site = LocalSite.start(RunningDev.shared())) {
            URI endpoint = site.serve("/ping", 500, "text/plain", "not now");
            ClientSecretBasic shop = app(
                    "Shop",
                    ",\"backchannel_token_delivery_mode\":\"ping\"," + "\"backchannel_client_notification_endpoint\":\""
                            + endpoint + "\"");
            for (String bad : List.of("short", "with blanks with blanks with blanks")) {
                assertThat(refusal(pinged(shop, bad))).isEqualTo("invalid_request");
            }
            CIBARequestAcknowledgement asked = CIBAResponse.parse(WORKSPACE
                            .trusting(pinged(shop, TOKEN).toHTTPRequest())
                            .send())
                    .toRequestAcknowledgement();
            Browser browser = WORKSPACE.browser();
            Page page = signIn(browser, "hal");
            assertThat(site.requests()).as("nothing is known yet").isEmpty();
            browser.submit(page, Map.of("approve", waiting(page)));
            until(() -> !site.requests().isEmpty());
            site.serve("/ping", 204, "text/plain", "");
            until(() -> site.requests().size() == 2);

            for (LocalSite.Request ping : site.requests()) {
                assertThat(ping.method()).isEqualTo("POST");
                assertThat(ping.headers()).containsEntry("Authorization", List.of("Bearer " + TOKEN));
                assertThat(CIBAPingCallback.parse(notification(endpoint, ping)).getAuthRequestID())
                        .isEqualTo(asked.getAuthRequestID());
            }
            assertThat(OIDCTokenResponse.parse(poll(shop, asked.getAuthRequestID()))
                            .indicatesSuccess())
                    .isTrue();
            Thread.sleep(2_000);
            assertThat(site.requests()).as("told is told").hasSize(2);
        }
    }

    @Test
    void aPasswordAloneApprovesNothingWhereASecondFactorIsRequired() throws Exception {
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "cibamfa");
        ClientSecretBasic bank = app(strict, strict.createProject("Bank"), "Bank", "");
        strict.createUser("max");
        Browser browser = strict.browser();
        Page login = browser.open(strict.uri("/ui/approve"));
        browser.submit(login, Map.of("username", "max", "password", TestWorkspace.PASSWORD));
        strict.admin().patch("/admin/v1/workspace", "{\"mfa\":\"required\"}").expect(200);
        CIBARequestAcknowledgement unwanted = ask(strict, bank, "max", null, null);
        CIBARequestAcknowledgement wanted = ask(strict, bank, "max", null, null);

        Page page = browser.open(strict.uri("/ui/approve"));
        assertThat(browser.submit(page, Map.of("deny", waiting(page))).html())
                .as("a no is taken at once")
                .contains("<h2>Bank</h2>");
        assertThat(error(poll(strict, bank, unwanted.getAuthRequestID()))).isEqualTo("access_denied");

        page = browser.open(strict.uri("/ui/approve"));
        Page factors = browser.submit(page, Map.of("approve", waiting(page)));
        assertThat(factors.html()).contains("Set up a second step").doesNotContain("name=\"password\"");
        assertThat(error(poll(strict, bank, wanted.getAuthRequestID()))).isEqualTo("authorization_pending");
        assertThat(browser.open(strict.uri("/ui/approve")).html())
                .as("still waiting")
                .contains("<h2>Bank</h2>");

        Page setup = browser.open(strict.uri(link(factors, "href=\"(/ui/mfa/setup\\?factor=totp[^\"]*)\"")));
        Page codes =
                browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        page = browser.open(strict.uri(link(codes, "class=\"button\" href=\"([^\"]+)\"")));
        assertThat(page.address().getPath()).as("back where it was").isEqualTo("/ui/approve");
        browser.submit(page, Map.of("approve", waiting(page)));
        OIDCTokens tokens = OIDCTokenResponse.parse(poll(strict, bank, wanted.getAuthRequestID()))
                .getOIDCTokens();
        assertThat(tokens.getIDToken().getJWTClaimsSet().getStringListClaim("amr"))
                .contains("mfa");
    }

    @Test
    void aFactorThatTheAppWishesForIsShownFirstByWhoHasOne() throws Exception {
        WORKSPACE.createUser("ian");
        Browser browser = WORKSPACE.browser();
        signIn(browser, "ian");
        String wish = "urn:prysmid:acr:mfa urn:prysmid:acr:pwd";
        CIBARequestAcknowledgement without = ask(WORKSPACE, BANK, "ian", null, wish);
        Page page = browser.open(WORKSPACE.uri("/ui/approve"));
        browser.submit(page, Map.of("approve", waiting(page)));
        assertThat(acr(without)).as("a wish that cannot be met is none").isEqualTo("urn:prysmid:acr:pwd");

        Page setup = browser.open(WORKSPACE.uri("/ui/account/factors/totp"));
        AuthenticatorApp authenticator = AuthenticatorApp.of(setup);
        browser.submit(setup, Map.of("code", authenticator.code()));
        CIBARequestAcknowledgement with = ask(WORKSPACE, BANK, "ian", null, wish);
        page = browser.open(WORKSPACE.uri("/ui/approve"));
        Page factor = browser.submit(page, Map.of("approve", waiting(page)));
        assertThat(factor.html()).contains("one-time-code").doesNotContain("name=\"password\"");
        Page back = browser.submit(factor, Map.of("code", authenticator.nextCode()));
        assertThat(back.address().getPath()).isEqualTo("/ui/approve");
        browser.submit(back, Map.of("approve", waiting(back)));
        assertThat(acr(with)).isEqualTo("urn:prysmid:acr:mfa");
    }

    @Test
    void nobodyElseAnswersOrFetches() throws Exception {
        WORKSPACE.createUser("fay");
        WORKSPACE.createUser("mallory");
        CIBARequestAcknowledgement asked = ask(BANK, "fay", null);
        Page victims = signIn(WORKSPACE.browser(), "fay");
        Browser mallory = WORKSPACE.browser();
        Page own = signIn(mallory, "mallory");
        assertThat(own.html()).contains("Nobody is waiting");
        assertThat(mallory.submit(victims, Map.of("approve", waiting(victims))).status())
                .as("a form of another browser")
                .isEqualTo(403);
        assertThat(error(poll(app("Other"), asked.getAuthRequestID()))).isEqualTo("invalid_grant");
        assertThat(error(poll(BANK, new AuthRequestID("aaaaaaaa.bbbbbbbb.cccccccc"))))
                .isEqualTo("invalid_grant");
        assertThat(error(poll(BANK, asked.getAuthRequestID()))).isEqualTo("authorization_pending");
    }

    @Test
    @SuppressWarnings("deprecation") // the hint that is not taken
    void aBadRequestIsTold() throws Exception {
        WORKSPACE.createUser("gil");
        assertThat(refusal(builder("nobody-here").build())).isEqualTo("unknown_user_id");
        assertThat(refusal(builder("gil").bindingMessage("x".repeat(81)).build()))
                .isEqualTo("invalid_binding_message");
        assertThat(refusal(builder("gil").bindingMessage("\u202eevil").build())).isEqualTo("invalid_binding_message");
        assertThat(refusal(new CIBARequest.Builder(BANK, new Scope("openid"))
                        .loginHintTokenString("a.b.c")
                        .endpointURI(WORKSPACE.uri("/oauth/v2/backchannel_authentication"))
                        .build()))
                .isEqualTo("invalid_request");
        for (int i = 0; i < 10; i++) {
            ask(BANK, "gil", null);
        }
        assertThat(refusal(builder("gil").build())).as("one too many").isEqualTo("access_denied");
        for (String metadata : List.of(
                "\"token_endpoint_auth_method\":\"none\"",
                "\"backchannel_token_delivery_mode\":\"ping\"",
                "\"backchannel_token_delivery_mode\":\"push\"",
                "\"backchannel_client_notification_endpoint\":\"http://127.0.0.1/ping\"",
                "\"backchannel_authentication_request_signing_alg\":\"RS256\"")) {
            WORKSPACE
                    .admin()
                    .post("/admin/v1/projects/" + PROJECT + "/apps", """
                        {"client_name":"x","response_types":[],"grant_types":["urn:openid:params:grant-type:ciba"],%s}\
                        """.formatted(metadata))
                    .expect(422);
        }
    }

    private static CIBARequest pinged(ClientSecretBasic client, String token) {
        return new CIBARequest.Builder(client, new Scope("openid"))
                .loginHint("hal")
                .clientNotificationToken(new BearerAccessToken(token))
                .endpointURI(WORKSPACE.uri("/oauth/v2/backchannel_authentication"))
                .build();
    }

    private static HTTPRequest notification(URI endpoint, LocalSite.Request ping) throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, endpoint);
        request.setEntityContentType(ContentType.APPLICATION_JSON);
        request.setAuthorization(ping.headers().get("Authorization").getFirst());
        request.setBody(ping.body());
        return request;
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 200 && !holds.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private static ClientSecretBasic app(String name) {
        return app(name, "");
    }

    /** @param more members, each after a comma */
    private static ClientSecretBasic app(String name, String more) {
        return app(WORKSPACE, PROJECT, name, more);
    }

    private static ClientSecretBasic app(TestWorkspace workspace, String project, String name, String more) {
        JsonNode app = workspace.registerApp(project, """
            {"client_name":"%s","response_types":[],
             "grant_types":["urn:openid:params:grant-type:ciba"]%s}\
            """.formatted(name, more));
        return new ClientSecretBasic(
                new ClientID(app.get("client_id").asText()),
                new Secret(app.get("client_secret").asText()));
    }

    private static CIBARequest.Builder builder(String login) {
        return new CIBARequest.Builder(BANK, new Scope("openid", "email"))
                .loginHint(login)
                .endpointURI(WORKSPACE.uri("/oauth/v2/backchannel_authentication"));
    }

    private static CIBARequestAcknowledgement ask(
            ClientSecretBasic client, String login, @org.jspecify.annotations.Nullable String message)
            throws Exception {
        return ask(WORKSPACE, client, login, message, null);
    }

    /** @param acrValues divided by spaces */
    private static CIBARequestAcknowledgement ask(
            TestWorkspace workspace,
            ClientSecretBasic client,
            String login,
            @org.jspecify.annotations.Nullable String message,
            @org.jspecify.annotations.Nullable String acrValues)
            throws Exception {
        CIBARequest.Builder request = new CIBARequest.Builder(client, new Scope("openid", "email"))
                .loginHint(login)
                .bindingMessage(message)
                .endpointURI(workspace.uri("/oauth/v2/backchannel_authentication"));
        if (acrValues != null) {
            // The library's own setter repeats the parameter instead of dividing by spaces.
            request.customParameter("acr_values", acrValues);
        }
        return CIBAResponse.parse(
                        workspace.trusting(request.build().toHTTPRequest()).send())
                .toRequestAcknowledgement();
    }

    private static String refusal(CIBARequest request) throws Exception {
        return CIBAResponse.parse(WORKSPACE.trusting(request.toHTTPRequest()).send())
                .toErrorResponse()
                .getErrorObject()
                .getCode();
    }

    private static HTTPResponse poll(ClientSecretBasic client, AuthRequestID asked) throws IOException {
        return poll(WORKSPACE, client, asked);
    }

    private static HTTPResponse poll(TestWorkspace workspace, ClientSecretBasic client, AuthRequestID asked)
            throws IOException {
        return workspace
                .trusting(new TokenRequest(workspace.uri("/oauth/v2/token"), client, new CIBAGrant(asked), null)
                        .toHTTPRequest())
                .send();
    }

    private static Page signIn(Browser browser, String username) {
        Page login = browser.open(WORKSPACE.uri("/ui/approve"));
        return browser.submit(login, Map.of("username", username, "password", TestWorkspace.PASSWORD));
    }

    private static String waiting(Page page) {
        Matcher button = APPROVE.matcher(page.html());
        assertThat(button.find()).as(page.html()).isTrue();
        return button.group(1);
    }

    private static int userinfo(OIDCTokens tokens) throws Exception {
        return WORKSPACE
                .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), tokens.getBearerAccessToken())
                        .toHTTPRequest())
                .send()
                .getStatusCode();
    }

    private static String link(Page page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(page.html());
        assertThat(found.find()).as(page.html()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    private static String acr(CIBARequestAcknowledgement asked) throws Exception {
        return OIDCTokenResponse.parse(poll(BANK, asked.getAuthRequestID()))
                .getOIDCTokens()
                .getIDToken()
                .getJWTClaimsSet()
                .getStringClaim("acr");
    }

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }
}
