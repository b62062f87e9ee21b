package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Apps that are not the workspace's own get what their user agreed to, and no longer than that. */
class ConsentIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "consent");
    private static final String PROJECT = WORKSPACE.createProject("Partners");
    private static final URI CALLBACK = URI.create("https://partner.test/cb");

    private final CodeVerifier verifier = new CodeVerifier();

    @Test
    void whoAgreedIsNotAskedAgainForTheSameAndIsAskedForMore() throws Exception {
        ClientID app = app("Partner");
        Browser browser = signedIn("agrees", app);
        Page asked = browser.open(request(app, "openid email", null));
        assertThat(asked.html()).contains("Partner", "Ada Lovelace", "e-mail address");
        assertThat(code(browser.submit(asked, Map.of("decision", "allow")))).isNotNull();

        assertThat(code(browser.open(request(app, "openid email", null))))
                .as("remembered")
                .isNotNull();
        assertThat(code(browser.open(request(app, "openid email", Prompt.Type.NONE))))
                .isNotNull();
        assertThat(browser.open(request(app, "openid email profile", null)).html())
                .as("more than was agreed to")
                .contains("your profile");
        assertThat(error(browser.open(request(app, "openid email profile", Prompt.Type.NONE))))
                .isEqualTo("consent_required");
        assertThat(browser.open(request(app, "openid email", Prompt.Type.CONSENT))
                        .html())
                .as("asked because the app asks for it")
                .contains("Allow access?");
    }

    @Test
    void whoAgreesToAQuestionThatTheAppAskedForGoesOn() throws Exception {
        ClientID app = app("Insistent");
        Browser browser = signedIn("insisted", app);
        Page asked = browser.open(request(app, "openid offline_access", Prompt.Type.CONSENT));
        assertThat(asked.html()).contains("while you are not there");
        OIDCTokens tokens = tokens(app, code(browser.submit(asked, Map.of("decision", "allow"))));
        assertThat(tokens.getRefreshToken()).isNotNull();
    }

    @Test
    void detailsAreAskedForEachTimeAndShown() throws Exception {
        ClientID app = app("Payments");
        Browser browser = signedIn("pays", app);
        String details = "&authorization_details="
                + URLEncoder.encode("[{\"type\":\"payment\",\"amount\":\"12.50\"}]", StandardCharsets.UTF_8);
        URI request = URI.create(request(app, "openid", null) + details);
        Page asked = browser.open(request);
        assertThat(asked.html()).contains("12.50");
        assertThat(code(browser.submit(asked, Map.of("decision", "allow")))).isNotNull();
        assertThat(browser.open(request).html())
                .as("what was agreed to was for once")
                .contains("Allow access?");
        assertThat(error(browser.open(URI.create(request(app, "openid", Prompt.Type.NONE) + details))))
                .isEqualTo("consent_required");
    }

    @Test
    void whoDoesNotAgreeSendsTheAppAwayWithNothing() throws Exception {
        ClientID app = app("Refused");
        Browser browser = signedIn("refuses", app);
        Page asked = browser.open(request(app, "openid email", null));
        assertThat(error(browser.submit(asked, Map.of("decision", "deny")))).isEqualTo("access_denied");
        assertThat(browser.open(request(app, "openid email", null)).html())
                .as("a no is not remembered")
                .contains("Allow access?");
    }

    @Test
    void accessTakenBackIsGoneAtOnce() throws Exception {
        ClientID app = app("Short-lived");
        Browser browser = signedIn("withdraws", app);
        OIDCTokens tokens = tokens(
                app,
                code(browser.submit(
                        browser.open(request(app, "openid offline_access", null)), Map.of("decision", "allow"))));
        assertThat(userinfo(tokens)).isEqualTo(200);

        Page account = browser.open(WORKSPACE.uri("/ui/account/apps"));
        assertThat(account.html()).contains("Short-lived", "while you are not there");
        Page after = browser.submit(account, Map.of());
        assertThat(after.html()).doesNotContain("Short-lived");

        assertThat(userinfo(tokens)).isEqualTo(401);
        assertThat(SignedIn.refresh(WORKSPACE, app, tokens.getRefreshToken()).getStatusCode())
                .isEqualTo(400);
        assertThat(browser.open(request(app, "openid", null)).html()).contains("Allow access?");
        assertThat(WORKSPACE
                        .admin()
                        .get("/admin/v1/audit?type=user.consent_withdrawn")
                        .body()
                        .get("items"))
                .isNotEmpty();
    }

    @Test
    void appsThatBeginASignInAreStartedFromTheAccountPage() throws Exception {
        String starts = ",\"initiate_login_uri\":\"https://partner.test/start?a=1\"";
        ClientID own = new ClientID(WORKSPACE
                .registerApp(PROJECT, """
                        {"client_name":"Intranet","redirect_uris":["%s"],"token_endpoint_auth_method":"none"%s}""".formatted(CALLBACK, starts))
                .get("client_id")
                .asText());
        WORKSPACE.registerApp(PROJECT, """
                        {"client_name":"Stranger","redirect_uris":["%s"],"first_party":false,
                         "token_endpoint_auth_method":"none"%s}""".formatted(CALLBACK, starts));
        Browser browser = signedIn("starter", app("Any"));
        assertThat(browser.open(WORKSPACE.uri("/ui/account")).html())
                .contains("Intranet", "https://partner.test/start?a=1&amp;iss=https%3A%2F%2Fauth.")
                .as("a stranger's app, of which nobody agreed to anything")
                .doesNotContain("Stranger");
        assertThat(own.getValue()).isNotEmpty();
        assertThat(browser.open(WORKSPACE.uri("/.well-known/change-password")).html())
                .contains("Your account");
    }

    @Test
    void nobodyAgreesForSomebodyElse() throws Exception {
        ClientID app = app("Forged");
        Browser browser = signedIn("victim", app);
        Page asked = browser.open(request(app, "openid", null));
        Map<String, String> fields = Browser.hiddenFields(asked);

        assertThat(browser.submit(asked, Map.of("decision", "allow", "csrf", "x".repeat(43)))
                        .status())
                .as("a form of another site")
                .isEqualTo(403);
        assertThat(browser.submit(asked, Map.of("decision", "allow", "interaction", "forged"))
                        .status())
                .isEqualTo(400);
        Page elsewhere =
                WORKSPACE.browser().open(WORKSPACE.uri("/ui/consent?interaction=" + fields.get("interaction")));
        assertThat(elsewhere.html()).as("without a session").contains("Sign in");
        assertThat(browser.open(request(app, "openid", null)).html())
                .as("nothing was agreed to")
                .contains("Allow access?");
    }

    @Test
    void namesOfAppsAreTextAndNothingElse() throws Exception {
        ClientID app = app("<script>alert(1)</script>");
        Browser browser = signedIn("scripted", app);
        assertThat(browser.open(request(app, "openid", null)).html())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert");
    }

    private static ClientID app(String name) {
        return new ClientID(WORKSPACE
                .registerApp(PROJECT, """
                    {"client_name":"%s","redirect_uris":["%s"],"first_party":false,"authorization_details_types":["payment"],
                     "grant_types":["authorization_code","refresh_token"],
                     "token_endpoint_auth_method":"none"}\
                    """.formatted(name, CALLBACK))
                .get("client_id")
                .asText());
    }

    /** A browser with a session, begun by way of the app, at the question that follows. */
    private Browser signedIn(String username, ClientID app) {
        WORKSPACE.createUser(username);
        Browser browser = WORKSPACE.browser();
        Page page = browser.submit(
                browser.open(request(app, "openid", null)),
                Map.of("username", username, "password", TestWorkspace.PASSWORD));
        assertThat(page.html()).contains("Allow access?");
        return browser;
    }

    private URI request(ClientID app, String scope, Prompt.@Nullable Type prompt) {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, Scope.parse(scope), app, CALLBACK)
                .endpointURI(WORKSPACE.uri("/oauth/v2/authorize"))
                .state(new State())
                .nonce(new Nonce())
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (prompt != null) {
            request.prompt(new Prompt(prompt));
        }
        return request.build().toURI();
    }

    private static AuthorizationCode code(Page page) throws ParseException {
        return AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode();
    }

    private static String error(Page page) throws ParseException {
        AuthenticationResponse response = AuthenticationResponseParser.parse(page.leadsTo());
        return response.toErrorResponse().getErrorObject().getCode();
    }

    private OIDCTokens tokens(ClientID app, AuthorizationCode code) throws Exception {
        return OIDCTokenResponse.parse(SignedIn.redeem(WORKSPACE, app, new SignedIn.Code(code, verifier), CALLBACK))
                .getOIDCTokens();
    }

    private static int userinfo(OIDCTokens tokens) throws Exception {
        return WORKSPACE
                .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), tokens.getBearerAccessToken())
                        .toHTTPRequest())
                .send()
                .getStatusCode();
    }
}
