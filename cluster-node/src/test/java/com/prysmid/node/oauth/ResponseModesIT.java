package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.jarm.JARMValidator;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.CodeHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.StateHash;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way by which an answer reaches an app, good answers and bad. */
class ResponseModesIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "modes");
    private static final RelyingParty RP = RelyingParty.register(WORKSPACE, "");
    private static final RelyingParty HYBRID = RelyingParty.register(WORKSPACE, """
        ,"implicit_responses":true,"grant_types":["authorization_code","implicit"],
        "response_types":["code","id_token","code id_token"]\
        """);
    private static final String ADA = WORKSPACE.createUser("ada");

    private final Browser browser = WORKSPACE.browser();

    @Test
    void aFragment() throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "response_mode", "fragment");
        assertThat(page.leadsTo().getQuery()).isNull();
        assertThat(RP.tokens(page).getIDToken()).isNotNull();
        Browser.Page refused = RP.open(WORKSPACE.browser(), "response_mode", "fragment", "prompt", "none");
        assertThat(RelyingParty.response(refused)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
        assertThat(refused.leadsTo().getQuery()).isNull();
    }

    @Test
    void aFormThatPostsItselfAndHasAButton() throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "response_mode", "form_post", "state", "<\"&'");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("<form method=\"post\" action=\"" + RelyingParty.CALLBACK + "\">")
                .contains("<button type=\"submit\">");
        assertThat(page.response()
                        .headers()
                        .firstValue("content-security-policy")
                        .orElseThrow())
                .contains("script-src 'sha256-")
                .contains("form-action https://client.example ")
                .doesNotContain("unsafe");
        assertThat(page.response().headers().firstValue("cache-control")).contains("no-store");
        AuthenticationResponse response = posted(page);
        assertThat(response.getState().getValue()).isEqualTo("<\"&'");
        assertThat(response.getIssuer().getValue()).isEqualTo(WORKSPACE.issuer());
        assertThat(RP.redeem(response.toSuccessResponse().getAuthorizationCode(), null)
                        .getStatusCode())
                .isEqualTo(200);

        AuthenticationResponse refused =
                posted(RP.open(WORKSPACE.browser(), "response_mode", "form_post", "prompt", "none"));
        assertThat(refused.toErrorResponse().getErrorObject().getCode()).isEqualTo("login_required");
    }

    @ParameterizedTest
    @CsvSource({"jwt,?", "query.jwt,?", "fragment.jwt,#"})
    void aSignedResponse(String mode, String separator) throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "response_mode", mode);
        assertThat(page.leadsTo().toString()).startsWith(RelyingParty.CALLBACK + separator + "response=");
        AuthenticationSuccessResponse response =
                AuthenticationResponseParser.parse(page.leadsTo(), jarm()).toSuccessResponse();
        assertThat(response.getState().getValue()).isEqualTo("state-1");
        assertThat(RP.redeem(response.getAuthorizationCode(), null).getStatusCode())
                .isEqualTo(200);

        Browser.Page refused = RP.open(WORKSPACE.browser(), "response_mode", mode, "prompt", "none");
        assertThat(AuthenticationResponseParser.parse(refused.leadsTo(), jarm())
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
    }

    @Test
    void aSignedResponseByForm() throws Exception {
        Browser.Page page = RP.signIn(browser, "ada", "response_mode", "form_post.jwt");
        Map<String, String> fields = Browser.hiddenFields(page);
        assertThat(fields).containsOnlyKeys("response");
        JWT jwt = JWTParser.parse(fields.get("response"));
        assertThat(jarm().validate(jwt).getStringClaim("code")).isNotEmpty();
    }

    @Test
    void codeAndIdTokenTogether() throws Exception {
        Browser.Page page = HYBRID.signIn(browser, "ada", "response_type", "id_token code");
        assertThat(page.leadsTo().getQuery()).isNull();
        AuthenticationSuccessResponse response = RelyingParty.response(page).toSuccessResponse();
        AuthorizationCode code = response.getAuthorizationCode();
        IDTokenClaimsSet claims = validated(HYBRID, response.getIDToken());
        assertThat(claims.getSubject().getValue()).isEqualTo(ADA);
        assertThat(claims.getCodeHash()).isEqualTo(CodeHash.compute(code, JWSAlgorithm.RS256, null));
        assertThat(claims.getStateHash()).isEqualTo(StateHash.compute(response.getState(), JWSAlgorithm.RS256, null));
        assertThat(claims.getAccessTokenHash()).isNull();
        assertThat(claims.getStringClaim("name")).as("userinfo tells it").isNull();
        IDTokenClaimsSet fromTokenEndpoint =
                validated(HYBRID, HYBRID.tokens(page).getIDToken());
        assertThat(fromTokenEndpoint.getSubject()).isEqualTo(claims.getSubject());
        assertThat(fromTokenEndpoint.getAccessTokenHash()).isNotNull();
    }

    @Test
    void anIdTokenAloneTellsWhatUserinfoWould() throws Exception {
        Browser.Page page = HYBRID.signIn(browser, "ada", "response_type", "id_token", "scope", "openid email");
        AuthenticationSuccessResponse response = RelyingParty.response(page).toSuccessResponse();
        assertThat(response.getAuthorizationCode()).isNull();
        IDTokenClaimsSet claims = validated(HYBRID, response.getIDToken());
        assertThat(claims.getStringClaim("email")).isEqualTo("ada@example.com");
        assertThat(claims.getCodeHash()).isNull();
        assertThat(claims.getStringClaim("acr")).isEqualTo("urn:prysmid:acr:pwd");
    }

    @Test
    void idTokensThroughTheBrowserByFormToo() throws Exception {
        AuthenticationSuccessResponse response = posted(
                        HYBRID.signIn(browser, "ada", "response_type", "code id_token", "response_mode", "form_post"))
                .toSuccessResponse();
        validated(HYBRID, response.getIDToken());
        assertThat(HYBRID.redeem(response.getAuthorizationCode(), null).getStatusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,token,unsupported_response_type",
        "response_type,code token,unsupported_response_type",
        "response_mode,query,invalid_request",
        "response_mode,query.jwt,invalid_request",
        "nonce,'',invalid_request"
    })
    void whatIsNotAllowedThroughTheBrowserIsRefused(String name, String value, String error) throws Exception {
        Browser.Page page = HYBRID.open(browser, "response_type", "code id_token", name, value);
        assertThat(RelyingParty.response(page)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo(error);
    }

    @Test
    void anAppWithoutTheSwitchGetsNoIdTokenThroughTheBrowser() throws Exception {
        Browser.Page page = RP.open(browser, "response_type", "id_token");
        assertThat(RelyingParty.response(page)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("unauthorized_client");
        String project = WORKSPACE.createProject("Refused");
        assertThat(WORKSPACE
                        .admin()
                        .post("/admin/v1/projects/" + project + "/apps", """
                            {"client_name":"x","redirect_uris":["https://client.example/cb"],
                             "grant_types":["authorization_code","implicit"],"response_types":["code id_token"]}\
                            """)
                        .status())
                .isEqualTo(422);
    }

    private static AuthenticationResponse posted(Browser.Page page) throws Exception {
        Map<String, List<String>> fields = Browser.hiddenFields(page).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));
        return AuthenticationResponseParser.parse(RelyingParty.CALLBACK, fields);
    }

    private static IDTokenClaimsSet validated(RelyingParty rp, JWT idToken) throws Exception {
        return new IDTokenValidator(new Issuer(WORKSPACE.issuer()), rp.client(), JWSAlgorithm.RS256, keys())
                .validate(idToken, new Nonce("nonce-1"));
    }

    private static JARMValidator jarm() throws Exception {
        return new JARMValidator(new Issuer(WORKSPACE.issuer()), RP.client(), JWSAlgorithm.RS256, keys());
    }

    private static JWKSet keys() throws Exception {
        return JWKSet.parse(WORKSPACE.admin().get("/oauth/v2/keys").text());
    }
}
