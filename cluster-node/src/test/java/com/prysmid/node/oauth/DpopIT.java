package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 9449: tokens that are of use to nobody but whoever has the key, by the proofs of the standard library. */
class DpopIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "dpop");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final URI USERINFO = WORKSPACE.uri("/oidc/v1/userinfo");
    private static final SignedIn APP = SignedIn.prepare(WORKSPACE, "dora");
    private static final JsonNode MACHINE = machine(WORKSPACE, "");

    private final ECKey key = newKey();
    private final DPoPProofFactory proofs = proofsOf(key);

    @Test
    void aTokenIsBoundToTheKeyAndUsedWithItOnly() throws Exception {
        HTTPResponse response = grant(code(), proof("POST", TOKEN));
        assertThat(response.getBodyAsJSONObject()).containsEntry("token_type", "DPoP");
        DPoPAccessToken token = bound(response);
        assertThat(SignedJWT.parse(token.getValue()).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("jkt", key.computeThumbprint().toString()));
        assertThat(response.getHeaderValue("DPoP-Nonce")).isNotEmpty();

        HTTPResponse good = use(token, "DPoP", proof("GET", USERINFO, token));
        assertThat(good.getStatusCode()).isEqualTo(200);
        assertThat(good.getHeaderValue("DPoP-Nonce")).isNotEmpty();

        assertChallenge(use(token, "Bearer", null), "Bearer", "invalid_token");
        assertChallenge(use(token, "Bearer", proof("GET", USERINFO, token)), "Bearer", "invalid_token");
        assertChallenge(use(token, "DPoP", null), "DPoP", "invalid_dpop_proof");
        assertChallenge(use(token, "DPoP", proof("GET", USERINFO)), "DPoP", "invalid_dpop_proof");
        assertChallenge(use(token, "DPoP", proof("POST", USERINFO, token)), "DPoP", "invalid_dpop_proof");
        assertChallenge(use(token, "DPoP", proof("GET", TOKEN, token)), "DPoP", "invalid_dpop_proof");
        assertChallenge(
                use(token, "DPoP", proof("GET", USERINFO, new DPoPAccessToken("other"))), "DPoP", "invalid_dpop_proof");
        SignedJWT ofAnotherKey = proofsOf(newKey()).createDPoPJWT("GET", USERINFO, token);
        assertChallenge(use(token, "DPoP", ofAnotherKey), "DPoP", "invalid_token");

        SignedJWT once = proof("GET", USERINFO, token);
        assertThat(use(token, "DPoP", once).getStatusCode()).isEqualTo(200);
        assertChallenge(use(token, "DPoP", once), "DPoP", "invalid_dpop_proof");
    }

    @Test
    void aBearerTokenStaysOne() throws Exception {
        OIDCTokens tokens = APP.tokens();
        DPoPAccessToken claimed = new DPoPAccessToken(tokens.getAccessToken().getValue());
        assertThat(use(claimed, "Bearer", null).getStatusCode()).isEqualTo(200);
        assertChallenge(use(claimed, "DPoP", proof("GET", USERINFO, claimed)), "DPoP", "invalid_token");
    }

    @Test
    void whatIsNoProofForThisRequestGetsNoToken() throws Exception {
        for (SignedJWT wrong : List.of(
                proof("GET", TOKEN),
                proof("POST", USERINFO),
                proof("POST", URI.create(TOKEN.toString().replace("/token", "/Token"))),
                proof("POST", URI.create("https://auth.other.prysm.localhost/oauth/v2/token")))) {
            assertError(machine(wrong.serialize()), "invalid_dpop_proof");
        }
        String good = proof("POST", TOKEN).serialize();
        assertError(machine(good + "," + proof("POST", TOKEN).serialize()), "invalid_dpop_proof");
        assertError(machine(good.substring(0, good.length() - 4)), "invalid_dpop_proof");
        assertError(machine(good, proof("POST", TOKEN).serialize()), "invalid_dpop_proof");
        assertThat(machine(good).getStatusCode()).isEqualTo(200);
    }

    @Test
    void introspectionTellsTheKeyAndTheAdminApiTakesNoBoundTokenAsABearer() throws Exception {
        DPoPAccessToken token = bound(machine(proof("POST", TOKEN).serialize()));
        HTTPResponse answer = WORKSPACE
                .trusting(new TokenIntrospectionRequest(WORKSPACE.uri("/oauth/v2/introspect"), secret(MACHINE), token)
                        .toHTTPRequest())
                .send();
        assertThat(answer.getBodyAsJSONObject())
                .containsEntry("active", true)
                .containsEntry("token_type", "DPoP")
                .containsEntry("cnf", Map.of("jkt", key.computeThumbprint().toString()));

        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, WORKSPACE.uri("/admin/v1/users"));
        request.setAuthorization("Bearer " + token.getValue());
        assertThat(WORKSPACE.trusting(request).send().getStatusCode()).isEqualTo(401);
    }

    @Test
    void oneProofSentAHundredTimesAtOnceCountsOnce() throws Exception {
        String proof = proof("POST", TOKEN).serialize();
        assertThat(successes(() -> machine(proof))).isEqualTo(1);
    }

    @Test
    void oneCodeOrRefreshTokenSentAHundredTimesAtOnceCountsOnce() throws Exception {
        AuthorizationGrant code = code();
        assertThat(successes(() -> grant(code, proof("POST", TOKEN)))).isEqualTo(1);
        RefreshToken token = refreshToken(grant(code(), proof("POST", TOKEN)));
        assertThat(successes(() -> grant(new RefreshTokenGrant(token), proof("POST", TOKEN))))
                .isEqualTo(1);
    }

    @Test
    void aPublicAppsRefreshTokenTakesTheKeyOfItsCode() throws Exception {
        RefreshToken token = refreshToken(grant(code(), proof("POST", TOKEN)));
        assertError(grant(new RefreshTokenGrant(token), null), "invalid_grant");
        SignedJWT ofAnotherKey = proofsOf(newKey()).createDPoPJWT("POST", TOKEN);
        assertError(grant(new RefreshTokenGrant(token), ofAnotherKey), "invalid_grant");
        assertThat(grant(new RefreshTokenGrant(token), proof("POST", TOKEN)).getStatusCode())
                .as("and nothing was ended by those")
                .isEqualTo(200);
    }

    @Test
    void aCodeIsBoundToTheKeyThatItsRequestNames() throws Exception {
        String jkt = key.computeThumbprint().toString();
        assertError(grant(code(jkt), null), "invalid_grant");
        assertError(grant(code(jkt), proofsOf(newKey()).createDPoPJWT("POST", TOKEN)), "invalid_grant");
        assertThat(grant(code(jkt), proof("POST", TOKEN)).getStatusCode()).isEqualTo(200);
        Browser.Page page =
                WORKSPACE.browser().open(URI.create(APP.authorizationRequest(new CodeVerifier()) + "&dpop_jkt=short"));
        assertThat(page.leadsTo().getQuery()).contains("error=invalid_request");
    }

    @Test
    void anAppThatAskedForBoundTokensGetsNoOthers() throws Exception {
        JsonNode strict = machine(WORKSPACE, ",\"dpop_bound_access_tokens\":true");
        assertError(machine(WORKSPACE, strict), "invalid_dpop_proof");
        assertThat(machine(WORKSPACE, strict, proof("POST", TOKEN).serialize()).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void aWorkspaceMayTakeOnlyProofsWithItsNonce() throws Exception {
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "nonce");
        strict.admin()
                .patch("/admin/v1/workspace", "{\"dpop_nonce_required\":true}")
                .expect(200);
        JsonNode machine = machine(strict, "");
        URI token = strict.uri("/oauth/v2/token");
        HTTPResponse first =
                machine(strict, machine, proofs.createDPoPJWT("POST", token).serialize());
        assertError(first, "use_dpop_nonce");
        Nonce nonce = new Nonce(Objects.requireNonNull(first.getHeaderValue("DPoP-Nonce")));
        HTTPResponse second = machine(
                strict, machine, proofs.createDPoPJWT("POST", token, nonce).serialize());
        assertThat(second.getStatusCode()).isEqualTo(200);
        assertThat(second.getHeaderValue("DPoP-Nonce")).isEqualTo(nonce.getValue());
        assertError(
                machine(
                        strict,
                        machine,
                        proofs.createDPoPJWT("POST", token, new Nonce("made-up"))
                                .serialize()),
                "use_dpop_nonce");
        assertError(machine(proofs.createDPoPJWT("POST", TOKEN, nonce).serialize()), "use_dpop_nonce");
    }

    @Test
    void theMetadataNamesAsymmetricAlgorithmsOnly() {
        assertThat(WORKSPACE
                        .browser()
                        .open(WORKSPACE.uri("/.well-known/openid-configuration"))
                        .html())
                .contains(
                        "\"dpop_signing_alg_values_supported\":[\"RS256\",\"PS256\",\"ES256\",\"EdDSA\",\"Ed25519\"]");
    }

    private SignedJWT proof(String method, URI uri) throws JOSEException {
        return proofs.createDPoPJWT(method, uri);
    }

    private SignedJWT proof(String method, URI uri, DPoPAccessToken token) throws JOSEException {
        return proofs.createDPoPJWT(method, uri, token);
    }

    private static AuthorizationCodeGrant code() throws Exception {
        return code(null);
    }

    private static AuthorizationCodeGrant code(@Nullable String jkt) throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        URI request = APP.authorizationRequest(verifier);
        Browser browser = WORKSPACE.browser();
        Browser.Page page = browser.open(jkt == null ? request : URI.create(request + "&dpop_jkt=" + jkt));
        page = browser.submit(page, Map.of("username", "dora", "password", TestWorkspace.PASSWORD));
        AuthorizationCode code = AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode();
        return new AuthorizationCodeGrant(code, SignedIn.CALLBACK, verifier);
    }

    private static HTTPResponse grant(AuthorizationGrant grant, @Nullable SignedJWT proof) throws Exception {
        HTTPRequest request =
                new TokenRequest.Builder(TOKEN, APP.client(), grant).build().toHTTPRequest();
        if (proof != null) {
            request.setDPoP(proof);
        }
        return WORKSPACE.trusting(request).send();
    }

    private static HTTPResponse machine(String... proofs) throws Exception {
        return machine(WORKSPACE, MACHINE, proofs);
    }

    private static HTTPResponse machine(TestWorkspace at, JsonNode machine, String... proofs) throws Exception {
        HTTPRequest request = new TokenRequest.Builder(
                        at.uri("/oauth/v2/token"), secret(machine), new ClientCredentialsGrant())
                .build()
                .toHTTPRequest();
        request.setHeader("DPoP", proofs);
        return at.trusting(request).send();
    }

    private static HTTPResponse use(DPoPAccessToken token, String scheme, @Nullable SignedJWT proof) throws Exception {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, USERINFO);
        request.setAuthorization(scheme + " " + token.getValue());
        if (proof != null) {
            request.setDPoP(proof);
        }
        return WORKSPACE.trusting(request).send();
    }

    private static int successes(Callable<HTTPResponse> request) throws Exception {
        List<Future<HTTPResponse>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(request));
            }
        }
        int successes = 0;
        for (Future<HTTPResponse> answer : answers) {
            successes += answer.get().getStatusCode() == 200 ? 1 : 0;
        }
        return successes;
    }

    private static void assertChallenge(HTTPResponse response, String scheme, String error) {
        assertThat(response.getStatusCode()).isEqualTo(401);
        assertThat(response.getHeaderValues("WWW-Authenticate"))
                .anyMatch(challenge -> challenge.startsWith(scheme + " ") && challenge.contains("\"" + error + "\""))
                .anyMatch(challenge -> challenge.startsWith("DPoP ") && challenge.contains("algs=\"RS256 PS256"));
    }

    private static void assertError(HTTPResponse response, String error) throws Exception {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(400);
        assertThat(response.getBodyAsJSONObject()).containsEntry("error", error);
    }

    private static DPoPAccessToken bound(HTTPResponse response) throws Exception {
        return OIDCTokenResponse.parse(response).getOIDCTokens().getDPoPAccessToken();
    }

    private static RefreshToken refreshToken(HTTPResponse response) throws Exception {
        return OIDCTokenResponse.parse(response).getOIDCTokens().getRefreshToken();
    }

    private static JsonNode machine(TestWorkspace at, String more) {
        return at.registerApp(at.createProject("Machines"), """
                {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                 "token_endpoint_auth_method":"client_secret_basic"%s}""".formatted(more));
    }

    private static ClientSecretBasic secret(JsonNode app) {
        return new ClientSecretBasic(
                new ClientID(app.get("client_id").asText()),
                new Secret(app.get("client_secret").asText()));
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static DPoPProofFactory proofsOf(ECKey key) {
        try {
            return new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
