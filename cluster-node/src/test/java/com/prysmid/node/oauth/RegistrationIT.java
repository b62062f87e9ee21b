package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientDeleteRequest;
import com.nimbusds.oauth2.sdk.client.ClientReadRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformationResponse;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationRequest;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationResponseParser;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientUpdateRequest;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that register themselves (RFC 7591) and manage that (RFC 7592), through the standard client library. */
class RegistrationIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "registration");
    private static final URI ENDPOINT = WORKSPACE.uri("/oauth/v2/register");
    private static final Api STRANGER = new Api(RunningDev.shared().tls(), WORKSPACE.issuer(), null);

    @BeforeEach
    void openToAll() {
        policy("open");
    }

    @Test
    void whoRegistersReadsChangesAndDeletesItsRegistration() throws Exception {
        OIDCClientInformation client = register(metadata(), null);
        assertThat(client.getSecret()).isNotNull();
        assertThat(client.getOIDCMetadata().getTokenEndpointAuthMethod())
                .isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(client.getRegistrationURI()).hasToString(ENDPOINT + "/" + client.getID());

        HTTPResponse read = send(new ClientReadRequest(client.getRegistrationURI(), client.getRegistrationAccessToken())
                .toHTTPRequest());
        assertThat(information(read).getOIDCMetadata().getName()).isEqualTo("Shop");
        assertThat(read.getBody()).as("the secret is told once").doesNotContain("client_secret\"");

        OIDCClientMetadata changed = metadata();
        changed.setName("Shop 2");
        changed.applyDefaults();
        HTTPResponse updated = send(new OIDCClientUpdateRequest(
                        client.getRegistrationURI(),
                        client.getID(),
                        client.getRegistrationAccessToken(),
                        changed,
                        client.getSecret())
                .toHTTPRequest());
        assertThat(information(updated).getOIDCMetadata().getName()).isEqualTo("Shop 2");

        assertThat(send(new ClientDeleteRequest(client.getRegistrationURI(), client.getRegistrationAccessToken())
                                .toHTTPRequest())
                        .getStatusCode())
                .isEqualTo(204);
        assertThat(send(new ClientReadRequest(client.getRegistrationURI(), client.getRegistrationAccessToken())
                                .toHTTPRequest())
                        .getStatusCode())
                .isEqualTo(401);
    }

    @Test
    void nobodyManagesWhatIsAnothers() throws Exception {
        OIDCClientInformation one = register(metadata(), null);
        OIDCClientInformation other = register(metadata(), null);
        HTTPResponse answer = send(
                new ClientReadRequest(one.getRegistrationURI(), other.getRegistrationAccessToken()).toHTTPRequest());
        assertThat(answer.getStatusCode()).isEqualTo(401);
        assertThat(answer.getWWWAuthenticate()).contains("invalid_token");
        assertThat(send(new ClientDeleteRequest(one.getRegistrationURI(), new BearerAccessToken("prysm_rat_guess"))
                                .toHTTPRequest())
                        .getStatusCode())
                .isEqualTo(401);
        HTTPResponse wrongSecret = send(new OIDCClientUpdateRequest(
                        one.getRegistrationURI(),
                        one.getID(),
                        one.getRegistrationAccessToken(),
                        metadata(),
                        other.getSecret())
                .toHTTPRequest());
        assertThat(wrongSecret.getStatusCode()).isEqualTo(400);
    }

    @Test
    void closedIsTheDefaultAndSaidByDiscovery() {
        policy("closed");
        assertThat(STRANGER.post("/oauth/v2/register", body("https://shop.test/cb"))
                        .status())
                .isEqualTo(403);
        TestWorkspace fresh = TestWorkspace.create(RunningDev.shared(), "unregistered");
        Api api = new Api(RunningDev.shared().tls(), fresh.issuer(), null);
        assertThat(api.get("/.well-known/openid-configuration").body().has("registration_endpoint"))
                .isFalse();
        assertThat(api.post("/oauth/v2/register", body("https://shop.test/cb")).status())
                .isEqualTo(403);
    }

    @Test
    void anInitialAccessTokenLetsAsManyInAsItSaysAlsoInParallel() throws Exception {
        policy("initial_access_token");
        JsonNode token = WORKSPACE
                .admin()
                .post("/admin/v1/registration-tokens", "{\"uses\": 1}", "Idempotency-Key", "tokens-1")
                .expect(201);
        assertThat(WORKSPACE
                        .admin()
                        .post("/admin/v1/registration-tokens", "{\"uses\": 1}", "Idempotency-Key", "tokens-1")
                        .expect(201))
                .as("the same creation again")
                .isEqualTo(token);
        assertThat(WORKSPACE.admin().get("/admin/v1/registration-tokens").text())
                .contains(token.get("id").asText())
                .doesNotContain(token.get("token").asText());

        assertThat(STRANGER.post("/oauth/v2/register", body("https://shop.test/cb"))
                        .status())
                .isEqualTo(401);
        Callable<Integer> registering = () -> STRANGER.post(
                        "/oauth/v2/register",
                        body("https://shop.test/cb"),
                        "Authorization",
                        "Bearer " + token.get("token").asText())
                .status();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            var answers = threads.invokeAll(
                    IntStream.range(0, 100).mapToObj(i -> registering).toList());
            int taken = 0;
            for (var answer : answers) {
                taken += answer.get() == 201 ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @Test
    void aDeletedInitialAccessTokenLetsNobodyIn() {
        policy("initial_access_token");
        JsonNode token = WORKSPACE
                .admin()
                .post("/admin/v1/registration-tokens", "{\"lifetime\": 600}")
                .expect(201);
        WORKSPACE
                .admin()
                .delete("/admin/v1/registration-tokens/" + token.get("id").asText())
                .expect(204);
        assertThat(STRANGER.post(
                                "/oauth/v2/register",
                                body("https://shop.test/cb"),
                                "Authorization",
                                "Bearer " + token.get("token").asText())
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.test/cb#fragment",
                "https://*.shop.test/cb",
                "javascript:alert(1)",
                "data:text/html,x",
                "http://shop.test/cb",
                "https://user@shop.test/cb",
                "https://shop.test/a/../cb",
                "https://shop.test/a/%2e%2e/cb",
                "//shop.test/cb",
                ""
            })
    void redirectUrisThatCouldBeTurnedAreRefused(String uri) {
        Api.Answer answer = STRANGER.post("/oauth/v2/register", body(uri));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void whatIsUnknownIsPassedOverAndWhatIsForAdminsIsNotTaken() {
        JsonNode client = STRANGER.post("/oauth/v2/register", """
                        {"redirect_uris": ["https://shop.test/cb"], "client_name#de": "Laden", "tomorrow": true,
                         "first_party": true, "implicit_responses": true, "claim_mappings": {"salary": "salary"},
                         "resources": ["https://api.test/"]}""").expect(201);
        assertThat(client.has("first_party")).isFalse();
        String path = "/admin/v1/projects/registered-apps/apps/"
                + client.get("client_id").asText();
        JsonNode app = WORKSPACE.admin().get(path).expect(200);
        assertThat(app.get("first_party").asBoolean()).isFalse();
        assertThat(app.get("implicit_responses").asBoolean()).isFalse();
        assertThat(app.get("claim_mappings").isEmpty()).isTrue();
        assertThat(app.get("resources").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{",
                "{\"redirect_uris\": \"https://shop.test/cb\"}",
                "{\"redirect_uris\": [\"https://shop.test/cb\"], \"token_endpoint_auth_method\": \"magic\"}",
                "{\"redirect_uris\": [\"https://shop.test/cb\"], \"scope\": \"urn:prysmid:admin\"}",
                "{\"redirect_uris\": [\"https://shop.test/cb\"], \"logo_uri\": \"javascript:alert(1)\"}",
                "{\"redirect_uris\": [\"https://shop.test/cb\"], \"jwks\": {\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\"}]}}"
            })
    void metadataThatIsNotGoodIsRefusedInTheStandardsWords(String body) {
        Api.Answer answer = STRANGER.post("/oauth/v2/register", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isIn("invalid_client_metadata", "invalid_redirect_uri");
    }

    @Test
    void noStrangerMakesTheWorkspaceCarryMuch() {
        String many = IntStream.range(0, 40)
                .mapToObj(i -> "\"https://shop.test/" + i + "x".repeat(1_000) + "\"")
                .collect(Collectors.joining(","));
        Api.Answer answer = STRANGER.post("/oauth/v2/register", "{\"redirect_uris\": [" + many + "]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error_description")).contains("16000 characters");
    }

    @Test
    void aSoftwareStatementCountsIfSomebodyBelievedSignedIt() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("vendor").generate();
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("vendor").generate();
        WORKSPACE
                .admin()
                .patch("/admin/v1/workspace", """
                        {"software_statement_keys": {"keys": [%s]}, "software_statement_issuers": ["https://vendor.test"]}""".formatted(key.toPublicJWK().toJSONString()))
                .expect(200);

        JsonNode client = STRANGER.post("/oauth/v2/register", stated(statement(key, "https://vendor.test")))
                .expect(201);
        assertThat(client.get("client_name").asText()).as("what is vouched for").isEqualTo("Vouched");
        assertThat(client.get("software_statement").asText()).isNotEmpty();
        assertThat(STRANGER.post("/oauth/v2/register", stated(statement(stranger, "https://vendor.test")))
                        .text("error"))
                .isEqualTo("invalid_software_statement");
        assertThat(STRANGER.post("/oauth/v2/register", stated(statement(key, "https://other.test")))
                        .text("error"))
                .isEqualTo("unapproved_software_statement");
        assertThat(STRANGER.post(
                                "/oauth/v2/register",
                                stated("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3ZlbmRvci50ZXN0In0."))
                        .text("error"))
                .isEqualTo("invalid_software_statement");
    }

    private static String stated(String statement) {
        return "{\"client_name\": \"Claimed\", \"redirect_uris\": [\"https://shop.test/cb\"], \"software_statement\": \"%s\"}"
                .formatted(statement);
    }

    private static String statement(ECKey key, String issuer) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .claim("client_name", "Vouched")
                        .claim("first_party", true)
                        .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static OIDCClientMetadata metadata() {
        OIDCClientMetadata metadata = new OIDCClientMetadata();
        metadata.setRedirectionURI(URI.create("https://shop.test/cb"));
        metadata.setName("Shop");
        return metadata;
    }

    private static OIDCClientInformation register(OIDCClientMetadata metadata, BearerAccessToken token)
            throws Exception {
        return information(send(new OIDCClientRegistrationRequest(ENDPOINT, metadata, token).toHTTPRequest()));
    }

    private static OIDCClientInformation information(HTTPResponse response) throws Exception {
        return ((OIDCClientInformationResponse)
                        OIDCClientRegistrationResponseParser.parse(response).toSuccessResponse())
                .getOIDCClientInformation();
    }

    private static HTTPResponse send(HTTPRequest request) throws Exception {
        return WORKSPACE.trusting(request).send();
    }

    private static void policy(String policy) {
        WORKSPACE
                .admin()
                .patch("/admin/v1/workspace", "{\"registration_policy\": \"%s\"}".formatted(policy))
                .expect(200);
    }

    private static String body(String redirectUri) {
        return "{\"client_name\": \"Shop\", \"redirect_uris\": [\"%s\"]}".formatted(redirectUri);
    }
}
