package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.LocalSite;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Request objects (RFC 9101, OpenID Connect Core §6): by value, by reference and pushed; signed, unsigned and encrypted. */
class RequestObjectIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(DEV, "jar");
    private static final LocalSite SITE = LocalSite.start(DEV);
    private static final RSAKey KEY = key();
    private static final RSAKey STRANGER = key();
    private static final RelyingParty RP = RelyingParty.register(
            WORKSPACE,
            members("\"request_uris\":[\"" + SITE.uri("/request") + "\",\"https://169.254.169.254/latest/meta-data\","
                    + "\"https://10.0.0.1/request\"],\"request_object_encryption_alg\":\"RSA-OAEP-256\""));
    private static final RelyingParty UNSIGNED =
            RelyingParty.register(WORKSPACE, members("\"unsigned_request_objects\":true"));
    private static final RelyingParty STRICT =
            RelyingParty.register(WORKSPACE, members("\"require_signed_request_object\":true"));
    private static final RelyingParty ONLY_PS256 =
            RelyingParty.register(WORKSPACE, members("\"request_object_signing_alg\":\"PS256\""));
    private static final String ADA = WORKSPACE.createUser("ada");

    private final Browser browser = WORKSPACE.browser();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void onlyWhatIsInTheObjectCounts() throws Exception {
        JWT object = signed(KEY, claims(RP).claim("max_age", 3_600).claim("scope", "openid profile"));
        Browser.Page page = RelyingParty.signIn(
                browser,
                "ada",
                RP.open(
                        browser,
                        "request",
                        object.serialize(),
                        "state",
                        "outer",
                        "scope",
                        "openid email",
                        "redirect_uri",
                        "https://evil.example/cb"));
        assertThat(page.leadsTo().toString()).startsWith(RelyingParty.CALLBACK.toString());
        assertThat(RelyingParty.response(page).getState().getValue()).isEqualTo("inner");
        assertThat(RP.tokens(page).getAccessToken().getScope().toStringList()).containsExactly("openid", "profile");
    }

    @Test
    void theClaimsRequestOfAnObjectIsTakenWhole() throws Exception {
        JWT object = signed(
                KEY,
                claims(RP)
                        .claim(
                                "claims",
                                JWTClaimsSet.parse("{\"id_token\":{\"email\":null}}")
                                        .toJSONObject(true)));
        Browser.Page page = RelyingParty.signIn(browser, "ada", RP.open(browser, "request", object.serialize()));
        JWTClaimsSet idToken = RP.tokens(page).getIDToken().getJWTClaimsSet();
        assertThat(idToken.getSubject()).isEqualTo(ADA);
        assertThat(idToken.getStringClaim("email")).isEqualTo("ada@example.com");
    }

    @Test
    void anEncryptedOneIsOpenedAndThenVerified() throws Exception {
        assertThat(RelyingParty.asksToSignIn(RP.open(browser, "request", encrypted(signed(KEY, claims(RP))))))
                .isTrue();
        assertThat(error(RP, encrypted(signed(STRANGER, claims(RP))))).isEqualTo("invalid_request_object");
        assertThat(error(RP, encrypted(new PlainJWT(claims(RP).build())))).isEqualTo("invalid_request_object");
    }

    @Test
    void forgeriesAreRefused() throws Exception {
        assertThat(error(RP, new PlainJWT(claims(RP).build()).serialize())).isEqualTo("invalid_request_object");
        assertThat(error(RP, signed(STRANGER, claims(RP)).serialize())).isEqualTo("invalid_request_object");
        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("app").build(),
                claims(RP).build());
        hmac.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
        assertThat(error(RP, hmac.serialize())).isEqualTo("invalid_request_object");
        SignedJWT ownKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("app")
                        .jwk(STRANGER.toPublicJWK())
                        .build(),
                claims(RP).build());
        ownKey.sign(new RSASSASigner(STRANGER));
        assertThat(error(RP, ownKey.serialize())).isEqualTo("invalid_request_object");
        assertThat(error(RP, "not.a.jwt")).isEqualTo("invalid_request_object");
        assertThat(error(ONLY_PS256, signed(KEY, claims(ONLY_PS256)).serialize()))
                .isEqualTo("invalid_request_object");
    }

    @Test
    void whatIsOfOrForSomebodyElseOrAnotherTimeIsRefused() throws Exception {
        Instant now = Instant.now();
        for (JWTClaimsSet.Builder wrong : new JWTClaimsSet.Builder[] {
            claims(RP).issuer(STRICT.client().getValue()),
            claims(RP).audience("https://auth.elsewhere.example"),
            claims(RP).claim("client_id", STRICT.client().getValue()),
            claims(RP).subject(RP.client().getValue()),
            claims(RP).expirationTime(Date.from(now.minusSeconds(5))),
            claims(RP).notBeforeTime(Date.from(now.plusSeconds(300))),
            claims(RP).notBeforeTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(4_000))),
            claims(RP).claim("request_uri", SITE.uri("/request").toString()),
        }) {
            assertThat(error(RP, signed(KEY, wrong).serialize())).isEqualTo("invalid_request_object");
        }
    }

    @Test
    void anUnsignedOneIsTakenFromAnAppThatMay() throws Exception {
        String object = new PlainJWT(new JWTClaimsSet.Builder(claims(UNSIGNED).build())
                        .issuer(null)
                        .audience((String) null)
                        .build())
                .serialize();
        assertThat(RelyingParty.asksToSignIn(UNSIGNED.open(browser, "request", object)))
                .isTrue();
        assertThat(error(STRICT, new PlainJWT(claims(STRICT).build()).serialize()))
                .isEqualTo("invalid_request_object");
    }

    @Test
    void anAppThatHasToSignCannotGoWithout() throws Exception {
        assertThat(error(STRICT.open(browser))).isEqualTo("invalid_request");
        Date from = Date.from(Instant.now());
        Date to = Date.from(Instant.now().plusSeconds(300));
        assertThat(error(STRICT, signed(KEY, claims(STRICT)).serialize()))
                .as("undated")
                .isEqualTo("invalid_request_object");
        JWT dated = signed(KEY, claims(STRICT).notBeforeTime(from).expirationTime(to));
        assertThat(RelyingParty.asksToSignIn(STRICT.open(browser, "request", dated.serialize())))
                .isTrue();
    }

    @Test
    void oneByReferenceIsFetchedFromARegisteredUriOnly() throws Exception {
        URI uri = SITE.serve(
                "/request",
                "application/oauth-authz-req+jwt",
                signed(KEY, claims(RP)).serialize());
        SITE.serve("/other", "application/jwt", signed(KEY, claims(RP)).serialize());
        Browser.Page page = RelyingParty.signIn(
                browser, "ada", RP.open(browser, "request_uri", uri + "#version-1", "state", "outer"));
        assertThat(RelyingParty.response(page).getState().getValue()).isEqualTo("inner");
        int before = SITE.requests().size();
        for (String forged : new String[] {
            SITE.uri("/other").toString(),
            uri + "?x=1",
            uri.toString().replace("https", "http"),
            uri + "/../other",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/request",
            "file:///etc/passwd",
        }) {
            assertThat(error(RP.open(browser, "request_uri", forged)))
                    .as(forged)
                    .isEqualTo("invalid_request_uri");
        }
        assertThat(SITE.requests()).hasSize(before);
        assertThat(error(UNSIGNED.open(browser, "request_uri", uri.toString())))
                .as("of another app")
                .isEqualTo("invalid_request_uri");
        SITE.serve("/request", "text/html", "<html>not there</html>");
        assertThat(error(RP.open(browser, "request_uri", uri.toString()))).isEqualTo("invalid_request_uri");
    }

    @Test
    void byValueAndByReferenceExcludeEachOther() throws Exception {
        assertThat(error(RP.open(
                        browser,
                        "request",
                        signed(KEY, claims(RP)).serialize(),
                        "request_uri",
                        SITE.uri("/request").toString())))
                .isEqualTo("invalid_request");
    }

    @Test
    void aPushedOneIsVerifiedWhenItIsPushed() throws Exception {
        assertThat(ErrorObject.parse(push(RP, signed(KEY, claims(RP)))).getCode())
                .as("undated")
                .isEqualTo("invalid_request_object");
        Date from = Date.from(Instant.now());
        Date to = Date.from(Instant.now().plusSeconds(300));
        assertThat(ErrorObject.parse(push(
                                RP,
                                signed(STRANGER, claims(RP).notBeforeTime(from).expirationTime(to))))
                        .getCode())
                .isEqualTo("invalid_request_object");
        HTTPResponse answer =
                push(RP, signed(KEY, claims(RP).notBeforeTime(from).expirationTime(to)));
        URI requestUri =
                PushedAuthorizationResponse.parse(answer).toSuccessResponse().getRequestURI();
        Browser.Page page = RelyingParty.signIn(
                browser,
                "ada",
                browser.open(URI.create(RP.endpoint() + "?client_id=" + RP.client() + "&request_uri="
                        + URLEncoder.encode(requestUri.toString(), StandardCharsets.UTF_8))));
        assertThat(RelyingParty.response(page).getState().getValue()).isEqualTo("inner");
    }

    @Test
    void metadataThatMakesNoSenseIsNotRegistered() {
        String project = WORKSPACE.createProject("bad");
        for (String members : new String[] {
            "\"request_uris\":[\"http://rp.example/request\"]",
            "\"request_uris\":[\"https://user@rp.example/request\"]",
            "\"request_object_signing_alg\":\"HS256\"",
            "\"request_object_signing_alg\":\"none\"",
            "\"require_signed_request_object\":true,\"unsigned_request_objects\":true",
        }) {
            String app =
                    "{\"client_name\":\"Bad\",\"redirect_uris\":[\"https://rp.example/cb\"]" + members(members) + "}";
            assertThat(WORKSPACE
                            .admin()
                            .post("/admin/v1/projects/" + project + "/apps", app)
                            .status())
                    .as(members)
                    .isEqualTo(422);
        }
    }

    private String error(RelyingParty rp, String object) throws Exception {
        return error(rp.open(browser, "request", object));
    }

    private static String error(Browser.Page page) throws Exception {
        return RelyingParty.response(page).toErrorResponse().getErrorObject().getCode();
    }

    private static HTTPResponse push(RelyingParty rp, JWT object) throws Exception {
        return WORKSPACE
                .trusting(new PushedAuthorizationRequest(
                                WORKSPACE.uri("/oauth/v2/par"),
                                new ClientSecretBasic(rp.client(), rp.secret()),
                                new AuthenticationRequest.Builder(object, rp.client()).build())
                        .toHTTPRequest())
                .send();
    }

    private static JWTClaimsSet.Builder claims(RelyingParty rp) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder().issuer(rp.client().getValue()).audience(WORKSPACE.issuer());
        rp.parameters("state", "inner").forEach(claims::claim);
        return claims;
    }

    private static JWT signed(RSAKey key, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("oauth-authz-req+jwt"))
                        .keyID("app")
                        .build(),
                claims.build());
        jwt.sign(new RSASSASigner(key));
        return jwt;
    }

    private static String encrypted(JWT inner) throws Exception {
        JWKSet keys =
                JWKSet.parse(WORKSPACE.admin().get("/oauth/v2/keys").expect(200).toString());
        RSAKey key = keys.getKeys().stream()
                .filter(jwk -> KeyUse.ENCRYPTION.equals(jwk.getKeyUse()))
                .findFirst()
                .map(JWK::toRSAKey)
                .orElseThrow();
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                        .keyID(key.getKeyID())
                        .contentType("oauth-authz-req+jwt")
                        .build(),
                new Payload(inner.serialize()));
        jwe.encrypt(new RSAEncrypter(key));
        return jwe.serialize();
    }

    private static String members(String more) {
        return ",\"jwks\":" + new JWKSet(KEY.toPublicJWK()) + "," + more;
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("app").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
