package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWEDecryptionKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.LocalSite;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The forms of tokens that an app may register, as a standard client library sees them. */
class TokenFormatsIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "formats");
    private static final String PROJECT = WORKSPACE.createProject("Formats");
    private static final String USER = WORKSPACE.createUser("heidi");
    private static final String SHOP = "https://shop.example/cb";

    private static RSAKey key;

    /** A confidential app. */
    private record App(ClientSecretBasic authentication, URI redirectUri) {
        ClientID id() {
            return authentication.getClientID();
        }
    }

    @BeforeAll
    static void makeKey() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("enc-1").keyUse(KeyUse.ENCRYPTION).generate();
    }

    @Test
    void anOpaqueTokenIsGoodWhereAJwtIsUntilItIsRevoked() throws Exception {
        App app = register(SHOP, "\"access_token_format\":\"opaque\"");
        AccessToken token = signIn(app).getAccessToken();
        assertThat(token.getValue()).startsWith("prysm_at_");
        assertThat(userinfo(token).getBodyAsJSONObject()).containsEntry("sub", USER);
        assertThat(introspect(app, token).getBodyAsJSONObject())
                .containsEntry("active", true)
                .containsEntry("sub", USER)
                .containsEntry("client_id", app.id().getValue())
                .containsEntry("aud", WORKSPACE.issuer());

        AccessToken tampered = new BearerAccessToken(
                token.getValue().substring(0, token.getValue().length() - 6) + "AAAAAA");
        assertThat(userinfo(tampered).getStatusCode()).isEqualTo(401);
        assertThat(introspect(app, tampered).getBody()).isEqualToIgnoringNewLines("{\"active\":false}");

        App other = register(SHOP, "\"access_token_format\":\"opaque\"");
        revoke(other, token);
        assertThat(userinfo(token).getStatusCode())
                .as("another app cannot revoke it")
                .isEqualTo(200);
        revoke(app, token);
        assertThat(userinfo(token).getStatusCode()).isEqualTo(401);
        assertThat(introspect(app, token).getBody()).isEqualToIgnoringNewLines("{\"active\":false}");
    }

    @Test
    void anotherWorkspacesOpaqueTokenIsWorthNothing() throws Exception {
        TestWorkspace elsewhere = TestWorkspace.create(RunningDev.shared(), "foreign");
        JsonNode foreign = elsewhere.registerApp(elsewhere.createProject("Foreign"), """
                {"client_name":"F","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                 "access_token_format":"opaque"}""");
        HTTPResponse response = elsewhere
                .trusting(new TokenRequest(
                                elsewhere.uri("/oauth/v2/token"),
                                basic(foreign),
                                new ClientCredentialsGrant(),
                                new Scope("read"))
                        .toHTTPRequest())
                .send();
        AccessToken token = OIDCTokenResponse.parse(response).getTokens().getAccessToken();
        assertThat(token.getValue()).startsWith("prysm_at_");
        assertThat(userinfo(token).getStatusCode()).isEqualTo(401);
        assertThat(introspect(register(SHOP, ""), token).getBody()).isEqualToIgnoringNewLines("{\"active\":false}");
        assertThat(new Api(RunningDev.shared().tls(), WORKSPACE.issuer(), token.getValue())
                        .get("/admin/v1/users")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void onlyThoseWhoHaveToDoWithATokenLearnThatItIsGood() throws Exception {
        AccessToken token = signIn(register(SHOP, "")).getAccessToken();
        JsonNode stranger = WORKSPACE.registerApp(
                WORKSPACE.createProject("Strangers"),
                "{\"client_name\":\"X\",\"grant_types\":[\"client_credentials\"],\"response_types\":[],"
                        + "\"resources\":[\"https://api.example\"]}");
        assertThat(introspect(new App(basic(stranger), URI.create(SHOP)), token).getBody())
                .isEqualToIgnoringNewLines("{\"active\":false}");
        assertThat(introspect(register(SHOP, ""), token).getBodyAsJSONObject())
                .as("its project's other app")
                .containsEntry("active", true);
    }

    @Test
    void appsOfOneSectorKnowAUserByOneNameAndOthersByAnother() throws Exception {
        App shop = register(SHOP, "\"subject_type\":\"pairwise\"");
        App till = register(
                "https://shop.example/till", "\"subject_type\":\"pairwise\",\"access_token_format\":\"opaque\"");
        App forum = register("https://forum.example/cb", "\"subject_type\":\"pairwise\"");
        OIDCTokens tokens = signIn(shop);
        String name = tokens.getIDToken().getJWTClaimsSet().getSubject();
        assertThat(name).isNotEqualTo(USER).doesNotContain(USER);
        assertThat(signIn(till).getIDToken().getJWTClaimsSet().getSubject()).isEqualTo(name);
        assertThat(signIn(forum).getIDToken().getJWTClaimsSet().getSubject())
                .isNotEqualTo(name)
                .isNotEqualTo(USER);
        assertThat(SignedJWT.parse(tokens.getAccessToken().getValue())
                        .getJWTClaimsSet()
                        .getSubject())
                .isEqualTo(name);
        assertThat(tokens.getAccessToken().getValue()).doesNotContain(USER);
        assertThat(userinfo(tokens.getAccessToken()).getBodyAsJSONObject()).containsEntry("sub", name);
        assertThat(introspect(shop, tokens.getAccessToken()).getBodyAsJSONObject())
                .containsEntry("active", true)
                .containsEntry("sub", name);
        assertThat(introspect(shop, tokens.getRefreshToken()).getBodyAsJSONObject())
                .containsEntry("active", true)
                .containsEntry("sub", name);

        revoke(shop, tokens.getAccessToken());
        assertThat(userinfo(tokens.getAccessToken()).getStatusCode()).isEqualTo(401);
        OIDCTokens again = signIn(shop);
        WORKSPACE.admin().post("/admin/v1/users/" + USER + "/lock", "").expect(200);
        try {
            assertThat(userinfo(again.getAccessToken()).getStatusCode()).isEqualTo(401);
        } finally {
            WORKSPACE.admin().post("/admin/v1/users/" + USER + "/unlock", "").expect(200);
        }
    }

    @Test
    void aSectorIsWhatItsHostSaysItIs() throws Exception {
        String app = "https://one.example/cb\",\"https://two.example/cb";
        assertThat(refusal(app, "\"subject_type\":\"pairwise\""))
                .as("two hosts")
                .contains("sector_identifier_uri");
        try (LocalSite site = LocalSite.start(RunningDev.shared())) {
            URI listing = site.serve("/uris.json", "application/json", "[\"https://one.example/cb\"]");
            String pairwise = "\"subject_type\":\"pairwise\",\"sector_identifier_uri\":\"" + listing + "\"";
            assertThat(refusal(app, pairwise)).as("one of them is not listed").contains("mismatch");
            site.serve("/uris.json", "application/json", "[\"https://one.example/cb\",\"https://two.example/cb\"]");
            WORKSPACE.registerApp(PROJECT, metadata(app, pairwise));
            assertThat(refusal(app, pairwise.replace("uris.json", "nothing.json")))
                    .contains("unreachable");
        }
    }

    @Test
    void keysByReferenceAreEncryptedTo() throws Exception {
        try (LocalSite site = LocalSite.start(RunningDev.shared())) {
            URI keys = site.serve("/jwks.json", "application/json", new JWKSet(key.toPublicJWK()).toString());
            App app = register(
                    SHOP, "\"id_token_encrypted_response_alg\":\"RSA-OAEP-256\",\"jwks_uri\":\"" + keys + "\"");
            SignedJWT inner = decrypted((EncryptedJWT) signIn(app).getIDToken());
            assertThat(inner.getJWTClaimsSet().getSubject()).isEqualTo(USER);
        }
    }

    @Test
    void anIdTokenIsEncryptedToTheAppsKey() throws Exception {
        App app = register(
                SHOP,
                "\"id_token_encrypted_response_alg\":\"RSA-OAEP-256\",\"id_token_signed_response_alg\":\"ES256\","
                        + jwks());
        Nonce nonce = new Nonce();
        OIDCTokens tokens = signIn(app, nonce);
        assertThat(tokens.getIDToken()).isInstanceOf(EncryptedJWT.class);
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(WORKSPACE.issuer()),
                app.id(),
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(ours())),
                new JWEDecryptionKeySelector<>(
                        JWEAlgorithm.RSA_OAEP_256,
                        EncryptionMethod.A128CBC_HS256,
                        new ImmutableJWKSet<>(new JWKSet(key))));
        assertThat(validator.validate(tokens.getIDToken(), nonce).getSubject().getValue())
                .isEqualTo(USER);
    }

    @Test
    void userinfoIsSignedOrSignedAndEncryptedForWhomRegisteredSo() throws Exception {
        App signed = register(SHOP, "\"userinfo_signed_response_alg\":\"PS256\",\"subject_type\":\"pairwise\"");
        OIDCTokens tokens = signIn(signed);
        HTTPResponse answer = userinfo(tokens.getAccessToken());
        assertThat(answer.getHeaderValue("Content-Type")).isEqualTo("application/jwt");
        JWTClaimsSet claims =
                verified(UserInfoResponse.parse(answer).toSuccessResponse().getUserInfoJWT(), JWSAlgorithm.PS256);
        assertThat(claims.getIssuer()).isEqualTo(WORKSPACE.issuer());
        assertThat(claims.getAudience()).containsExactly(signed.id().getValue());
        assertThat(claims.getSubject())
                .isEqualTo(tokens.getIDToken().getJWTClaimsSet().getSubject());
        assertThat(claims.getStringClaim("email")).isEqualTo("heidi@example.com");

        App encrypted = register(
                SHOP,
                "\"userinfo_signed_response_alg\":\"RS256\",\"userinfo_encrypted_response_alg\":\"RSA-OAEP-256\","
                        + "\"userinfo_encrypted_response_enc\":\"A256GCM\"," + jwks());
        JWT nested = UserInfoResponse.parse(userinfo(signIn(encrypted).getAccessToken()))
                .toSuccessResponse()
                .getUserInfoJWT();
        assertThat(verified(decrypted((EncryptedJWT) nested), JWSAlgorithm.RS256)
                        .getSubject())
                .isEqualTo(USER);
    }

    @Test
    void introspectionIsSignedForWhoAsks() throws Exception {
        App app = register(
                SHOP,
                "\"introspection_signed_response_alg\":\"ES256\",\"introspection_encrypted_response_alg\":\"RSA-OAEP-256\","
                        + jwks());
        AccessToken token = signIn(app).getAccessToken();
        assertThat(introspect(app, token).getHeaderValue("Content-Type"))
                .as("who does not ask for a JWT")
                .isEqualTo("application/json");
        HTTPResponse answer = introspect(app, token, "application/token-introspection+jwt");
        assertThat(answer.getHeaderValue("Content-Type")).isEqualTo("application/token-introspection+jwt");
        SignedJWT inner = decrypted(EncryptedJWT.parse(answer.getBody()));
        assertThat(inner.getHeader().getType()).isEqualTo(new JOSEObjectType("token-introspection+jwt"));
        JWTClaimsSet claims = verified(inner, JWSAlgorithm.ES256);
        assertThat(claims.getIssuer()).isEqualTo(WORKSPACE.issuer());
        assertThat(claims.getAudience()).containsExactly(app.id().getValue());
        assertThat(claims.getIssueTime()).isNotNull();
        assertThat(claims.getSubject()).as("it is no token of the user").isNull();
        assertThat(claims.getJSONObjectClaim("token_introspection"))
                .containsEntry("active", true)
                .containsEntry("sub", USER);

        revoke(app, token);
        JWTClaimsSet inactive = verified(
                decrypted(EncryptedJWT.parse(
                        introspect(app, token, "application/json;q=0.1, application/token-introspection+jwt")
                                .getBody())),
                JWSAlgorithm.ES256);
        assertThat(inactive.getJSONObjectClaim("token_introspection")).isEqualTo(Map.of("active", false));
    }

    @Test
    void discoveryNamesExactlyWhatIsTaken() throws Exception {
        JsonNode metadata =
                WORKSPACE.admin().get("/.well-known/openid-configuration").expect(200);
        assertThat(metadata.get("subject_types_supported")).hasToString("[\"public\",\"pairwise\"]");
        for (String answer : List.of("id_token", "userinfo", "introspection")) {
            String signed = answer.equals("userinfo") ? "\"userinfo_signed_response_alg\":\"RS256\"," : "";
            for (JsonNode enc : metadata.get(answer + "_encryption_enc_values_supported")) {
                register(
                        SHOP,
                        signed
                                + "\"%s_encrypted_response_alg\":\"RSA-OAEP-256\",\"%s_encrypted_response_enc\":\"%s\",%s"
                                        .formatted(answer, answer, enc.asText(), jwks()));
            }
            assertThat(metadata.get(answer + "_encryption_alg_values_supported"))
                    .hasToString("[\"RSA-OAEP-256\",\"ECDH-ES\",\"ECDH-ES+A128KW\",\"ECDH-ES+A256KW\"]");
            for (String weak : List.of("RSA1_5", "RSA-OAEP", "dir", "A128KW")) {
                Api.Answer refused = WORKSPACE
                        .admin()
                        .post(
                                "/admin/v1/projects/" + PROJECT + "/apps",
                                metadata(
                                        SHOP,
                                        signed
                                                + "\"%s_encrypted_response_alg\":\"%s\",%s"
                                                        .formatted(answer, weak, jwks())));
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.text()).contains(answer + "_encrypted_response_alg");
            }
        }
    }

    private static String jwks() {
        return "\"jwks\":" + new JWKSet(key.toPublicJWK()).toString();
    }

    private static String metadata(String redirectUri, String more) {
        return """
                {"client_name":"Formats","redirect_uris":["%s"],"grant_types":["authorization_code","refresh_token"],
                 "token_endpoint_auth_method":"client_secret_basic"%s}""".formatted(redirectUri, more.isEmpty() ? "" : "," + more);
    }

    private static String refusal(String redirectUri, String more) {
        Api.Answer refused =
                WORKSPACE.admin().post("/admin/v1/projects/" + PROJECT + "/apps", metadata(redirectUri, more));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        return refused.text();
    }

    private static App register(String redirectUri, String more) {
        return new App(basic(WORKSPACE.registerApp(PROJECT, metadata(redirectUri, more))), URI.create(redirectUri));
    }

    private static ClientSecretBasic basic(JsonNode app) {
        return new ClientSecretBasic(
                new ClientID(app.get("client_id").asText()),
                new Secret(app.get("client_secret").asText()));
    }

    private static OIDCTokens signIn(App app) throws Exception {
        return signIn(app, new Nonce());
    }

    private static OIDCTokens signIn(App app, Nonce nonce) throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        URI request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "email", "offline_access"), app.id(), app.redirectUri())
                .endpointURI(WORKSPACE.uri("/oauth/v2/authorize"))
                .state(new State())
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        Browser browser = WORKSPACE.browser();
        Browser.Page page =
                browser.submit(browser.open(request), Map.of("username", "heidi", "password", TestWorkspace.PASSWORD));
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                AuthenticationResponseParser.parse(page.leadsTo())
                        .toSuccessResponse()
                        .getAuthorizationCode(),
                app.redirectUri(),
                verifier);
        HTTPResponse response = WORKSPACE
                .trusting(new TokenRequest.Builder(WORKSPACE.uri("/oauth/v2/token"), app.authentication(), grant)
                        .build()
                        .toHTTPRequest())
                .send();
        return OIDCTokenResponse.parse(response).getOIDCTokens();
    }

    private static HTTPResponse userinfo(AccessToken token) throws Exception {
        return WORKSPACE
                .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), token).toHTTPRequest())
                .send();
    }

    private static HTTPResponse introspect(App app, Token token) throws Exception {
        return introspect(app, token, "application/json");
    }

    private static HTTPResponse introspect(App app, Token token, String accept) throws Exception {
        HTTPRequest request = new TokenIntrospectionRequest(
                        WORKSPACE.uri("/oauth/v2/introspect"), app.authentication(), token)
                .toHTTPRequest();
        request.setAccept(accept);
        return WORKSPACE.trusting(request).send();
    }

    private static void revoke(App app, AccessToken token) throws Exception {
        assertThat(WORKSPACE
                        .trusting(new TokenRevocationRequest(
                                        WORKSPACE.uri("/oauth/v2/revoke"), app.authentication(), token)
                                .toHTTPRequest())
                        .send()
                        .getStatusCode())
                .isEqualTo(200);
    }

    private static SignedJWT decrypted(EncryptedJWT nested) throws Exception {
        assertThat(nested.getHeader().getContentType()).isEqualTo("JWT");
        nested.decrypt(new RSADecrypter(key));
        return nested.getPayload().toSignedJWT();
    }

    /** By a library, with the keys that we publish. */
    private static JWTClaimsSet verified(JWT jwt, JWSAlgorithm algorithm) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("token-introspection+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithm, new ImmutableJWKSet<>(ours())));
        return processor.process(jwt, null);
    }

    /** Read anew: an algorithm's keys come with the first app that needs it. */
    private static JWKSet ours() throws Exception {
        return JWKSet.parse(
                WORKSPACE.browser().open(WORKSPACE.uri("/oauth/v2/keys")).html());
    }
}
