package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several algorithms at once, and keys that change while tokens live: by a standard client, with the keys it fetched itself. */
class KeysIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "keys");
    private static final Api ADMIN = WORKSPACE.admin();
    private static final String PROJECT = WORKSPACE.createProject("Shop");
    private static final String USER = WORKSPACE.createUser("kay");

    /** What a client got, and what it verifies it with. */
    private record Received(ClientID client, JWSAlgorithm algorithm, Nonce nonce, OIDCTokens tokens) {
        void verify(JWKSet keys) throws Exception {
            Issuer issuer = new Issuer(WORKSPACE.issuer());
            SignedJWT token = (SignedJWT) tokens.getIDToken();
            IDTokenClaimsSet claims;
            if (algorithm.equals(JWSAlgorithm.EdDSA)) {
                // The library's validators take no octet key pairs; its verifier and its judge of claims do.
                assertThat(token.getHeader().getAlgorithm()).isEqualTo(algorithm);
                assertThat(token.verify(edwards(token, keys))).isTrue();
                new IDTokenClaimsVerifier(issuer, client, nonce, 60).verify(token.getJWTClaimsSet(), null);
                claims = new IDTokenClaimsSet(token.getJWTClaimsSet());
            } else {
                claims = new IDTokenValidator(issuer, client, algorithm, keys).validate(token, nonce);
            }
            assertThat(claims.getSubject().getValue()).isEqualTo(USER);
            assertThat(claims.getAccessTokenHash())
                    .isEqualTo(AccessTokenHash.compute(
                            tokens.getAccessToken(),
                            algorithm,
                            algorithm.equals(JWSAlgorithm.EdDSA) ? Curve.Ed25519 : null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void anAppGetsIdAndAccessTokensOfItsAlgorithm(String alg) throws Exception {
        Received received = signIn(register(alg), alg);
        received.verify(fetchKeys());
        SignedJWT access = SignedJWT.parse(received.tokens().getAccessToken().getValue());
        assertThat(access.getHeader().getAlgorithm().getName()).isEqualTo(alg);
        verifyByAlgorithm(access, alg, fetchKeys());
        assertThat(userInfo(received)).isEqualTo(200);
        assertThat(discovery().getIDTokenJWSAlgs()).contains(JWSAlgorithm.parse(alg));
    }

    @Test
    void keysAreRotatedByHandWhileEveryTokenVerifies() throws Exception {
        List<Received> all = new ArrayList<>();
        for (String alg : List.of("RS256", "ES256", "EdDSA")) {
            all.add(signIn(register(alg), alg));
        }
        JWKSet before = fetchKeys();
        rotate("{\"alg\":\"ES256\"}");
        rotate("");
        rotate("{}");
        for (String alg : List.of("RS256", "ES256", "EdDSA")) {
            Received fresh = signIn(register(alg), alg);
            assertThat(all).extracting(KeysIT::kid).doesNotContain(kid(fresh));
            all.add(fresh);
        }
        JWKSet after = fetchKeys();
        for (Received received : all) {
            received.verify(after);
            assertThat(userInfo(received)).isEqualTo(200);
        }
        assertThat(after.getKeys().stream().map(JWK::getKeyID).toList())
                .as("nothing that may have signed has left")
                .containsAll(before.getKeys().stream().map(JWK::getKeyID).toList());
        for (String alg : List.of("RS256", "ES256", "EdDSA")) {
            assertThat(states(alg)).contains("current", "next", "previous");
            assertThat(states(alg).stream().filter(state -> !state.equals("previous")))
                    .hasSize(2);
        }
    }

    @Test
    void theSetTellsWhatEveryKeyIsForAndHoldsNoPrivateMember() throws Exception {
        register("EdDSA");
        rotate("{\"alg\":\"RSA-OAEP-256\"}");
        rotate("{\"alg\":\"ECDH-ES\"}");
        String json = get("/oauth/v2/keys").getBody();
        for (JWK key : JWKSet.parse(json).getKeys()) {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyID()).isNotEmpty();
            assertThat(key.getKeyUse().getValue() + " " + key.getAlgorithm())
                    .isIn("sig RS256", "sig PS256", "sig ES256", "sig EdDSA", "enc RSA-OAEP-256", "enc ECDH-ES");
        }
        assertThat(json).contains("\"enc\"").doesNotContain("\"d\"", "\"p\"", "sealed");
        JsonNode listed = ADMIN.get("/admin/v1/keys").expect(200).get("items");
        assertThat(StreamSupport.stream(listed.spliterator(), false)
                        .map(key -> key.get("kid").asText()))
                .containsExactlyElementsOf(
                        JWKSet.parse(json).getKeys().stream().map(JWK::getKeyID).toList());
        assertThat(listed.toString()).contains("\"use\":\"enc\"").doesNotContain("sealed");
    }

    @Test
    void theEntityTagHoldsUntilTheSetChanges() throws Exception {
        String tag = get("/oauth/v2/keys").getHeaderValue("ETag");
        HTTPRequest conditional = new HTTPRequest(HTTPRequest.Method.GET, WORKSPACE.uri("/oauth/v2/keys"));
        conditional.setHeader("If-None-Match", tag);
        assertThat(WORKSPACE.trusting(conditional).send().getStatusCode()).isEqualTo(304);
        rotate("");
        assertThat(get("/oauth/v2/keys").getHeaderValue("ETag")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS384", "ES256K", "rs256"})
    void anAlgorithmThatIsNotSpokenIsRefusedByName(String alg) {
        Api.Answer app = ADMIN.post(
                "/admin/v1/projects/" + PROJECT + "/apps",
                "{\"client_name\":\"x\",\"redirect_uris\":[\"%s\"],\"id_token_signed_response_alg\":\"%s\"}"
                        .formatted(SignedIn.CALLBACK, alg));
        assertThat(app.status()).isEqualTo(422);
        assertThat(app.text()).contains("id_token_signed_response_alg");
        Api.Answer rotation = ADMIN.post("/admin/v1/keys/rotate", "{\"alg\":\"" + alg + "\"}");
        assertThat(rotation.status()).isEqualTo(422);
        assertThat(rotation.text()).contains("\"alg\"");
    }

    /** With the public key as a secret, with another algorithm's key, and with no signature at all. */
    @Test
    void aTokenCannotChooseWhatItIsVerifiedWith() throws Exception {
        Received received = signIn(register("ES256"), "ES256");
        SignedJWT good = SignedJWT.parse(received.tokens().getAccessToken().getValue());
        JWTClaimsSet claims = good.getJWTClaimsSet();
        for (JWK key : fetchKeys().getKeys()) {
            SignedJWT forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(good.getHeader().getType())
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            forged.sign(new MACSigner(key.toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(userInfo(forged.serialize())).isEqualTo(401);
            String[] parts = good.serialize().split("\\.", -1);
            String header = new JWSHeader.Builder(good.getHeader())
                    .keyID(key.getKeyID())
                    .build()
                    .toBase64URL()
                    .toString();
            if (!key.getKeyID().equals(good.getHeader().getKeyID())) {
                assertThat(userInfo(header + "." + parts[1] + "." + parts[2])).isEqualTo(401);
            }
            assertThat(userInfo("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + parts[1] + "."))
                    .isEqualTo(401);
        }
        assertThat(userInfo(good.serialize())).isEqualTo(200);
    }

    private static ClientID register(String alg) {
        return new ClientID(WORKSPACE
                .registerApp(PROJECT, """
                        {"client_name":"Shop","redirect_uris":["%s"],"token_endpoint_auth_method":"none",
                         "id_token_signed_response_alg":"%s","access_token_signed_response_alg":"%s"}""".formatted(SignedIn.CALLBACK, alg, alg))
                .get("client_id")
                .asText());
    }

    private static Received signIn(ClientID client, String alg) throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        Browser browser = WORKSPACE.browser();
        URI request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "email"), client, SignedIn.CALLBACK)
                .endpointURI(WORKSPACE.uri("/oauth/v2/authorize"))
                .state(new State())
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        Browser.Page page =
                browser.submit(browser.open(request), Map.of("username", "kay", "password", TestWorkspace.PASSWORD));
        var code = AuthenticationResponseParser.parse(page.leadsTo())
                .toSuccessResponse()
                .getAuthorizationCode();
        HTTPResponse answer = WORKSPACE
                .trusting(new TokenRequest.Builder(
                                WORKSPACE.uri("/oauth/v2/token"),
                                client,
                                new AuthorizationCodeGrant(code, SignedIn.CALLBACK, verifier))
                        .build()
                        .toHTTPRequest())
                .send();
        return new Received(
                client,
                JWSAlgorithm.parse(alg),
                nonce,
                OIDCTokenResponse.parse(answer).getOIDCTokens());
    }

    private static void verifyByAlgorithm(SignedJWT token, String alg, JWKSet keys) throws Exception {
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        if (alg.equals("EdDSA")) {
            assertThat(token.verify(edwards(token, keys))).isTrue();
            return;
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.parse(alg), new ImmutableJWKSet<>(keys)));
        assertThat(processor.process(token, null).getIssuer()).isEqualTo(WORKSPACE.issuer());
    }

    private static JWSVerifier edwards(SignedJWT token, JWKSet keys) throws JOSEException {
        return new Ed25519Verifier(
                keys.getKeyByKeyId(token.getHeader().getKeyID()).toOctetKeyPair());
    }

    private static String kid(Received received) {
        return ((SignedJWT) received.tokens().getIDToken()).getHeader().getKeyID();
    }

    private static void rotate(String body) {
        ADMIN.post("/admin/v1/keys/rotate", body).expect(200);
    }

    private static List<String> states(String alg) {
        return StreamSupport.stream(
                        ADMIN.get("/admin/v1/keys").expect(200).get("items").spliterator(), false)
                .filter(key -> key.get("alg").asText().equals(alg))
                .map(key -> key.get("state").asText())
                .toList();
    }

    private static JWKSet fetchKeys() throws Exception {
        return JWKSet.parse(get("/oauth/v2/keys").getBody());
    }

    private static OIDCProviderMetadata discovery() throws Exception {
        return OIDCProviderMetadata.parse(
                get("/.well-known/openid-configuration").getBody());
    }

    private static HTTPResponse get(String path) throws IOException {
        return WORKSPACE
                .trusting(new HTTPRequest(HTTPRequest.Method.GET, WORKSPACE.uri(path)))
                .send();
    }

    private static int userInfo(Received received) throws IOException {
        return userInfo(received.tokens().getAccessToken().getValue());
    }

    private static int userInfo(String accessToken) throws IOException {
        return WORKSPACE
                .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), new BearerAccessToken(accessToken))
                        .toHTTPRequest())
                .send()
                .getStatusCode();
    }
}
