package com.prysmid.node.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.node.dev.DevClient.Answer;
import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The workspace {@code demo} with one app and one user, made as any customer would make it: the control-plane API creates
 * the workspace with a public key, and with the private one the admin API does the rest. Every call carries an idempotency
 * key, so a dev that was killed half-way goes on where it stopped; once all is there, no call is made.
 */
final class DemoWorkspace {

    private static final String SLUG = "demo";
    private static final String USERNAME = "alice";
    private static final String ADMIN_SCOPE = "urn:prysmid:admin";
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(30);
    private static final Duration ASSERTION_LIFETIME = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final DataDirectory data;
    private final DevClient client;
    private final String apiUrl;
    private final String apiToken;
    private final String issuer;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    /** @param workspacesPort the port of this start: it may be another than the one the workspace was made with */
    DemoWorkspace(
            DataDirectory data,
            DevClient client,
            String apiUrl,
            String apiToken,
            String domain,
            int workspacesPort,
            Clock clock) {
        this.data = data;
        this.client = client;
        this.apiUrl = apiUrl;
        this.apiToken = apiToken;
        this.issuer = new PublicOrigin(domain, workspacesPort).issuer(new Slug(SLUG));
        this.clock = clock;
    }

    /** A step of ours was refused: which one, and the code of the answer. */
    static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;

        Incomplete(String step, Answer answer) {
            super(step + " answered " + answer.status() + " "
                    + answer.body()
                            .path("code")
                            .asText(answer.body().path("error").asText("")));
        }
    }

    DevReport.Demo ensure() throws IOException, InterruptedException, Incomplete {
        String password = PrivateFiles.secret(data.secrets().resolve("demo-password"));
        Path made = data.root().resolve("demo.json");
        JsonNode known = Files.exists(made) ? json.readTree(made.toFile()) : json.createObjectNode();
        if (!known.hasNonNull("client_id")) {
            ECKey key = adminKey();
            JsonNode workspace = workspace(key);
            String token = adminToken(
                    workspace.path("bootstrap_admin").path("client_id").asText(), key);
            String clientId = app(token);
            user(token, password);
            ObjectNode fresh = json.createObjectNode().put("client_id", clientId);
            PrivateFiles.write(made, fresh.toString());
            known = fresh;
        }
        return new DevReport.Demo(
                SLUG, issuer, USERNAME, password, known.path("client_id").asText());
    }

    private ECKey adminKey() throws IOException {
        Path file = data.secrets().resolve("demo-admin.jwk");
        try {
            if (!Files.exists(file)) {
                ECKey fresh = new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .algorithm(JWSAlgorithm.ES256)
                        .generate();
                PrivateFiles.write(file, fresh.toJSONString());
            }
            return ECKey.parse(Files.readString(file));
        } catch (JOSEException | ParseException e) {
            throw new IOException("the demo's key in " + file + " is not usable", e);
        }
    }

    private JsonNode workspace(ECKey key) throws IOException, InterruptedException, Incomplete {
        ObjectNode request = json.createObjectNode()
                .put("slug", SLUG)
                .put("name", "Demo")
                .put("plan", "free")
                .put("owner_email", "owner@example.com");
        request.set("admin_jwk", json.readTree(key.toPublicJWK().toJSONString()));
        Answer answer =
                client.send("POST", apiUrl + "/v1/workspaces", apiHeaders("demo-workspace"), request.toString());
        if (answer.status() != 202 && answer.status() != 409) {
            throw new Incomplete("creating the workspace", answer);
        }
        long end = System.nanoTime() + ACTIVE_WITHIN.toNanos();
        while (!"active".equals(answer.body().path("status").asText()) && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
            answer = client.send("GET", apiUrl + "/v1/workspaces/" + SLUG, apiHeaders("-"), "");
        }
        if (!"active".equals(answer.body().path("status").asText())) {
            throw new Incomplete("waiting for the workspace", answer);
        }
        return answer.body();
    }

    private Map<String, String> apiHeaders(String idempotencyKey) {
        return headers(apiToken, idempotencyKey);
    }

    private static Map<String, String> headers(String token, String idempotencyKey) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer " + token);
        headers.put("Content-Type", "application/json");
        headers.put("Idempotency-Key", idempotencyKey);
        return headers;
    }

    /** RFC 7523 §2.2: the private key of the JWK the workspace was made with speaks for the bootstrap account. */
    private String adminToken(String clientId, ECKey key) throws IOException, InterruptedException, Incomplete {
        Date now = Date.from(clock.instant());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(issuer)
                .issueTime(now)
                .expirationTime(Date.from(clock.instant().plus(ASSERTION_LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            assertion.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IOException("the demo's key cannot sign", e);
        }
        String form = "grant_type=client_credentials&scope=" + encoded(ADMIN_SCOPE)
                + "&client_assertion_type=" + encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                + "&client_assertion=" + encoded(assertion.serialize());
        Answer answer = client.send(
                "POST", issuer + "/oauth/v2/token", Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
        if (answer.status() != 200) {
            throw new Incomplete("the demo's admin token", answer);
        }
        return answer.body().path("access_token").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String app(String token) throws IOException, InterruptedException, Incomplete {
        Answer project = client.send(
                "POST",
                issuer + "/admin/v1/projects",
                headers(token, "demo-project"),
                json.createObjectNode().put("name", "Demo").toString());
        if (project.status() / 100 != 2) {
            throw new Incomplete("creating the demo's project", project);
        }
        ObjectNode app =
                json.createObjectNode().put("client_name", "Demo app").put("token_endpoint_auth_method", "none");
        // The port of a loopback redirect is free to vary (RFC 8252 §7.3).
        app.putArray("redirect_uris").add("http://127.0.0.1/callback").add("http://localhost/callback");
        app.putArray("post_logout_redirect_uris").add("http://127.0.0.1/");
        app.putArray("grant_types").add("authorization_code").add("refresh_token");
        app.putArray("response_types").add("code");
        Answer made = client.send(
                "POST",
                issuer + "/admin/v1/projects/" + project.body().path("id").asText() + "/apps",
                headers(token, "demo-app"),
                app.toString());
        if (made.status() / 100 != 2) {
            throw new Incomplete("creating the demo's app", made);
        }
        return made.body().path("client_id").asText();
    }

    private void user(String token, String password) throws IOException, InterruptedException, Incomplete {
        ObjectNode user = JsonNodeFactory.instance
                .objectNode()
                .put("username", USERNAME)
                .put("email", "alice@example.com")
                .put("email_verified", true)
                .put("given_name", "Alice")
                .put("family_name", "Example")
                .put("password", password);
        Answer made = client.send("POST", issuer + "/admin/v1/users", headers(token, "demo-user"), user.toString());
        // 409: a dev before this one was killed after the call, longer ago than idempotency keys are kept.
        if (made.status() / 100 != 2 && made.status() != 409) {
            throw new Incomplete("creating the demo's user", made);
        }
    }
}
