package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.HttpCookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorization code with PKCE: what is refused, and what a second use costs. */
class CodeFlowIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "code");
    private static final SignedIn APP = SignedIn.prepare(WORKSPACE, "carol");

    @Test
    void aCodeUsedAgainIsRefusedAndEndsWhatItGave() throws Exception {
        SignedIn.Code code = APP.authorize();
        OIDCTokens tokens = OIDCTokenResponse.parse(SignedIn.redeem(WORKSPACE, APP.client(), code))
                .getOIDCTokens();
        assertThat(userinfo(tokens)).isEqualTo(200);

        assertThat(error(SignedIn.redeem(WORKSPACE, APP.client(), code))).isEqualTo("invalid_grant");
        assertThat(userinfo(tokens)).as("the access token it gave").isEqualTo(401);
        assertThat(error(SignedIn.refresh(WORKSPACE, APP.client(), tokens.getRefreshToken())))
                .isEqualTo("invalid_grant");
    }

    @Test
    void oneCodeRedeemedManyTimesAtOnceSucceedsAtMostOnce() throws Exception {
        SignedIn.Code code = APP.authorize();
        List<Future<HTTPResponse>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 40; i++) {
                answers.add(threads.submit(() -> SignedIn.redeem(WORKSPACE, APP.client(), code)));
            }
        }
        int successes = 0;
        for (Future<HTTPResponse> answer : answers) {
            successes += answer.get().getStatusCode() == 200 ? 1 : 0;
        }
        assertThat(successes).isEqualTo(1);
    }

    @Test
    void aWrongVerifierIsRefusedAndTheRightOneIsStillGood() throws Exception {
        SignedIn.Code code = APP.authorize();
        SignedIn.Code stolen = new SignedIn.Code(code.code(), new CodeVerifier());
        assertThat(error(SignedIn.redeem(WORKSPACE, APP.client(), stolen))).isEqualTo("invalid_grant");
        assertThat(SignedIn.redeem(WORKSPACE, APP.client(), code).getStatusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "not-a-code", "../../etc/passwd", "a.b", "aaaaaaaa.bbbbbbbb.cccccccc"})
    void garbageIsAnInvalidGrant(String code) throws Exception {
        HTTPResponse response = SignedIn.redeem(
                WORKSPACE,
                APP.client(),
                new SignedIn.Code(new AuthorizationCode(code.isEmpty() ? "x" : code), new CodeVerifier()));
        assertThat(error(response)).isEqualTo("invalid_grant");
    }

    /** Each is told to the app by redirect, with state and issuer. */
    @ParameterizedTest
    @CsvSource({
        "code_challenge_method=S256,code_challenge_method=plain,invalid_request",
        "code_challenge=,x_challenge=,invalid_request",
        "response_type=code,response_type=token,unsupported_response_type",
        "response_type=code,response_type=code&prompt=none,login_required",
        "response_type=code,response_type=code&request=eyJhbGciOiJub25lIn0.e30.,invalid_request_object"
    })
    void aBadRequestIsToldToTheApp(String replace, String with, String error) {
        URI request = URI.create(
                APP.authorizationRequest(new CodeVerifier()).toString().replace(replace, with));
        Browser.Page page = WORKSPACE.browser().open(request);
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.leadsTo().toString()).startsWith(SignedIn.CALLBACK.toString());
        assertThat(page.leadsTo().getQuery())
                .contains("error=" + error)
                .contains("state=")
                .contains("iss=" + WORKSPACE.issuer());
    }

    /** Nothing is ever redirected to an address that was not registered to the letter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/callback/",
                "https://client.example/callback?x=1",
                "https://client.example/CALLBACK",
                "https://client.example/callback/../evil",
                "https://client.example/%63allback",
                "https://client.example:443/callback",
                "https://client.example./callback",
                "https://user@client.example/callback",
                "https://client.example@evil.example/callback",
                "https://client.example:80@evil.example/callback",
                "https://client.example/callback%2f..",
                "https://client.example/callback/%2e%2e/evil",
                "https://client.example/callback#fragment",
                "https://client.example\\@evil.example/callback",
                "https://client.example/callback\r\nSet-Cookie: a=b",
                "https://client.example.evil.example/callback",
                "http://client.example/callback",
                "https://evil.example/callback",
                "javascript:alert(1)",
                "//client.example/callback"
            })
    void anotherRedirectUriIsAPageAndNoRedirect(String uri) {
        String request = APP.authorizationRequest(new CodeVerifier()).toString();
        String encoded =
                java.net.URLEncoder.encode(SignedIn.CALLBACK.toString(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(request).contains(encoded);
        Browser.Page page = WORKSPACE
                .browser()
                .open(URI.create(request.replace(
                        encoded, java.net.URLEncoder.encode(uri, java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.response().headers().firstValue("location")).isEmpty();
        assertThat(page.html()).doesNotContain("<script").doesNotContain("href=\"javascript:");
    }

    @Test
    void anAppGetsNoScopeThatItMayNotHave() throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        Browser browser = WORKSPACE.browser();
        Browser.Page page = browser.open(URI.create(APP.authorizationRequest(verifier)
                .toString()
                .replace("scope=openid", "scope=urn%3Aprysmid%3Aadmin+openid")));
        page = browser.submit(page, Map.of("username", "carol", "password", TestWorkspace.PASSWORD));
        AuthorizationCode code = AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode();
        OIDCTokens tokens = OIDCTokenResponse.parse(
                        SignedIn.redeem(WORKSPACE, APP.client(), new SignedIn.Code(code, verifier)))
                .getOIDCTokens();
        assertThat(SignedJWT.parse(tokens.getAccessToken().getValue())
                        .getJWTClaimsSet()
                        .getStringClaim("scope"))
                .startsWith("openid")
                .doesNotContain("admin");
    }

    @Test
    void aParameterGivenTwiceIsRefused() {
        URI request = URI.create(APP.authorizationRequest(new CodeVerifier()) + "&scope=openid");
        Browser.Page page = WORKSPACE.browser().open(request);
        assertThat(page.status()).isEqualTo(400);
    }

    @Test
    void theSessionCookieIsRotatedAtEverySignInAndLocked() throws Exception {
        Browser browser = WORKSPACE.browser();
        String first = signIn(browser, "").getValue();
        HttpCookie second = signIn(browser, "&prompt=login");
        assertThat(second.getValue()).isNotEqualTo(first);
        assertThat(second.getName()).startsWith("__Host-");
        assertThat(second.getSecure()).isTrue();
        assertThat(second.isHttpOnly()).isTrue();
        assertThat(second.getPath()).isEqualTo("/");
        assertThat(second.getDomain()).isIn(null, URI.create(WORKSPACE.issuer()).getHost());

        Browser thief = WORKSPACE.browser();
        thief.plant(second.getName(), first);
        assertThat(thief.open(APP.authorizationRequest(new CodeVerifier())).html())
                .as("the replaced session")
                .contains("name=\"password\"");
    }

    private static HttpCookie signIn(Browser browser, String more) {
        Browser.Page page = browser.open(URI.create(APP.authorizationRequest(new CodeVerifier()) + more));
        page = browser.submit(page, Map.of("username", "carol", "password", TestWorkspace.PASSWORD));
        assertThat(page.leadsTo().getQuery()).contains("code=");
        return browser.cookies().get("__Host-prysm_session");
    }

    private static int userinfo(OIDCTokens tokens) throws Exception {
        return WORKSPACE
                .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), tokens.getBearerAccessToken())
                        .toHTTPRequest())
                .send()
                .getStatusCode();
    }

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }
}
