package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code client_secret_jwt} (OpenID Connect Core §9): the secret signs, and is never sent. */
class ClientSecretJwtIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "secretjwt");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final String PROJECT = WORKSPACE.createProject("Machines");

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void theSecretSignsAndEachAssertionCountsOnce(String algorithm) throws Exception {
        JsonNode app = machine("client_secret_jwt", "");
        ClientSecretJWT assertion = new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.parse(algorithm), secret(app));
        assertThat(status(assertion)).isEqualTo(200);
        assertThat(status(assertion)).as("the same assertion again").isEqualTo(401);
        assertThat(status(new ClientSecretJWT(
                        id(app), URI.create("https://elsewhere.example/"), JWSAlgorithm.HS256, secret(app))))
                .as("for another server")
                .isEqualTo(401);
        assertThat(status(new ClientSecretJWT(
                        id(app), TOKEN, JWSAlgorithm.HS256, new Secret("another-secret-of-more-than-32-bytes"))))
                .isEqualTo(401);
    }

    @Test
    void noOtherMethodIsTaken() throws Exception {
        JsonNode app = machine("client_secret_jwt", "");
        assertThat(status(new ClientSecretBasic(id(app), secret(app)))).isEqualTo(401);
        assertThat(status(new ClientSecretPost(id(app), secret(app)))).isEqualTo(401);
        assertThat(status(new PrivateKeyJWT(
                        id(app),
                        TOKEN,
                        JWSAlgorithm.RS256,
                        new RSAKeyGenerator(2048).generate().toPrivateKey(),
                        null,
                        null)))
                .isEqualTo(401);
        JsonNode basic = machine("client_secret_basic", "");
        assertThat(status(new ClientSecretJWT(id(basic), TOKEN, JWSAlgorithm.HS256, secret(basic))))
                .isEqualTo(401);
    }

    @Test
    void onlyTheRegisteredAlgorithmIsTaken() throws Exception {
        JsonNode app = machine("client_secret_jwt", ",\"token_endpoint_auth_signing_alg\":\"HS512\"");
        assertThat(status(new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS256, secret(app))))
                .isEqualTo(401);
        assertThat(status(new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS512, secret(app))))
                .isEqualTo(200);
        WORKSPACE.admin().post("/admin/v1/projects/" + PROJECT + "/apps", """
                        {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],
                         "token_endpoint_auth_method":"client_secret_jwt","token_endpoint_auth_signing_alg":"RS256"}""").expect(422);
    }

    @Test
    void aRotatedSecretReplacesTheOldOneAndAChangeOfMethodMakesOne() throws Exception {
        JsonNode app = machine("client_secret_jwt", "");
        String path = "/admin/v1/projects/" + PROJECT + "/apps/" + id(app);
        JsonNode rotated = WORKSPACE.admin().post(path + "/secret", "").expect(200);
        assertThat(status(new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS256, secret(app))))
                .isEqualTo(401);
        assertThat(status(new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS256, secret(rotated))))
                .isEqualTo(200);

        WORKSPACE
                .admin()
                .patch(path, "{\"token_endpoint_auth_method\":\"client_secret_basic\"}")
                .expect(200);
        assertThat(status(new ClientSecretBasic(id(app), secret(rotated)))).isEqualTo(200);
        JsonNode again = WORKSPACE
                .admin()
                .patch(path, "{\"token_endpoint_auth_method\":\"client_secret_jwt\"}")
                .expect(200);
        assertThat(status(new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS256, secret(again))))
                .isEqualTo(200);
    }

    @Test
    void oneAssertionSentAHundredTimesAtOnceCountsOnce() throws Exception {
        JsonNode app = machine("client_secret_jwt", "");
        ClientSecretJWT assertion = new ClientSecretJWT(id(app), TOKEN, JWSAlgorithm.HS256, secret(app));
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> status(assertion)));
            }
        }
        int successes = 0;
        for (Future<Integer> answer : answers) {
            successes += answer.get() == 200 ? 1 : 0;
        }
        assertThat(successes).isEqualTo(1);
    }

    private static JsonNode machine(String method, String more) {
        return WORKSPACE.registerApp(PROJECT, """
                {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                 "token_endpoint_auth_method":"%s"%s}""".formatted(method, more));
    }

    private static ClientID id(JsonNode app) {
        return new ClientID(app.get("client_id").asText());
    }

    private static Secret secret(JsonNode app) {
        return new Secret(app.get("client_secret").asText());
    }

    private static int status(ClientAuthentication client) throws Exception {
        HTTPResponse response = WORKSPACE
                .trusting(new TokenRequest.Builder(TOKEN, client, new ClientCredentialsGrant())
                        .build()
                        .toHTTPRequest())
                .send();
        return response.getStatusCode();
    }
}
