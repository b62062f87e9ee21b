package com.prysmid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.mindrot.jbcrypt.BCrypt;

/**
 * A workspace of the benchmark's own: made through the control plane and its admin API as any customer would.
 *
 * @param slug that no earlier run used, see {@link #freshSlug}
 * @param usernames of users whose passwords are hashed at the usual cost
 * @param cheapUsernames of users with imported hashes of the lowest cost, so that all else in a sign-in can be seen
 * @param machine a confidential app for {@code client_credentials} and introspection, as a Basic header's value
 */
record Workspace(
        String slug,
        String issuer,
        String machine,
        String publicClientId,
        List<String> usernames,
        List<String> cheapUsernames) {
    static final String PASSWORD = "correct horse battery staple";
    static final String REDIRECT_URI = "https://bench.example/callback";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int USERS = 16;
    private static final int LOWEST_COST = 4;
    /** The default of {@code password_hash_cost}. */
    private static final int USUAL_COST = 10;

    static String freshSlug() {
        return "bench-" + Long.toString(System.currentTimeMillis() / 1000, 36);
    }

    /** One with apps and users. */
    static Workspace create(RunningInstance instance, String slug)
            throws IOException, JOSEException, InterruptedException {
        ECKey key = adminKey();
        String issuer = provision(instance, slug, key);
        try (Connection admin =
                new Connection(instance.tls(), instance.workspaceHost(slug), instance.workspacePort())) {
            String bearer = "Authorization: Bearer " + adminToken(admin, issuer, key);
            String project = expect(201, post(admin, "/admin/v1/projects", bearer, "{\"name\":\"Bench\"}"))
                    .get("id")
                    .asText();
            String apps = "/admin/v1/projects/" + project + "/apps";
            JsonNode machine = expect(201, post(admin, apps, bearer, """
                            {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],
                             "token_endpoint_auth_method":"client_secret_basic","scope":"read"}"""));
            JsonNode browser = expect(201, post(admin, apps, bearer, """
                            {"client_name":"browser","grant_types":["authorization_code","refresh_token"],
                             "redirect_uris":["%s"],"token_endpoint_auth_method":"none"}""".formatted(REDIRECT_URI)));
            // Else the cheap ones would be hashed anew at their first sign-in.
            expect(
                    200,
                    admin.send(
                            "PATCH",
                            "/admin/v1/workspace",
                            "application/merge-patch+json",
                            "{\"password_hash_cost\":%d}".formatted(LOWEST_COST),
                            bearer));
            List<String> users = createUsers(admin, bearer, "user-", "password_hash", hash(USUAL_COST));
            List<String> cheap = createUsers(admin, bearer, "cheap-", "password_hash", hash(LOWEST_COST));
            return new Workspace(
                    slug,
                    issuer,
                    basic(
                            machine.get("client_id").asText(),
                            machine.get("client_secret").asText()),
                    browser.get("client_id").asText(),
                    users,
                    cheap);
        }
    }

    /** One as it is by default, with nobody in it. */
    static Workspace createEmpty(RunningInstance instance, String slug)
            throws IOException, JOSEException, InterruptedException {
        return new Workspace(slug, provision(instance, slug, adminKey()), "", "", List.of(), List.of());
    }

    private static ECKey adminKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID("bench")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
    }

    /** Of the version that is made here too; an imported {@code $2a$} would be hashed anew. */
    private static String hash(int cost) {
        return BCrypt.hashpw(PASSWORD, BCrypt.gensalt(cost)).replace("$2a$", "$2b$");
    }

    private static List<String> createUsers(
            Connection admin, String bearer, String prefix, String secretMember, String secret) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            String name = prefix + i;
            expect(
                    201,
                    post(
                            admin,
                            "/admin/v1/users",
                            bearer,
                            "{\"username\":\"%s\",\"%s\":\"%s\",\"email\":\"%s@bench.example\"}"
                                    .formatted(name, secretMember, secret, name)));
            names.add(name);
        }
        return names;
    }

    /** The new workspace's issuer. */
    private static String provision(RunningInstance instance, String slug, ECKey key)
            throws IOException, InterruptedException {
        String bearer = "Authorization: Bearer " + instance.apiToken();
        String body =
                "{\"slug\":\"%s\",\"name\":\"Bench\",\"plan\":\"pro\",\"owner_email\":\"bench@bench.example\",\"admin_jwk\":%s}"
                        .formatted(slug, key.toPublicJWK().toJSONString());
        try (Connection api = new Connection(instance.tls(), instance.apiHost(), instance.consolePort())) {
            expect(202, post(api, "/v1/workspaces", bearer, body));
            while (true) {
                JsonNode workspace = expect(200, api.get("/v1/workspaces/" + slug, bearer));
                switch (workspace.get("status").asText()) {
                    case "active" -> {
                        return workspace.get("issuer").asText();
                    }
                    case "failed" -> throw new IOException("the workspace could not be made");
                    default -> Thread.sleep(50);
                }
            }
        }
    }

    private static String adminToken(Connection connection, String issuer, ECKey key)
            throws IOException, JOSEException {
        Instant now = Instant.now();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("bootstrap-admin")
                        .subject("bootstrap-admin")
                        .audience(issuer)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(120)))
                        .build());
        assertion.sign(new ECDSASigner(key));
        String form = "grant_type=client_credentials&scope=urn%3Aprysmid%3Aadmin"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + assertion.serialize();
        return expect(200, connection.postForm("/oauth/v2/token", form))
                .get("access_token")
                .asText();
    }

    private static Connection.Response post(Connection connection, String path, String bearer, String json)
            throws IOException {
        return connection.send("POST", path, "application/json", json, bearer);
    }

    static JsonNode expect(int status, Connection.Response response) throws IOException {
        if (response.status() != status) {
            throw new IOException("expected " + status + ", got " + response.status() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static String basic(String id, String secret) {
        return "Basic "
                + java.util.Base64.getEncoder()
                        .encodeToString((encode(id) + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
