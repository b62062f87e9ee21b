package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Resource indicators (RFC 8707) and rich authorization requests (RFC 9396), from the request to introspection. */
class ResourcesIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "res");
    private static final String A = "https://a.example/api";
    private static final String B = "https://b.example/api";
    private static final RelyingParty RP = RelyingParty.register(
            WORKSPACE,
            ",\"grant_types\":[\"authorization_code\",\"refresh_token\",\"client_credentials\"],\"resources\":[\"" + A
                    + "\",\"" + B + "\"],\"authorization_details_types\":[\"payment\"]");
    private static final String PAYMENT =
            "{\"type\":\"payment\",\"actions\":[\"read\",\"pay\"],\"amount\":{\"value\":\"12.50\",\"count\":3},\"note\":null}";

    private final Browser browser = WORKSPACE.browser();

    @BeforeAll
    static void user() {
        WORKSPACE.createUser("ada");
    }

    @Test
    void theAudienceIsWhatWasAskedForAndCanOnlyBeNarrowed() throws Exception {
        URI both = URI.create(RP.request("resource", A) + "&resource=" + encode(B));
        AuthorizationCode code = code(browser.open(both));
        assertThat(ErrorObject.parse(
                                token("authorization_code", "code", code.getValue(), "resource", "https://c.example"))
                        .getCode())
                .as("refused before the code is used up")
                .isEqualTo("invalid_target");
        Map<String, Object> tokens = tokens(token("authorization_code", "code", code.getValue()));
        assertThat(claims(tokens).getAudience()).containsExactly(A, B);
        Map<String, Object> narrowed = tokens(token("refresh_token", "refresh_token", refresh(tokens), "resource", B));
        assertThat(claims(narrowed).getAudience()).containsExactly(B);
        Map<String, Object> whole = tokens(token("refresh_token", "refresh_token", refresh(narrowed)));
        assertThat(claims(whole).getAudience()).as("the grant stays whole").containsExactly(A, B);
    }

    @Test
    void aGrantForOneResourceGivesNoOther() throws Exception {
        AuthorizationCode code = code(RP.open(browser, "resource", A));
        HTTPResponse wider = token("authorization_code", "code", code.getValue(), "resource", B);
        assertThat(wider.getStatusCode()).isEqualTo(400);
        assertThat(ErrorObject.parse(wider).getCode()).isEqualTo("invalid_target");
    }

    @Test
    void whatIsNotRegisteredIsNoTarget() throws Exception {
        for (String resource :
                List.of("https://c.example", A + "#x", "a", A + "/..", A.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(error(RP.open(browser, "resource", resource)))
                    .as(resource)
                    .isEqualTo("invalid_target");
        }
        assertThat(tokens(token("client_credentials", "resource", A)))
                .satisfies(tokens -> assertThat(claims(tokens).getAudience()).containsExactly(A));
        assertThat(ErrorObject.parse(token("client_credentials", "resource", "https://c.example"))
                        .getCode())
                .isEqualTo("invalid_target");
    }

    @Test
    void otherParametersStillComeOnce() {
        Browser.Page page = browser.open(URI.create(RP.request() + "&scope=email"));
        assertThat(page.status()).isEqualTo(400);
    }

    @Test
    void detailsAreCarriedToTheTokenItsResponseAndIntrospection() throws Exception {
        AuthorizationCode code = code(RP.open(browser, "authorization_details", "[" + PAYMENT + "]"));
        Map<String, Object> tokens = tokens(token("authorization_code", "code", code.getValue()));
        assertThat(type(tokens.get("authorization_details"))).isEqualTo("payment");
        assertThat(type(claims(tokens).getClaim("authorization_details"))).isEqualTo("payment");
        assertThat(introspect(tokens))
                .satisfies(body ->
                        assertThat(type(body.get("authorization_details"))).isEqualTo("payment"));
        String less = "[" + PAYMENT.replace("\"read\",\"pay\"", "\"read\"") + "]";
        Map<String, Object> narrowed =
                tokens(token("refresh_token", "refresh_token", refresh(tokens), "authorization_details", less));
        assertThat(((Map<?, ?>) ((List<?>) narrowed.get("authorization_details")).getFirst()).get("actions"))
                .isEqualTo(List.of("read"));
        String more = "[" + PAYMENT.replace("12.50", "99.00") + "]";
        assertThat(ErrorObject.parse(token(
                                "refresh_token", "refresh_token", refresh(narrowed), "authorization_details", more))
                        .getCode())
                .isEqualTo("invalid_authorization_details");
        assertThat(token("refresh_token", "refresh_token", refresh(narrowed)).getStatusCode())
                .as("a refused wish uses nothing up")
                .isEqualTo(200);
    }

    @Test
    void detailsThatAreNoneAreRefused() throws Exception {
        for (String details : List.of(
                "{}",
                "[]",
                "[{}]",
                "[1]",
                "[null]",
                "null",
                "[{\"type\":\"transfer\"}]",
                "[{\"type\":\"payment\",\"actions\":\"pay\"}]",
                "[{\"type\":\"payment\",\"type\":\"payment\"}]",
                "[{\"type\":\"payment\"}] x")) {
            assertThat(error(RP.open(browser, "authorization_details", details)))
                    .as(details)
                    .isEqualTo("invalid_authorization_details");
        }
    }

    private AuthorizationCode code(Browser.Page page) throws Exception {
        Browser.Page end = RelyingParty.asksToSignIn(page) ? RelyingParty.signIn(browser, "ada", page) : page;
        return RelyingParty.response(end).toSuccessResponse().getAuthorizationCode();
    }

    private static String error(Browser.Page page) throws Exception {
        return RelyingParty.response(page).toErrorResponse().getErrorObject().getCode();
    }

    /** @param members names and values in turn */
    private static HTTPResponse token(String grantType, String... members) throws Exception {
        StringBuilder body = new StringBuilder("grant_type=" + grantType);
        if (grantType.equals("authorization_code")) {
            body.append("&redirect_uri=").append(encode(RelyingParty.CALLBACK.toString()));
        }
        for (int i = 0; i < members.length; i += 2) {
            body.append('&').append(members[i]).append('=').append(encode(members[i + 1]));
        }
        return post("/oauth/v2/token", body.toString());
    }

    private static Map<String, Object> introspect(Map<String, Object> tokens) throws Exception {
        return post("/oauth/v2/introspect", "token=" + encode((String) tokens.get("access_token")))
                .getBodyAsJSONObject();
    }

    private static HTTPResponse post(String path, String body) throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, WORKSPACE.uri(path));
        request.setContentType("application/x-www-form-urlencoded");
        request.setAuthorization(new ClientSecretBasic(RP.client(), RP.secret()).toHTTPAuthorizationHeader());
        request.setBody(body);
        return WORKSPACE.trusting(request).send();
    }

    private static Map<String, Object> tokens(HTTPResponse answer) throws Exception {
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
        return answer.getBodyAsJSONObject();
    }

    private static String refresh(Map<String, Object> tokens) {
        return (String) tokens.get("refresh_token");
    }

    private static JWTClaimsSet claims(Map<String, Object> tokens) {
        try {
            return SignedJWT.parse((String) tokens.get("access_token")).getJWTClaimsSet();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Object type(Object details) {
        return ((Map<?, ?>) ((List<?>) details).getFirst()).get("type");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
