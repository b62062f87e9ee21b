package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushed authorization requests (RFC 9126), by an app as honest and as dishonest as there may be. */
class ParIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "par");
    private static final RelyingParty RP = RelyingParty.register(WORKSPACE, "");
    private static final RelyingParty OTHER = RelyingParty.register(WORKSPACE, "");
    private static final RelyingParty PUSHING =
            RelyingParty.register(WORKSPACE, ",\"require_pushed_authorization_requests\":true");
    private static final String ADA = WORKSPACE.createUser("ada");

    private final Browser browser = WORKSPACE.browser();

    @Test
    void whatWasPushedIsGrantedWithNothingElseInTheBrowser() throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        PushedAuthorizationSuccessResponse pushed = push(
                PUSHING,
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue(),
                "code_challenge_method",
                "S256");
        assertThat(pushed.getLifetime()).isEqualTo(60);
        assertThat(pushed.getRequestURI().toString()).startsWith("urn:ietf:params:oauth:request_uri:");
        Browser.Page page = RelyingParty.signIn(browser, "ada", browser.open(use(PUSHING, pushed.getRequestURI())));
        AuthenticationResponse response = RelyingParty.response(page);
        assertThat(response.getState().getValue()).isEqualTo("state-1");
        assertThat(OIDCTokenResponse.parse(PUSHING.redeem(page, verifier))
                        .getOIDCTokens()
                        .getIDToken()
                        .getJWTClaimsSet())
                .satisfies(claims -> assertThat(claims.getSubject()).isEqualTo(ADA))
                .satisfies(claims -> assertThat(claims.getStringClaim("nonce")).isEqualTo("nonce-1"));
    }

    @Test
    void aRequestUriIsUsedOnceByAHundredAtTheSameTime() throws Exception {
        URI uri = use(RP, push(RP).getRequestURI());
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Future<Browser.Page>> tries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tries.add(threads.submit(() -> WORKSPACE.browser().open(uri)));
            }
            int asked = 0;
            for (Future<Browser.Page> one : tries) {
                asked += RelyingParty.asksToSignIn(one.get()) ? 1 : 0;
            }
            assertThat(asked).isEqualTo(1);
        }
    }

    @Test
    void nobodyElseCanUseARequestUriNorUseItUp() throws Exception {
        URI requestUri = push(RP).getRequestURI();
        assertThat(browser.open(use(OTHER, requestUri)).status()).isEqualTo(400);
        assertThat(browser.open(URI.create(RP.endpoint() + "?request_uri=" + encode(requestUri.toString())))
                        .status())
                .isEqualTo(400);
        assertThat(browser.open(use(RP, URI.create(requestUri + "x"))).status()).isEqualTo(400);
        assertThat(RelyingParty.asksToSignIn(browser.open(use(RP, requestUri)))).isTrue();
    }

    @Test
    void whatStandsBesideTheRequestUriIsIgnored() throws Exception {
        URI uri = use(RP, push(RP).getRequestURI());
        Browser.Page page = RelyingParty.signIn(
                browser,
                "ada",
                browser.open(
                        URI.create(uri + "&state=evil&scope=openid+email&redirect_uri=https%3A%2F%2Fevil.example")));
        assertThat(page.leadsTo().toString()).startsWith(RelyingParty.CALLBACK.toString());
        assertThat(RelyingParty.response(page).getState().getValue()).isEqualTo("state-1");
        assertThat(RP.tokens(page).getAccessToken().getScope().toString()).isEqualTo("openid");
    }

    @Test
    void anAppThatHasToPushCannotGoStraight() throws Exception {
        assertThat(RelyingParty.response(PUSHING.open(browser))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_request");
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "parall");
        strict.admin()
                .patch("/admin/v1/workspace", "{\"require_pushed_authorization_requests\":true}")
                .expect(200);
        RelyingParty rp = RelyingParty.register(strict, "");
        assertThat(RelyingParty.response(rp.open(strict.browser()))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_request");
        // What a workspace is like, the gateway knows as of some seconds ago.
        Instant patience = Instant.now().plusSeconds(30);
        while (!requiresPush(strict) && Instant.now().isBefore(patience)) {
            Thread.sleep(200);
        }
        assertThat(requiresPush(strict)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, https://evil.example/, 400, invalid_request",
        "redirect_uri, '', 400, invalid_request",
        "response_type, token, 400, unsupported_response_type",
        "scope, nothing, 400, invalid_scope",
        "code_challenge_method, plain, 400, invalid_request",
        "request_uri, urn:ietf:params:oauth:request_uri:x, 400, invalid_request",
        "request_uri, https://rp.example/request, 400, invalid_request",
        "request, eyJhbGciOiJub25lIn0.e30., 400, invalid_request_object",
        "client_id, another, 400, invalid_request",
        "resource, https://api.example, 400, invalid_target",
        "dpop_jkt, short, 400, invalid_request",
    })
    void whatIsWrongIsToldAtOnce(String name, String value, int status, String error) throws Exception {
        HTTPResponse answer = send(RP, RP.parameters(name, value));
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
        assertThat(ErrorObject.parse(answer).getCode()).isEqualTo(error);
    }

    @Test
    void aRequestThatIsTooLongIsNotKept() throws Exception {
        HTTPResponse answer = send(RP, RP.parameters("state", "x".repeat(6_000)));
        assertThat(answer.getStatusCode()).isEqualTo(413);
    }

    @Test
    void onlyTheAppItselfPushes() throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, WORKSPACE.uri("/oauth/v2/par"));
        request.setContentType("application/x-www-form-urlencoded");
        request.setBody(form(RP.parameters()));
        assertThat(WORKSPACE.trusting(request).send().getStatusCode()).isEqualTo(401);
        request.setAuthorization(new ClientSecretBasic(RP.client(), OTHER.secret()).toHTTPAuthorizationHeader());
        HTTPResponse answer = WORKSPACE.trusting(request).send();
        assertThat(answer.getStatusCode()).isEqualTo(401);
        assertThat(ErrorObject.parse(answer).getCode()).isEqualTo("invalid_client");
    }

    @Test
    void anAssertionMayNameTheIssuerTheTokenEndpointOrThisOne() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("app").generate();
        String clientId = WORKSPACE
                .registerApp(
                        WORKSPACE.createProject("Signed"),
                        "{\"client_name\":\"Signed\",\"redirect_uris\":[\"" + RelyingParty.CALLBACK
                                + "\"],\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":["
                                + key.toPublicJWK() + "]}}")
                .get("client_id")
                .asText();
        for (String audience : List.of("", "/oauth/v2/token", "/oauth/v2/par", "/oauth/v2/introspect")) {
            PrivateKeyJWT assertion = new PrivateKeyJWT(
                    new ClientID(clientId),
                    WORKSPACE.uri(audience),
                    JWSAlgorithm.ES256,
                    key.toPrivateKey(),
                    "app",
                    null);
            AuthorizationRequest request = AuthenticationRequest.parse(RP.request("client_id", clientId));
            HTTPResponse answer = WORKSPACE
                    .trusting(new PushedAuthorizationRequest(WORKSPACE.uri("/oauth/v2/par"), assertion, request)
                            .toHTTPRequest())
                    .send();
            assertThat(answer.getStatusCode())
                    .as(audience + answer.getBody())
                    .isEqualTo(audience.endsWith("introspect") ? 401 : 201);
        }
    }

    @Test
    void aCodeIsBoundToTheKeyThatWasProvedWhenItsRequestWasPushed() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
        HTTPRequest request = pushRequest(RP);
        request.setDPoP(proofs.createDPoPJWT("POST", WORKSPACE.uri("/oauth/v2/par")));
        PushedAuthorizationSuccessResponse pushed = PushedAuthorizationResponse.parse(
                        WORKSPACE.trusting(request).send())
                .toSuccessResponse();
        Browser.Page page = RelyingParty.signIn(browser, "ada", browser.open(use(RP, pushed.getRequestURI())));
        AuthorizationCode code = RelyingParty.response(page).toSuccessResponse().getAuthorizationCode();
        assertThat(RP.redeem(code, null).getStatusCode()).isEqualTo(400);
        HTTPRequest redeeming = new TokenRequest.Builder(
                        WORKSPACE.uri("/oauth/v2/token"),
                        new ClientSecretBasic(RP.client(), RP.secret()),
                        new AuthorizationCodeGrant(code, RelyingParty.CALLBACK))
                .build()
                .toHTTPRequest();
        redeeming.setDPoP(proofs.createDPoPJWT("POST", WORKSPACE.uri("/oauth/v2/token")));
        HTTPResponse tokens = WORKSPACE.trusting(redeeming).send();
        assertThat(tokens.getStatusCode()).as(tokens.getBody()).isEqualTo(200);
        assertThat(tokens.getBodyAsJSONObject()).containsEntry("token_type", "DPoP");
    }

    @Test
    void discoveryTellsWhereToPush() {
        JsonNode metadata =
                WORKSPACE.admin().get("/.well-known/oauth-authorization-server").expect(200);
        assertThat(metadata.get("pushed_authorization_request_endpoint").asText())
                .isEqualTo(WORKSPACE.uri("/oauth/v2/par").toString());
        assertThat(metadata.get("require_pushed_authorization_requests").asBoolean())
                .isFalse();
        assertThat(metadata.get("mtls_endpoint_aliases").has("pushed_authorization_request_endpoint"))
                .isTrue();
    }

    private static PushedAuthorizationSuccessResponse push(RelyingParty rp, String... changes) throws Exception {
        HTTPResponse answer = WORKSPACE.trusting(pushRequest(rp, changes)).send();
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(201);
        assertThat(answer.getHeaderValue("Cache-Control")).contains("no-store");
        return PushedAuthorizationResponse.parse(answer).toSuccessResponse();
    }

    private static HTTPRequest pushRequest(RelyingParty rp, String... changes) throws Exception {
        AuthorizationRequest request = AuthenticationRequest.parse(rp.request(changes));
        return new PushedAuthorizationRequest(
                        WORKSPACE.uri("/oauth/v2/par"), new ClientSecretBasic(rp.client(), rp.secret()), request)
                .toHTTPRequest();
    }

    private static HTTPResponse send(RelyingParty rp, Map<String, String> parameters) throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, WORKSPACE.uri("/oauth/v2/par"));
        request.setContentType("application/x-www-form-urlencoded");
        request.setAuthorization(new ClientSecretBasic(rp.client(), rp.secret()).toHTTPAuthorizationHeader());
        request.setBody(form(parameters));
        return WORKSPACE.trusting(request).send();
    }

    private static boolean requiresPush(TestWorkspace workspace) {
        return workspace
                .admin()
                .get("/.well-known/openid-configuration")
                .expect(200)
                .get("require_pushed_authorization_requests")
                .asBoolean();
    }

    private static URI use(RelyingParty rp, URI requestUri) {
        return URI.create(rp.endpoint() + "?client_id=" + encode(rp.client().getValue()) + "&request_uri="
                + encode(requestUri.toString()));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
