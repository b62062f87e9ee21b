package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.prysmid.node.running.LocalSite;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Apps whose keys are where their {@code jwks_uri} says, and what else a tenant may try to have fetched with one. */
class JwksUriIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "jwksuri");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final String PROJECT = WORKSPACE.createProject("Machines");
    private static final LocalSite SITE = LocalSite.start(RunningDev.shared());

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Test
    void anAppAuthenticatesWithTheKeysAtItsJwksUriAndMayRotateThem() throws Exception {
        ECKey first = key("one");
        URI keys = publish("/app/jwks", first);
        String app = register(keys.toString());
        assertThat(status(app, first)).isEqualTo(200);
        assertThat(status(app, first)).isEqualTo(200);
        assertThat(fetches("/app/jwks")).as("kept in between").isEqualTo(1);

        ECKey second = key("two");
        assertThat(status(app, second)).as("not published").isEqualTo(401);
        int asked = fetches("/app/jwks");
        publish("/app/jwks", second);
        for (int i = 0; i < 5; i++) {
            assertThat(status(app, key("made up"))).isEqualTo(401);
        }
        assertThat(fetches("/app/jwks"))
                .as("made-up keys cost no fetch within ten seconds")
                .isEqualTo(asked);

        ECKey third = key("one");
        URI other = publish("/other/jwks", first);
        String rotating = register(other.toString());
        assertThat(status(rotating, first)).isEqualTo(200);
        publish("/other/jwks", third);
        assertThat(status(rotating, third))
                .as("a rotated key is picked up at once, also under the same kid")
                .isEqualTo(200);
        assertThat(status(rotating, first)).as("and the old one is out").isEqualTo(401);
    }

    @Test
    void theLastGoodKeysServeWhileTheSiteIsDown() throws Exception {
        ECKey key = key("k");
        String app = register(publish("/down/jwks", key).toString());
        assertThat(status(app, key)).isEqualTo(200);
        SITE.serve("/down/jwks", 503, "text/plain", "down");
        assertThat(status(app, key("unknown"))).isEqualTo(401);
        assertThat(status(app, key)).isEqualTo(200);
    }

    @Test
    void whatIsNoKeySetAuthenticatesNobody() throws Exception {
        ECKey key = key("k");
        SITE.serve("/moved", 302, "text/plain", "");
        for (URI uri : List.of(
                SITE.uri("/missing"),
                SITE.uri("/moved"),
                SITE.serve("/html", "text/html", "<html>"),
                SITE.serve("/large", "application/json", "{\"keys\":[" + " ".repeat(70_000) + "]}"),
                SITE.serve("/private", "application/json", new JWKSet(key).toString(false)))) {
            assertThat(status(register(uri.toString()), key)).as(uri.getPath()).isEqualTo(401);
        }
    }

    @Test
    void nothingInsideIsReachedThroughAJwksUri() throws Exception {
        ECKey key = key("k");
        for (String inside : List.of(
                "https://10.0.0.1/jwks",
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/jwks",
                "https://192.168.1.1:8443/jwks",
                "https://0.0.0.0:" + SITE.uri("/").getPort() + "/jwks")) {
            assertThat(status(register(inside), key)).as(inside).isEqualTo(401);
        }
        for (String trick : List.of(
                "http://127.0.0.1/jwks",
                "https://2130706433/jwks",
                "https://0x7f000001/jwks",
                "https://0177.0.0.1/jwks",
                "https://127.0.0.1./jwks",
                "https://rp.example@127.0.0.1/jwks",
                "file:///etc/passwd")) {
            assertThat(WORKSPACE
                            .admin()
                            .post("/admin/v1/projects/" + PROJECT + "/apps", metadata(trick))
                            .status())
                    .as(trick)
                    .isEqualTo(422);
        }
    }

    private static ECKey key(String kid) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    private static URI publish(String path, ECKey key) {
        return SITE.serve(path, "application/json", new JWKSet(key).toString(true));
    }

    private static long count(String path) {
        return SITE.requests().stream()
                .filter(request -> request.uri().getPath().equals(path))
                .count();
    }

    private static int fetches(String path) {
        return Math.toIntExact(count(path));
    }

    private static String metadata(String jwksUri) {
        return """
                {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                 "token_endpoint_auth_method":"private_key_jwt","jwks_uri":"%s"}""".formatted(jwksUri);
    }

    private static String register(String jwksUri) {
        JsonNode app = WORKSPACE.registerApp(PROJECT, metadata(jwksUri));
        assertThat(app.get("jwks_uri").asText()).isEqualTo(jwksUri);
        return app.get("client_id").asText();
    }

    private static int status(String app, ECKey key) throws Exception {
        PrivateKeyJWT assertion = new PrivateKeyJWT(
                new ClientID(app), TOKEN, JWSAlgorithm.ES256, key.toPrivateKey(), key.getKeyID(), null);
        return WORKSPACE
                .trusting(new TokenRequest(TOKEN, assertion, new ClientCredentialsGrant(), new Scope("read"))
                        .toHTTPRequest())
                .send()
                .getStatusCode();
    }
}
