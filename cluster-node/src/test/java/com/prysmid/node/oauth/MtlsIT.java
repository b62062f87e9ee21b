package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.ClientKeys;
import com.prysmid.node.running.MtlsClient;
import com.prysmid.node.running.MtlsClient.Answer;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8705 through the running node: clients that prove themselves with a certificate, and tokens that are bound to it. */
class MtlsIT {
    private static final String TOKEN = "/oauth/v2/token";
    private static final String USERINFO = "/oidc/v1/userinfo";
    private static final String SUBJECT = "CN=batch,O=Nowhere Bank,C=US";
    private static final JsonMapper JSON = new JsonMapper();

    private static final ClientKeys BANK = ClientKeys.authority("CN=Bank CA");
    private static final ClientKeys GOOD = BANK.issue(SUBJECT);
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "mtls");

    private static String project = "";

    @BeforeAll
    static void trustTheBank() throws IOException {
        WORKSPACE
                .admin()
                .patch("/admin/v1/workspace", JSON.writeValueAsString(Map.of("tls_client_authorities", BANK.pem())))
                .expect(200);
        project = WORKSPACE.createProject("Bank");
        WORKSPACE.createUser("ada");
    }

    private static String register(String members) {
        return WORKSPACE
                .registerApp(project, "{\"client_name\":\"Batch\"," + members + "}")
                .get("client_id")
                .asText();
    }

    /** {@code tls_client_auth}, for itself. */
    private static String bankApp() {
        return register("""
            "grant_types":["client_credentials"],"scope":"payments","token_endpoint_auth_method":"tls_client_auth",
            "tls_client_auth_subject_dn":"%s","tls_client_certificate_bound_access_tokens":true\
            """.formatted(SUBJECT));
    }

    private static Map<String, String> clientCredentials(String clientId) {
        return Map.of("grant_type", "client_credentials", "client_id", clientId);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aCertificateOfTheBankProvesTheClientAndBindsItsToken(HttpClient.Version version) throws Exception {
        String app = bankApp();
        Answer answer = MtlsClient.at(WORKSPACE, GOOD, version).post(TOKEN, clientCredentials(app));
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(SignedJWT.parse(answer.text("access_token"))
                        .getJWTClaimsSet()
                        .getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("x5t#S256", GOOD.thumbprint()));
    }

    @Test
    void noOtherCertificateProvesIt() {
        String app = bankApp();
        ClientKeys namesake = ClientKeys.authority("CN=Bank CA");
        for (Map.Entry<String, ClientKeys> other : Map.of(
                        "another subject", BANK.issue("CN=batch2,O=Nowhere Bank,C=US"),
                        "ended", BANK.issue(SUBJECT, Duration.ofMinutes(-1)),
                        "another authority of that name", namesake.issue(SUBJECT),
                        "its own authority", ClientKeys.selfSigned(SUBJECT),
                        "issued by a client", GOOD.issue(SUBJECT))
                .entrySet()) {
            assertThat(MtlsClient.at(WORKSPACE, other.getValue())
                            .post(TOKEN, clientCredentials(app))
                            .outcome())
                    .as(other.getKey())
                    .isEqualTo("401 invalid_client");
        }
        assertThat(MtlsClient.at(WORKSPACE, null)
                        .post(TOKEN, clientCredentials(app))
                        .outcome())
                .as("no certificate")
                .isEqualTo("401 invalid_client");
        assertThat(MtlsClient.atOrdinaryPort(WORKSPACE, GOOD)
                        .post(TOKEN, clientCredentials(app))
                        .outcome())
                .as("a listener that does not ask")
                .isEqualTo("401 invalid_client");
    }

    @Test
    void whatAHeaderSaysOfACertificateCountsForNothing() {
        String app = bankApp();
        String pem = GOOD.pem().replace("\n", "").replace("\r", "");
        for (MtlsClient client :
                new MtlsClient[] {MtlsClient.at(WORKSPACE, null), MtlsClient.atOrdinaryPort(WORKSPACE, null)}) {
            assertThat(client.post(
                                    TOKEN,
                                    clientCredentials(app),
                                    "Tls-Session-Info",
                                    "x",
                                    "X-Client-Cert",
                                    pem,
                                    "X-Forwarded-Client-Cert",
                                    "Cert=\"" + pem + "\"",
                                    "X-SSL-Cert",
                                    pem,
                                    "Client-Cert",
                                    ":" + pem + ":")
                            .outcome())
                    .isEqualTo("401 invalid_client");
        }
    }

    @Test
    void aWorkspaceThatTrustsNobodyAdmitsNobody() {
        TestWorkspace other = TestWorkspace.create(RunningDev.shared(), "mtls-none");
        String app = other.registerApp(other.createProject("Bank"), """
            {"client_name":"Batch","grant_types":["client_credentials"],"token_endpoint_auth_method":"tls_client_auth",
             "tls_client_auth_subject_dn":"%s"}\
            """.formatted(SUBJECT))
                .get("client_id")
                .asText();
        assertThat(MtlsClient.at(other, GOOD)
                        .post(TOKEN, clientCredentials(app))
                        .outcome())
                .isEqualTo("401 invalid_client");
    }

    @Test
    void aSelfSignedCertificateProvesTheClientThatRegisteredItsKey() throws Exception {
        ClientKeys mine = ClientKeys.selfSigned("CN=mine");
        String app = register("""
            "grant_types":["client_credentials"],"scope":"payments","token_endpoint_auth_method":"self_signed_tls_client_auth",
            "jwks":%s\
            """.formatted(new JWKSet(JWK.parse(mine.certificate())).toString()));
        Answer answer = MtlsClient.at(WORKSPACE, mine).post(TOKEN, clientCredentials(app));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(SignedJWT.parse(answer.text("access_token"))
                        .getJWTClaimsSet()
                        .getClaim("cnf"))
                .as("not asked for")
                .isNull();
        for (ClientKeys other : new ClientKeys[] {ClientKeys.selfSigned("CN=mine"), BANK.issue("CN=mine"), GOOD}) {
            assertThat(MtlsClient.at(WORKSPACE, other)
                            .post(TOKEN, clientCredentials(app))
                            .outcome())
                    .isEqualTo("401 invalid_client");
        }
    }

    @Test
    void aCertificateIsNoSecretAndASecretNoCertificate() {
        String withSecret = register("""
            "grant_types":["client_credentials"],"scope":"payments","token_endpoint_auth_method":"client_secret_post\"\
            """);
        assertThat(MtlsClient.at(WORKSPACE, GOOD)
                        .post(TOKEN, clientCredentials(withSecret))
                        .outcome())
                .isEqualTo("401 invalid_client");
        assertThat(MtlsClient.at(WORKSPACE, GOOD)
                        .post(
                                TOKEN,
                                Map.of(
                                        "grant_type", "client_credentials",
                                        "client_id", bankApp(),
                                        "client_secret", "x"))
                        .outcome())
                .isEqualTo("401 invalid_client");
    }

    @Test
    void aBoundTokenIsGoodOverItsOwnConnectionsOnly() throws Exception {
        ClientKeys mine = ClientKeys.selfSigned("CN=phone");
        MtlsClient phone = MtlsClient.at(WORKSPACE, mine);
        String app = publicApp();
        Answer tokens = redeem(phone, app);
        assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(200);
        String access = tokens.text("access_token");

        assertThat(phone.get(USERINFO, access).status()).isEqualTo(200);
        for (MtlsClient thief : new MtlsClient[] {
            MtlsClient.at(WORKSPACE, ClientKeys.selfSigned("CN=phone")),
            MtlsClient.at(WORKSPACE, GOOD),
            MtlsClient.at(WORKSPACE, null),
            MtlsClient.atOrdinaryPort(WORKSPACE, mine)
        }) {
            assertThat(thief.get(USERINFO, access).status()).isEqualTo(401);
        }
    }

    @Test
    void anOpaqueTokenIsBoundJustSo() throws Exception {
        ClientKeys mine = ClientKeys.selfSigned("CN=phone");
        String app = register("""
            "redirect_uris":["%s"],"token_endpoint_auth_method":"none","access_token_format":"opaque",
            "tls_client_certificate_bound_access_tokens":true\
            """.formatted(SignedIn.CALLBACK));
        String access = redeem(MtlsClient.at(WORKSPACE, mine), app).text("access_token");
        assertThat(access).doesNotContain(".");
        assertThat(MtlsClient.at(WORKSPACE, mine).get(USERINFO, access).status())
                .isEqualTo(200);
        assertThat(MtlsClient.at(WORKSPACE, GOOD).get(USERINFO, access).status())
                .isEqualTo(401);
        assertThat(MtlsClient.atOrdinaryPort(WORKSPACE, mine)
                        .get(USERINFO, access)
                        .status())
                .isEqualTo(401);
    }

    /** RFC 8705 §4: how the client authenticates is another matter. */
    @Test
    void anAppWithASignedAssertionGetsBoundTokensToo() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        String app = register("""
            "grant_types":["client_credentials"],"scope":"payments","token_endpoint_auth_method":"private_key_jwt",
            "jwks":{"keys":[%s]},"tls_client_certificate_bound_access_tokens":true\
            """.formatted(key.toPublicJWK().toJSONString()));
        ClientKeys any = ClientKeys.selfSigned("CN=any");
        Answer bound = MtlsClient.at(WORKSPACE, any).post(TOKEN, asserted(app, key));
        assertThat(bound.status()).as(bound.body().toString()).isEqualTo(200);
        assertThat(SignedJWT.parse(bound.text("access_token")).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("x5t#S256", any.thumbprint()));
        assertThat(MtlsClient.at(WORKSPACE, null)
                        .post(TOKEN, asserted(app, key))
                        .outcome())
                .isEqualTo("400 invalid_request");
        assertThat(MtlsClient.at(WORKSPACE, any)
                        .post(TOKEN, clientCredentials(app))
                        .outcome())
                .as("the certificate alone proves nothing")
                .isEqualTo("401 invalid_client");
    }

    private static Map<String, String> asserted(String app, ECKey key) throws JOSEException {
        PrivateKeyJWT assertion = new PrivateKeyJWT(
                new ClientID(app),
                URI.create(WORKSPACE.issuer()),
                JWSAlgorithm.ES256,
                key.toPrivateKey(),
                key.getKeyID(),
                null);
        return Map.of(
                "grant_type", "client_credentials",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion.getClientAssertion().serialize());
    }

    @Test
    void introspectionTellsAResourceServerTheCertificate() throws Exception {
        ClientKeys mine = ClientKeys.selfSigned("CN=phone");
        String access = redeem(MtlsClient.at(WORKSPACE, mine), publicApp()).text("access_token");
        JsonNode api = WORKSPACE.registerApp(project, """
            {"client_name":"API","grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_post"}\
            """);
        Answer answer = MtlsClient.atOrdinaryPort(WORKSPACE, null)
                .post(
                        "/oauth/v2/introspect",
                        Map.of(
                                "token", access,
                                "client_id", api.get("client_id").asText(),
                                "client_secret", api.get("client_secret").asText()));
        assertThat(answer.body().path("active").asBoolean())
                .as(answer.body().toString())
                .isTrue();
        assertThat(answer.body().path("cnf").path("x5t#S256").asText()).isEqualTo(mine.thumbprint());
    }

    @Test
    void aPublicClientsRefreshTokenTakesTheCertificateThatItBeganWith() throws Exception {
        ClientKeys mine = ClientKeys.selfSigned("CN=phone");
        MtlsClient phone = MtlsClient.at(WORKSPACE, mine);
        String app = publicApp();
        String refresh = redeem(phone, app).text("refresh_token");
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh, "client_id", app);

        assertThat(MtlsClient.at(WORKSPACE, ClientKeys.selfSigned("CN=phone"))
                        .post(TOKEN, form)
                        .outcome())
                .isEqualTo("400 invalid_grant");
        assertThat(MtlsClient.at(WORKSPACE, null).post(TOKEN, form).outcome()).isEqualTo("400 invalid_request");
        Answer refreshed = phone.post(TOKEN, form);
        assertThat(refreshed.status()).as(refreshed.body().toString()).isEqualTo(200);
        assertThat(phone.get(USERINFO, refreshed.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void anAppThatWantsBoundTokensGetsNoOthersAndItsCodeStaysGood() throws Exception {
        String app = publicApp();
        Map<String, String> form = code(app);
        assertThat(MtlsClient.atOrdinaryPort(WORKSPACE, null).post(TOKEN, form).outcome())
                .isEqualTo("400 invalid_request");
        assertThat(MtlsClient.at(WORKSPACE, null).post(TOKEN, form).outcome()).isEqualTo("400 invalid_request");
        assertThat(MtlsClient.at(WORKSPACE, GOOD).post(TOKEN, form).status()).isEqualTo(200);
    }

    @Test
    void discoveryNamesTheSecondPort() throws IOException, ParseException {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(WORKSPACE
                .trusting(new HTTPRequest(HTTPRequest.Method.GET, WORKSPACE.uri("/.well-known/openid-configuration")))
                .send()
                .getBody());
        assertThat(metadata.supportsTLSClientCertificateBoundAccessTokens()).isTrue();
        assertThat(metadata.getTokenEndpointAuthMethods())
                .extracting(Object::toString)
                .contains("tls_client_auth", "self_signed_tls_client_auth");
        assertThat(metadata.getReadOnlyMtlsEndpointAliases().getTokenEndpointURI())
                .hasToString(MtlsClient.at(WORKSPACE, null).origin() + TOKEN);
    }

    @Test
    void authoritiesAreCertificatesOfAuthorities() throws IOException {
        for (String bad : new String[] {"x", GOOD.pem(), BANK.pem() + "x"}) {
            assertThat(WORKSPACE
                            .admin()
                            .patch(
                                    "/admin/v1/workspace",
                                    JSON.writeValueAsString(Map.of("tls_client_authorities", bad)))
                            .expect(422)
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asText())
                    .isEqualTo("tls_client_authorities");
        }
    }

    private static String publicApp() {
        return register("""
            "redirect_uris":["%s"],"grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none",
            "tls_client_certificate_bound_access_tokens":true\
            """.formatted(SignedIn.CALLBACK));
    }

    private static Answer redeem(MtlsClient client, String app) throws ParseException, JOSEException {
        return client.post(TOKEN, code(app));
    }

    /** A code of ada's, in the form that redeems it. */
    private static Map<String, String> code(String app) throws ParseException {
        CodeVerifier verifier = new CodeVerifier();
        Browser browser = WORKSPACE.browser();
        Browser.Page page = browser.open(new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), new ClientID(app), SignedIn.CALLBACK)
                .endpointURI(WORKSPACE.uri("/oauth/v2/authorize"))
                .state(new State())
                .nonce(new Nonce())
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI());
        page = browser.submit(page, Map.of("username", "ada", "password", TestWorkspace.PASSWORD));
        String code = AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode()
                .getValue();
        return Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "code_verifier",
                verifier.getValue(),
                "redirect_uri",
                SignedIn.CALLBACK.toString(),
                "client_id",
                app);
    }
}
