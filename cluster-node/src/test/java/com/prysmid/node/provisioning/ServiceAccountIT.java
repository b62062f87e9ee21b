package com.prysmid.node.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.Sealed;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Standing;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.vault.VaultSettings;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.AuthenticatorApp;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.ProvisioningPort;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The account that the control plane has made itself in a workspace, in the hands of somebody who has everything of the control
 * plane's: its database, its vault's key, its certificate.
 */
class ServiceAccountIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final JsonMapper JSON = new JsonMapper();

    /** The hash of {@code hunter2}, made by another implementation of bcrypt. */
    private static final String BCRYPT = "$2y$04$hrEUBKqWwOWQNXRLdDVjGOZEc8Hu.3tkFYv5iJzVI8YjyRnlU9tJ6";

    private static ProvisioningPort port;
    private static TestWorkspace workspace;
    private static Vault vault;

    @BeforeAll
    static void start() {
        port = new ProvisioningPort(DEV);
        workspace = TestWorkspace.create(DEV, "operated");
        vault = vault(DEV.data().resolve("secrets").resolve("vault-key"));
    }

    @AfterAll
    static void stop() {
        port.close();
    }

    @Test
    void theControlPlaneOperatesEachWorkspaceItMakes() {
        JsonNode account = new Api(DEV.tls(), DEV.apiUrl(), DEV.apiToken())
                .get("/v1/workspaces/" + workspace.slug() + "/config")
                .expect(200)
                .get("service_account");
        assertThat(account.get("status").asText()).isEqualTo("ok");
        assertThat(account.get("client_id").asText()).isEqualTo("control-plane");
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/service-accounts/control-plane")
                        .expect(200)
                        .get("jwks")
                        .toString())
                .contains("\"" + account.get("key_id").asText() + "\"")
                .doesNotContain("\"d\"");
    }

    /** The best of a few, since other tests share the machine. */
    @Test
    void withItsStepAWorkspaceIsStillActiveWithinASecond() {
        Api control = new Api(DEV.tls(), DEV.apiUrl(), DEV.apiToken());
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            Instant begin = Instant.now();
            assertThat(control.post(
                                    "/v1/workspaces",
                                    "{\"slug\":\"at-once-" + i
                                            + "\",\"name\":\"A\",\"plan\":\"free\",\"owner_email\":\"owner@example.com\"}")
                            .expect(202)
                            .get("status")
                            .asText())
                    .isEqualTo("active");
            Duration taken = Duration.between(begin, Instant.now());
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        assertThat(best).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void itsTokenOpensItsOwnWorkspaceAndNoOther() throws Exception {
        TestWorkspace other = TestWorkspace.create(DEV, "neighbour");
        Api.Answer granted = token(workspace.issuer(), stolen(workspace));
        String token = granted.expect(200).get("access_token").asText();
        assertThat(new Api(DEV.tls(), workspace.issuer(), token)
                        .get("/admin/v1/workspace")
                        .expect(200)
                        .get("slug")
                        .asText())
                .isEqualTo(workspace.slug());
        assertThat(new Api(DEV.tls(), other.issuer(), token)
                        .get("/admin/v1/workspace")
                        .status())
                .isEqualTo(401);
        assertThat(token(other.issuer(), stolen(workspace)).text("error")).isEqualTo("invalid_client");
    }

    @Test
    void theDatabaseAloneAndTheDatabaseWithAnotherKeyOpenNothing() throws Exception {
        Stolen stolen = stolen(workspace);
        Path another = DEV.data().resolveSibling(DEV.data().getFileName() + ".another-key");
        Files.writeString(another, Base64.getUrlEncoder().encodeToString(new SecureRandom().generateSeed(32)));
        try {
            Vault thief = vault(another);
            assertThat(thief.standing(stolen.binding(), stolen.key())).isEqualTo(Standing.NO_KEY);
            assertThat(thief.sign(stolen.binding(), stolen.key(), claims(workspace.issuer())))
                    .isEmpty();
        } finally {
            Files.delete(another);
        }
        // And with it, what belongs to one workspace is none of another's.
        Binding elsewhere = new Binding(new Slug("neighbours"), stolen.binding().creationId());
        assertThat(vault.sign(elsewhere, stolen.key(), claims(workspace.issuer())))
                .isEmpty();
    }

    /** Everything that a workspace keeps secret is made once; then every route that reads is asked by everybody. */
    @Test
    void noAnswerOfTheAdminApiHoldsASecretWhoeverAsks() throws Exception {
        Api owner = workspace.admin();
        List<String> secrets = new ArrayList<>(List.of(BCRYPT, "upstream-client-secret"));
        owner.post("/admin/v1/users", "{\"username\":\"grace\",\"password_hash\":\"" + BCRYPT + "\"}")
                .expect(201);
        String user = workspace.createUser("ada");
        secrets.add(enrolled("ada"));
        String project = workspace.createProject("shop");
        JsonNode app = workspace.registerApp(
                project,
                "{\"client_name\":\"shop\",\"redirect_uris\":[\"https://shop.test/callback\"],"
                        + "\"token_endpoint_auth_method\":\"client_secret_basic\"}");
        secrets.add(app.get("client_secret").asText());
        JsonNode robot = owner.post(
                        "/admin/v1/service-accounts", "{\"name\":\"robot\",\"roles\":[\"workspace.auditor\"]}")
                .expect(201);
        secrets.add(robot.get("client_secret").asText());
        JsonNode scim = owner.post("/admin/v1/scim-tokens", "{\"name\":\"hr\"}").expect(201);
        secrets.add(scim.get("token").asText());
        JsonNode idp = owner.post("/admin/v1/idps", """
                        {"type":"oidc","name":"Elsewhere","issuer":"https://idp.example/.well-known/openid-configuration",
                         "client_id":"us","client_secret":"upstream-client-secret","creation":"any"}""").expect(201);
        Map<String, String> ids = Map.of(
                "users",
                user,
                "projects",
                project,
                "service-accounts",
                robot.get("client_id").asText(),
                "idps",
                idp.get("id").asText());

        Api operator = new Api(
                DEV.tls(),
                workspace.issuer(),
                token(workspace.issuer(), stolen(workspace))
                        .expect(200)
                        .get("access_token")
                        .asText());
        List<String> read = new ArrayList<>();
        for (String template : readable(owner)) {
            String path = template;
            for (Map.Entry<String, String> id : ids.entrySet()) {
                path = path.replaceFirst("^(/admin/v1/" + id.getKey() + ")/\\{[a-z_]+}", "$1/" + id.getValue());
            }
            path = path.replaceFirst(
                            "/apps/\\{[a-z_]+}", "/apps/" + app.get("client_id").asText())
                    .replaceAll("\\{[a-z_]+}", "none-of-these-00");
            Api.Answer answer = operator.get(path);
            if (answer.status() == 200) {
                read.add(template);
            } else {
                assertThat(answer.status()).as("operator " + path).isEqualTo(403);
            }
            for (Api.Answer told : List.of(answer, owner.get(path))) {
                assertThat(told.status()).as(path).isLessThan(500);
                assertThat(told.text())
                        .as(path)
                        .doesNotContain(secrets.toArray(String[]::new))
                        .doesNotContain("$2a$", "$2b$", "$2y$");
                assertThat(names(told.body()))
                        .as(path)
                        .doesNotContain(
                                "password",
                                "password_hash",
                                "client_secret",
                                "secret",
                                "totp_secret",
                                "private_key",
                                "d");
            }
            assertThat(answer.text()).as("operator " + path).doesNotContain("ada@", user);
        }
        assertThat(read).containsExactlyInAnyOrder("/admin/v1/workspace", "/admin/v1/branding");
    }

    /** An authenticator app of that user's; → its key, as base32. */
    private static String enrolled(String user) {
        Browser browser = workspace.browser();
        RelyingParty.signIn(browser, user, browser.open(workspace.uri("/ui/login")));
        Browser.Page setup = browser.open(workspace.uri("/ui/account/factors/totp"));
        browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        Matcher key = Pattern.compile("<code id=\"secret\">([A-Z2-7 ]+)</code>").matcher(setup.html());
        assertThat(key.find()).isTrue();
        return key.group(1).replace(" ", "");
    }

    /** Every route that reads, as the service describes them. */
    private static List<String> readable(Api owner) {
        List<String> templates = new ArrayList<>();
        owner.get("/admin/v1/openapi.json")
                .expect(200)
                .get("paths")
                .properties()
                .forEach(path -> {
                    if (path.getValue().has("get")) {
                        templates.add(path.getKey());
                    }
                });
        assertThat(templates).hasSizeGreaterThan(20);
        return templates;
    }

    /** The names of all members that have a value. */
    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                names.add(member.getKey());
            }
            names.addAll(names(member.getValue()));
        });
        if (node.isArray()) {
            node.forEach(item -> names.addAll(names(item)));
        }
        return names;
    }

    /** What the control plane's database holds of a service account. */
    private record Stolen(Binding binding, SealedKeyPair key) {}

    private static Stolen stolen(TestWorkspace from) throws SQLException, IOException {
        JsonNode request = fact(from, "workspace_lifecycle.requested/1");
        JsonNode key =
                fact(from, "workspace_lifecycle.service_account_key_made/1").get("key");
        Map<String, Object> members =
                JSON.convertValue(key.get("public_key"), new TypeReference<Map<String, Object>>() {});
        return new Stolen(
                new Binding(new Slug(from.slug()), request.get("creation_id").asText()),
                new SealedKeyPair(
                        PublicJwk.parse(members),
                        new Sealed(key.get("private_key").asText())));
    }

    private static JsonNode fact(TestWorkspace of, String name) throws SQLException, IOException {
        try (Connection connection = port.database("prysm_control", "prysm_control_plane");
                PreparedStatement query = connection.prepareStatement("SELECT event_payload FROM event_journal"
                        + " WHERE persistence_id = ? AND event_ser_manifest = ?")) {
            query.setString(1, "WorkspaceLifecycle|" + of.slug());
            query.setString(2, name);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return JSON.readTree(rows.getBytes(1));
            }
        }
    }

    private static Vault vault(Path keyFile) {
        return Vault.open(new VaultSettings(List.of(keyFile)), new SecureRandom());
    }

    private static JWTClaimsSet claims(String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer("control-plane")
                .subject("control-plane")
                .audience(issuer + "/oauth/v2/token")
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build();
    }

    /** Asks a workspace for a token with a stolen account. */
    private static Api.Answer token(String issuer, Stolen account) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&scope="
                + URLEncoder.encode("urn:prysmid:admin", StandardCharsets.UTF_8)
                + "&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
                + "&client_assertion="
                + vault.sign(account.binding(), account.key(), claims(issuer)).orElseThrow();
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(DEV.tls())
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(issuer + "/oauth/v2/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Api.Answer(
                response.statusCode(), JSON.readTree(response.body()), response.body(), response.headers());
    }
}
