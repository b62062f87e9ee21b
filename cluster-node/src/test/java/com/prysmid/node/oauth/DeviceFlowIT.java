package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.AuthenticatorApp;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** RFC 8628: a device without a browser, and the person who lets it in. */
class DeviceFlowIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "device");
    private static final String PROJECT = WORKSPACE.createProject("Television");
    private static final ClientID DEVICE = device("Television");
    private static final String USER = WORKSPACE.createUser("dora");

    @Test
    void aPersonSignsInReadsWhatIsAskedAndLetsTheDeviceIn() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        assertThat(begun.getUserCode().getValue()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(begun.getVerificationURI()).isEqualTo(WORKSPACE.uri("/ui/device"));
        assertThat(begun.getInterval()).isEqualTo(5);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("authorization_pending");

        Browser browser = WORKSPACE.browser();
        Page question = signIn(browser, begun.getVerificationURIComplete());
        assertThat(question.html())
                .contains("<strong>Television</strong>")
                .contains(begun.getUserCode().getValue())
                .contains("See your e-mail address")
                .contains("deny: approving would let them in as you")
                .doesNotContain("<script");
        assertThat(browser.submit(question, Map.of("decision", "approve")).html())
                .contains("Your device is connected");

        OIDCTokens tokens =
                OIDCTokenResponse.parse(poll(DEVICE, begun.getDeviceCode())).getOIDCTokens();
        assertThat(tokens.getIDToken().getJWTClaimsSet().getSubject()).isEqualTo(USER);
        assertThat(SignedJWT.parse(tokens.getAccessToken().getValue())
                        .getJWTClaimsSet()
                        .getStringClaim("scope"))
                .isEqualTo("openid email offline_access");
        assertThat(userinfo(tokens)).isEqualTo(200);
        assertThat(SignedIn.refresh(WORKSPACE, DEVICE, tokens.getRefreshToken()).getStatusCode())
                .isEqualTo(200);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeTypedInAnyCaseWithoutItsDashIsFound() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        Browser browser = WORKSPACE.browser();
        Page form = signIn(browser, begun.getVerificationURI());
        assertThat(form.html()).contains("<label for=\"user_code\">");
        String typed = begun.getUserCode().getValue().replace("-", " ").toLowerCase(java.util.Locale.ROOT);
        assertThat(browser.submit(form, Map.of("user_code", typed)).html()).contains("Connect this device?");
    }

    @Test
    void aPersonWhoSaysNoIsHeard() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        Browser browser = WORKSPACE.browser();
        Page question = signIn(browser, begun.getVerificationURIComplete());
        browser.submit(question, Map.of("decision", "deny"));
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("access_denied");
        assertThat(browser.submit(question, Map.of("decision", "approve")).status())
                .as("and cannot be talked round")
                .isEqualTo(422);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("access_denied");
    }

    @Test
    void aHundredPollsAtOnceAfterTheApprovalGiveTokensOnceAndTheyHold() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        Browser browser = WORKSPACE.browser();
        browser.submit(signIn(browser, begun.getVerificationURIComplete()), Map.of("decision", "approve"));

        List<Future<HTTPResponse>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> poll(DEVICE, begun.getDeviceCode())));
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
    void whoPollsTooOftenIsSlowedDown() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("authorization_pending");
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("slow_down");
    }

    @Test
    void anotherAppsDeviceCodeIsUnknown() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        ClientID other = device("Radio");
        assertThat(error(poll(other, begun.getDeviceCode()))).isEqualTo("invalid_grant");
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("authorization_pending");
        assertThat(error(poll(DEVICE, new DeviceCode("../../etc/passwd")))).isEqualTo("invalid_grant");
    }

    @Test
    void anAppThatDidNotRegisterTheGrantHasNone() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "erwin");
        HTTPResponse response = WORKSPACE
                .trusting(new DeviceAuthorizationRequest(
                                WORKSPACE.uri("/oauth/v2/device_authorization"), app.client(), new Scope("openid"))
                        .toHTTPRequest())
                .send();
        assertThat(DeviceAuthorizationResponse.parse(response)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("unauthorized_client");
    }

    @Test
    void aFormOfAnotherBrowserApprovesNothing() throws Exception {
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        Browser attacker = WORKSPACE.browser();
        WORKSPACE.createUser("mallory");
        Page question = signIn(attacker, begun.getVerificationURIComplete(), "mallory");
        Browser victim = WORKSPACE.browser();
        signIn(victim, WORKSPACE.uri("/ui/device"));
        assertThat(victim.submit(question, Map.of("decision", "approve")).status())
                .isEqualTo(403);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("authorization_pending");
    }

    @Test
    void aPasswordAloneLetsNoDeviceInWhereASecondFactorIsRequired() throws Exception {
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "devicemfa");
        ClientID television = device(strict, strict.createProject("Television"), "Television", "");
        strict.createUser("max");
        Browser browser = strict.browser();
        signIn(browser, strict.uri("/ui/device"), "max");
        strict.admin().patch("/admin/v1/workspace", "{\"mfa\":\"required\"}").expect(200);

        DeviceAuthorizationSuccessResponse unwanted = begin(strict, television);
        Page question = browser.open(unwanted.getVerificationURIComplete());
        browser.submit(question, Map.of("decision", "deny"));
        assertThat(error(poll(strict, television, unwanted.getDeviceCode())))
                .as("a no is taken at once")
                .isEqualTo("access_denied");

        DeviceAuthorizationSuccessResponse wanted = begin(strict, television);
        question = browser.open(wanted.getVerificationURIComplete());
        Page factors = browser.submit(question, Map.of("decision", "approve"));
        assertThat(factors.html()).contains("Set up a second step").doesNotContain("name=\"password\"");
        assertThat(error(poll(strict, television, wanted.getDeviceCode()))).isEqualTo("authorization_pending");

        Page setup = browser.open(strict.uri(link(factors, "href=\"(/ui/mfa/setup\\?factor=totp[^\"]*)\"")));
        Page codes =
                browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        question = browser.open(strict.uri(link(codes, "class=\"button\" href=\"([^\"]+)\"")));
        assertThat(question.html())
                .as("asked again, of the same device")
                .contains(wanted.getUserCode().getValue());
        assertThat(browser.submit(question, Map.of("decision", "approve")).html())
                .contains("Your device is connected");
        assertThat(OIDCTokenResponse.parse(poll(strict, television, wanted.getDeviceCode()))
                        .getOIDCTokens()
                        .getIDToken()
                        .getJWTClaimsSet()
                        .getStringListClaim("amr"))
                .contains("mfa");
    }

    @Test
    void aFactorThatTheAppWishesForByDefaultIsShownFirstByWhoHasOne() throws Exception {
        ClientID safe = device(WORKSPACE, PROJECT, "Safe", ",\"default_acr_values\":[\"urn:prysmid:acr:mfa\"]");
        WORKSPACE.createUser("dan");
        Browser browser = WORKSPACE.browser();
        signIn(browser, WORKSPACE.uri("/ui/device"), "dan");
        Page setup = browser.open(WORKSPACE.uri("/ui/account/factors/totp"));
        AuthenticatorApp authenticator = AuthenticatorApp.of(setup);
        browser.submit(setup, Map.of("code", authenticator.code()));

        DeviceAuthorizationSuccessResponse begun = begin(WORKSPACE, safe);
        Page question = browser.open(begun.getVerificationURIComplete());
        Page factor = browser.submit(question, Map.of("decision", "approve"));
        assertThat(factor.html()).contains("one-time-code").doesNotContain("name=\"password\"");
        question = browser.submit(factor, Map.of("code", authenticator.nextCode()));
        browser.submit(question, Map.of("decision", "approve"));
        assertThat(OIDCTokenResponse.parse(poll(safe, begun.getDeviceCode()))
                        .getOIDCTokens()
                        .getIDToken()
                        .getJWTClaimsSet()
                        .getStringClaim("acr"))
                .isEqualTo("urn:prysmid:acr:mfa");
    }

    @Test
    void guessingEnds() {
        TestWorkspace besieged = TestWorkspace.create(RunningDev.shared(), "guess");
        besieged.createUser("guesser");
        Browser browser = besieged.browser();
        Page page = browser.submit(
                browser.open(besieged.uri("/ui/device")),
                Map.of("username", "guesser", "password", TestWorkspace.PASSWORD));
        for (int i = 0; i < 20; i++) {
            page = browser.submit(page, Map.of("user_code", "BCDF-GHJK"));
            assertThat(page.status()).isEqualTo(422);
        }
        assertThat(browser.submit(page, Map.of("user_code", "BCDF-GHJK")).status())
                .isEqualTo(429);
    }

    @Test
    void whatWasTypedComesBackEscaped() {
        Browser browser = WORKSPACE.browser();
        Page form = signIn(browser, WORKSPACE.uri("/ui/device"));
        Page page = browser.submit(form, Map.of("user_code", "\"><script>x"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).doesNotContain("<script");
    }

    @Test
    void aLockedPersonsApprovalGivesNothing() throws Exception {
        String user = WORKSPACE.createUser("lou");
        DeviceAuthorizationSuccessResponse begun = begin(DEVICE);
        Browser browser = WORKSPACE.browser();
        browser.submit(signIn(browser, begun.getVerificationURIComplete(), "lou"), Map.of("decision", "approve"));
        WORKSPACE.admin().post("/admin/v1/users/" + user + "/lock", "").expect(200);
        assertThat(error(poll(DEVICE, begun.getDeviceCode()))).isEqualTo("invalid_grant");
    }

    private static ClientID device(String name) {
        return device(WORKSPACE, PROJECT, name, "");
    }

    /** @param more members, each after a comma */
    private static ClientID device(TestWorkspace workspace, String project, String name, String more) {
        return new ClientID(workspace
                .registerApp(project, """
                    {"client_name":"%s","response_types":[],"token_endpoint_auth_method":"none",
                     "grant_types":["urn:ietf:params:oauth:grant-type:device_code","refresh_token"]%s}\
                    """.formatted(name, more))
                .get("client_id")
                .asText());
    }

    private static DeviceAuthorizationSuccessResponse begin(ClientID client) throws Exception {
        return begin(WORKSPACE, client);
    }

    private static DeviceAuthorizationSuccessResponse begin(TestWorkspace workspace, ClientID client) throws Exception {
        HTTPResponse response = workspace
                .trusting(new DeviceAuthorizationRequest(
                                workspace.uri("/oauth/v2/device_authorization"),
                                client,
                                new Scope("openid", "email", "offline_access", "urn:prysmid:admin"))
                        .toHTTPRequest())
                .send();
        return DeviceAuthorizationResponse.parse(response).toSuccessResponse();
    }

    private static HTTPResponse poll(ClientID client, DeviceCode code) throws java.io.IOException {
        return poll(WORKSPACE, client, code);
    }

    private static HTTPResponse poll(TestWorkspace workspace, ClientID client, DeviceCode code)
            throws java.io.IOException {
        return workspace
                .trusting(new TokenRequest.Builder(workspace.uri("/oauth/v2/token"), client, new DeviceCodeGrant(code))
                        .build()
                        .toHTTPRequest())
                .send();
    }

    private static Page signIn(Browser browser, URI address) {
        return signIn(browser, address, "dora");
    }

    private static Page signIn(Browser browser, URI address, String username) {
        Page login = browser.open(address);
        assertThat(login.html()).contains("name=\"password\"");
        return browser.submit(login, Map.of("username", username, "password", TestWorkspace.PASSWORD));
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

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }
}
