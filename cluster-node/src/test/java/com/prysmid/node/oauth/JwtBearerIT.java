package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** RFC 7523 §2.1: a service account's own assertion instead of client authentication. */
class JwtBearerIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "bearer");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final ECKey KEY = key();
    private static final String ACCOUNT = account(KEY);

    @Test
    void anAssertionGivesTheAccountsTokenAndItOpensTheAdminApi() throws Exception {
        HTTPResponse response = send(assertion(ACCOUNT, KEY, TOKEN.toString(), 60), "urn:prysmid:admin");
        String token =
                AccessTokenResponse.parse(response).getTokens().getAccessToken().getValue();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject()).isEqualTo(ACCOUNT);
        assertThat(new Api(RunningDev.shared().tls(), WORKSPACE.issuer(), token)
                        .get("/admin/v1/audit")
                        .status())
                .isEqualTo(200);
        assertThat(send(assertion(ACCOUNT, KEY, WORKSPACE.issuer(), 60), null).getStatusCode())
                .as("the issuer is an audience too")
                .isEqualTo(200);
    }

    @Test
    void oneAssertionSentAHundredTimesAtOnceIsGoodOnce() throws Exception {
        SignedJWT assertion = assertion(ACCOUNT, KEY, TOKEN.toString(), 60);
        List<Future<HTTPResponse>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> send(assertion, null)));
            }
        }
        int successes = 0;
        for (Future<HTTPResponse> answer : answers) {
            successes += answer.get().getStatusCode() == 200 ? 1 : 0;
        }
        assertThat(successes).isEqualTo(1);
        assertThat(error(send(assertion, null))).isEqualTo("invalid_grant");
    }

    @Test
    void whatWasSpentAsAClientAssertionIsNoGrant() throws Exception {
        PrivateKeyJWT assertion = new PrivateKeyJWT(assertion(ACCOUNT, KEY, TOKEN.toString(), 60));
        HTTPResponse first = WORKSPACE
                .trusting(new TokenRequest(TOKEN, assertion, new ClientCredentialsGrant(), null).toHTTPRequest())
                .send();
        assertThat(first.getStatusCode()).isEqualTo(200);
        assertThat(error(send(assertion.getClientAssertion(), null))).isEqualTo("invalid_grant");
    }

    @Test
    void aBadAssertionIsABadGrant() throws Exception {
        assertThat(error(send(assertion(ACCOUNT, key(), TOKEN.toString(), 60), null)))
                .as("another key")
                .isEqualTo("invalid_grant");
        assertThat(error(send(assertion(ACCOUNT, KEY, "https://elsewhere.example/token", 60), null)))
                .as("another audience")
                .isEqualTo("invalid_grant");
        assertThat(error(send(assertion(ACCOUNT, KEY, TOKEN.toString(), -1), null)))
                .as("expired")
                .isEqualTo("invalid_grant");
        assertThat(error(send(assertion(ACCOUNT, KEY, TOKEN.toString(), 86_400), null)))
                .as("lives too long")
                .isEqualTo("invalid_grant");
        assertThat(error(send(assertion("nobody", KEY, TOKEN.toString(), 60), null)))
                .as("nobody's")
                .isEqualTo("invalid_grant");
        assertThat(error(send(assertion(ACCOUNT, KEY, TOKEN.toString(), 60), "openid")))
                .isEqualTo("invalid_scope");
    }

    @Test
    void anAppHasNoSuchGrant() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "ben");
        assertThat(error(send(assertion(app.client().getValue(), KEY, TOKEN.toString(), 60), null)))
                .isEqualTo("invalid_grant");
        String project = WORKSPACE.createProject("Machines");
        WORKSPACE.admin().post("/admin/v1/projects/" + project + "/apps", """
            {"client_name":"x","response_types":[],
             "grant_types":["urn:ietf:params:oauth:grant-type:jwt-bearer"]}\
            """).expect(422);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("k1")
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String account(ECKey key) {
        return WORKSPACE
                .admin()
                .post("/admin/v1/service-accounts", """
                    {"name":"robot","roles":["workspace.auditor"],"jwks":{"keys":[%s]}}\
                    """.formatted(
                                key.toPublicJWK().toJSONString()))
                .expect(201)
                .get("client_id")
                .asText();
    }

    private static SignedJWT assertion(String subject, ECKey key, String audience, long seconds) throws Exception {
        Instant now = Instant.now();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(subject)
                        .subject(subject)
                        .audience(audience)
                        .issueTime(Date.from(now.minusSeconds(2)))
                        .expirationTime(Date.from(now.plus(Duration.ofSeconds(seconds))))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        assertion.sign(new ECDSASigner(key));
        return assertion;
    }

    private static HTTPResponse send(SignedJWT assertion, String scope) throws java.io.IOException {
        return WORKSPACE
                .trusting(new TokenRequest(
                                TOKEN, new JWTBearerGrant(assertion), scope == null ? null : Scope.parse(scope))
                        .toHTTPRequest())
                .send();
    }

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }
}
