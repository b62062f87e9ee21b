package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorization endpoint as the OpenID Foundation's test modules for the Basic OP profile go at it. */
class AuthorizeIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "authz");
    private static final RelyingParty RP = RelyingParty.register(WORKSPACE, "");
    private static final String ADA = WORKSPACE.createUser("ada");
    private static final String BOB = WORKSPACE.createUser("bob");

    private final Browser browser = WORKSPACE.browser();

    @Test
    void aRequestWithoutNonceOrPkceOfAConfidentialAppSucceeds() throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "nonce", "");
        AuthenticationResponse response = RelyingParty.response(page);
        assertThat(response.getIssuer().getValue()).isEqualTo(WORKSPACE.issuer());
        assertThat(response.getState().getValue()).isEqualTo("state-1");
        assertThat(claims(RP.tokens(page))).satisfies(claims -> {
            assertThat(claims.getSubject()).isEqualTo(ADA);
            assertThat(claims.getStringClaim("azp")).isEqualTo(RP.client().getValue());
            assertThat(claims.getStringClaim("acr")).isEqualTo("urn:prysmid:acr:pwd");
            assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
            assertThat(claims.getClaims())
                    .containsKeys("at_hash", "sid", "auth_time")
                    .doesNotContainKey("nonce");
        });
    }

    @Test
    void promptNoneAnswersWithoutAPage() throws Exception {
        assertThat(error(RP.open(browser, "prompt", "none"))).isEqualTo("login_required");
        JWTClaimsSet first = claims(RP.tokens(RP.signIn(browser, "ada")));
        JWTClaimsSet second = claims(RP.tokens(RP.open(browser, "prompt", "none")));
        assertThat(second.getSubject()).isEqualTo(first.getSubject());
        assertThat(second.getClaim("auth_time")).isEqualTo(first.getClaim("auth_time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "select_account"})
    void promptLoginShowsThePageThoughThereIsASession(String prompt) throws Exception {
        long first = authTime(RP.tokens(RP.signIn(browser, "ada")));
        Thread.sleep(1_100);
        Browser.Page again = RP.open(browser, "prompt", prompt);
        long second = authTime(RP.tokens(RelyingParty.signIn(browser, "ada", again)));
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void maxAgeAsksForASignInThatIsNotOlder() throws Exception {
        long first = authTime(RP.tokens(RP.signIn(browser, "ada")));
        assertThat(authTime(RP.tokens(RP.open(browser, "max_age", "15000")))).isEqualTo(first);
        Thread.sleep(2_100);
        assertThat(error(RP.open(browser, "max_age", "1", "prompt", "none"))).isEqualTo("login_required");
        long second = authTime(RP.tokens(RP.signIn(browser, "ada", "max_age", "1")));
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void anAppsDefaultMaxAgeStandsInForIt() throws Exception {
        RelyingParty strict = RelyingParty.register(WORKSPACE, ",\"default_max_age\":1,\"require_auth_time\":true");
        strict.signIn(browser, "ada");
        Thread.sleep(2_100);
        assertThat(RelyingParty.asksToSignIn(strict.open(browser))).isTrue();
        assertThat(RelyingParty.response(strict.open(browser, "max_age", "1000"))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void anIdTokenHintMeansItsUserOnly() throws Exception {
        OIDCTokens ofAda = RP.tokens(RP.signIn(browser, "ada"));
        String hint = ofAda.getIDTokenString();
        assertThat(RelyingParty.response(RP.open(browser, "prompt", "none", "id_token_hint", hint))
                        .indicatesSuccess())
                .isTrue();
        assertThat(error(RP.open(browser, "prompt", "none", "id_token_hint", hint + "x")))
                .isEqualTo("login_required");

        Browser other = WORKSPACE.browser();
        RP.signIn(other, "bob");
        assertThat(error(RP.open(other, "prompt", "none", "id_token_hint", hint)))
                .isEqualTo("login_required");
        Browser.Page asked = RP.open(other, "id_token_hint", hint);
        assertThat(error(RelyingParty.signIn(other, "bob", asked)))
                .as("the wrong user again")
                .isEqualTo("login_required");
        assertThat(RelyingParty.response(RP.signIn(other, "ada", "id_token_hint", hint))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void aHintMadeForAnotherAppHintsAtNobody() throws Exception {
        RelyingParty another = RelyingParty.register(WORKSPACE, "");
        String hint = another.tokens(another.signIn(browser, "ada")).getIDTokenString();
        assertThat(error(RP.open(browser, "prompt", "none", "id_token_hint", hint)))
                .isEqualTo("login_required");
    }

    @Test
    void aSubjectByValueMeansThatUserOnly() throws Exception {
        RP.signIn(browser, "ada");
        String wish = "{\"id_token\":{\"sub\":{\"value\":\"%s\"}}}";
        assertThat(RelyingParty.response(RP.open(browser, "claims", wish.formatted(ADA)))
                        .indicatesSuccess())
                .isTrue();
        assertThat(error(RP.open(browser, "prompt", "none", "claims", wish.formatted(BOB))))
                .isEqualTo("login_required");
    }

    @Test
    void aPairwiseSubjectByValueIsTheAppsOwnNameOfTheUser() throws Exception {
        RelyingParty apart = RelyingParty.register(WORKSPACE, ",\"subject_type\":\"pairwise\"");
        String name = claims(apart.tokens(apart.signIn(browser, "ada"))).getSubject();
        assertThat(name).isNotEqualTo(ADA);
        String wish = "{\"id_token\":{\"sub\":{\"value\":\"%s\"}}}";
        assertThat(RelyingParty.response(apart.open(browser, "claims", wish.formatted(name)))
                        .indicatesSuccess())
                .isTrue();
        assertThat(error(apart.open(browser, "prompt", "none", "claims", wish.formatted(ADA))))
                .isEqualTo("login_required");
    }

    @Test
    void anAppsNameIsTextAndNothingElse() {
        String project = WORKSPACE.createProject("Hostile");
        String client = WORKSPACE.registerApp(project, """
            {"client_name":"<script>alert(1)</script>\\"'&",
             "redirect_uris":["https://client.example/callback"]}\
            """).get("client_id").asText();
        Browser.Page page = RP.open(browser, "client_id", client);
        assertThat(page.html()).contains("&lt;script&gt;alert(1)").doesNotContain("<script>");
        assertThat(page.response()
                        .headers()
                        .firstValue("content-security-policy")
                        .orElseThrow())
                .contains("frame-ancestors 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
    }

    /** Nothing of it stands in the way, known or not. */
    @ParameterizedTest
    @CsvSource({
        "ui_locales,de fr-CA",
        "claims_locales,se de",
        "display,page",
        "display,popup",
        "extra,foobar",
        "login_hint,somebody",
        "acr_values,urn:example:gold 7",
        "scope,email openid profile",
        "scope,address openid phone"
    })
    void harmlessParametersAreTaken(String name, String value) throws Exception {
        assertThat(RP.tokens(RP.signIn(browser, "ada", name, value)).getIDToken())
                .isNotNull();
    }

    @Test
    void anAcrThatHoldsIsToldAsItWasWishedForAndAnEssentialOneThatCannotIsAnError() throws Exception {
        assertThat(claims(RP.tokens(RP.signIn(browser, "ada", "acr_values", "2 1")))
                        .getStringClaim("acr"))
                .isEqualTo("1");
        assertThat(error(
                        RP.open(browser, "claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"x\"]}}}")))
                .isEqualTo("unmet_authentication_requirements");
        assertThat(claims(RP.tokens(RP.open(
                                browser, "claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"1\"}}}")))
                        .getStringClaim("acr"))
                .isEqualTo("1");
    }

    @Test
    void whatIsTooLongToWaitForASignInIsToldToTheApp() throws Exception {
        assertThat(error(RP.open(browser, "login_hint", "x".repeat(6_000)))).isEqualTo("invalid_request");
    }

    @Test
    void aLoginHintIsInTheFormAlready() {
        assertThat(RP.open(browser, "login_hint", "ada\"><script>").html())
                .contains("value=\"ada&#34;>&lt;script>\"")
                .doesNotContain("<script>");
    }

    @Test
    void aRequestMayBePostedWithAndWithoutASession() throws Exception {
        Browser.Page page = browser.post(RP.endpoint(), RP.parameters());
        assertThat(RelyingParty.response(RelyingParty.signIn(browser, "ada", page))
                        .indicatesSuccess())
                .isTrue();
        Browser.Page second = browser.post(RP.endpoint(), RP.parameters("prompt", "none"));
        assertThat(second.status()).isEqualTo(303);
        assertThat(RelyingParty.response(second).indicatesSuccess()).isTrue();
    }

    @Test
    void aRegisteredQueryIsKeptAndNoOtherTaken() throws Exception {
        RelyingParty query = RelyingParty.register(
                WORKSPACE,
                WORKSPACE.createProject("Query"),
                URI.create("https://client.example/callback?dummy1=lorem&dummy2=ipsum"),
                "");
        Browser.Page page = query.signIn(browser, "ada");
        assertThat(page.leadsTo().getQuery())
                .contains("dummy1=lorem&dummy2=ipsum")
                .contains("code=");
        assertThat(query.tokens(page).getIDToken()).isNotNull();
        for (String other : new String[] {
            "https://client.example/callback",
            "https://client.example/callback?dummy1=lorem",
            "https://client.example/callback?dummy1=lorem&dummy2=ipsum&x=1",
            "https://client.example/callback?dummy2=ipsum&dummy1=lorem"
        }) {
            assertThat(query.open(browser, "redirect_uri", other).status()).isEqualTo(400);
        }
        assertThat(RP.open(browser, "redirect_uri", RelyingParty.CALLBACK + "?foo=bar")
                        .status())
                .isEqualTo(400);
        assertThat(RP.open(browser, "redirect_uri", "").status()).isEqualTo(400);
    }

    @Test
    void aChallengeCannotBeTakenOutOrLeftUnanswered() throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        String challenge = com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                        com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod.S256, verifier)
                .getValue();
        Browser.Page with = RP.signIn(browser, "ada", "code_challenge", challenge, "code_challenge_method", "S256");
        assertThat(tokenError(with, null)).isEqualTo("invalid_grant");
        Browser.Page without = RP.open(browser);
        assertThat(tokenError(without, verifier)).isEqualTo("invalid_grant");
        assertThat(RP.redeem(without, null).getStatusCode()).isEqualTo(200);
    }

    @Test
    void responseTypeNoneGivesNothingButState() throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "response_type", "none");
        assertThat(page.leadsTo().getQuery()).isEqualTo("state=state-1&iss=" + WORKSPACE.issuer());
        assertThat(error(RP.open(WORKSPACE.browser(), "response_type", "none", "prompt", "none")))
                .isEqualTo("login_required");
    }

    @Test
    void whatIsSaidToTheAppCannotLeaveItsParameter() {
        String hostile = "x\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>&code=y#z";
        Browser.Page page = RP.open(browser, "prompt", "none", "state", hostile);
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.response().headers().firstValue("location").orElseThrow())
                .doesNotContain("\r", "\n", "<", "&code=", "#");
        assertThat(page.response().headers().allValues("set-cookie")).noneMatch(cookie -> cookie.startsWith("a="));
    }

    @Test
    void noScriptOfAnotherOriginMayReadAnythingHere() {
        assertThat(RP.open(browser).response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
    }

    private static JWTClaimsSet claims(OIDCTokens tokens) throws Exception {
        return tokens.getIDToken().getJWTClaimsSet();
    }

    private static long authTime(OIDCTokens tokens) throws Exception {
        return claims(tokens).getLongClaim("auth_time");
    }

    private static String error(Browser.Page page) throws Exception {
        AuthenticationErrorResponse response = RelyingParty.response(page).toErrorResponse();
        assertThat(response.getIssuer().getValue()).isEqualTo(WORKSPACE.issuer());
        assertThat(response.getState().getValue()).isEqualTo("state-1");
        return response.getErrorObject().getCode();
    }

    private static String tokenError(Browser.Page page, @Nullable CodeVerifier verifier) throws Exception {
        return TokenErrorResponse.parse(RP.redeem(page, verifier))
                .getErrorObject()
                .getCode();
    }
}
