package com.prysmid.node.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;

/** A workspace of one test, made through the control plane's API, with its bootstrap admin's token. */
public final class TestWorkspace {
    public static final String PASSWORD = "correct horse battery staple";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final RunningDev dev;
    private final String slug;
    private final String issuer;
    private final ECKey adminKey;
    private final Api admin;

    private TestWorkspace(RunningDev dev, String slug, String issuer, ECKey adminKey)
            throws IOException, JOSEException, ParseException {
        this.dev = dev;
        this.slug = slug;
        this.issuer = issuer;
        this.adminKey = adminKey;
        this.admin = new Api(dev.tls(), issuer, adminToken());
    }

    /** @param name begins the slug, which is unique */
    public static TestWorkspace create(RunningDev dev, String name) {
        try {
            String slug = name + "-"
                    + Integer.toString(RANDOM.nextInt(36 * 36 * 36 * 36), 36).toLowerCase(Locale.ROOT) + "x";
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID("admin")
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            Api control = new Api(dev.tls(), dev.apiUrl(), dev.apiToken());
            control.post(
                            "/v1/workspaces",
                            "{\"slug\":\"%s\",\"name\":\"%s\",\"plan\":\"pro\",\"owner_email\":\"owner@example.com\",\"admin_jwk\":%s}"
                                    .formatted(slug, name, key.toPublicJWK().toJSONString()))
                    .expect(202);
            JsonNode workspace = control.get("/v1/workspaces/" + slug).expect(200);
            while (!workspace.get("status").asText().equals("active")) {
                if (workspace.get("status").asText().equals("failed")) {
                    throw new AssertionError("not provisioned: " + workspace);
                }
                Thread.sleep(50);
                workspace = control.get("/v1/workspaces/" + slug).expect(200);
            }
            return new TestWorkspace(dev, slug, workspace.get("issuer").asText(), key);
        } catch (JOSEException | IOException | ParseException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** One made by the provisioning port itself, as the creation of that id. */
    public static TestWorkspace provision(RunningDev dev, ProvisioningPort port, String slug, String creationId) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID("admin")
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            return new TestWorkspace(dev, slug, port.provision(slug, creationId, key), key);
        } catch (JOSEException | IOException | ParseException e) {
            throw new AssertionError(e);
        }
    }

    public String slug() {
        return slug;
    }

    public String issuer() {
        return issuer;
    }

    public URI uri(String path) {
        return URI.create(issuer + path);
    }

    /** The admin API, as the workspace's owner. */
    public Api admin() {
        return admin;
    }

    public Browser browser() {
        return new Browser(dev.tls(), issuer);
    }

    /** The standard client library's request, over TLS that trusts dev's authority. */
    public HTTPRequest trusting(HTTPRequest request) {
        request.setSSLSocketFactory(dev.tls().getSocketFactory());
        request.setFollowRedirects(false);
        return request;
    }

    /** A fresh admin token by {@code private_key_jwt}. */
    public String adminToken() throws IOException, JOSEException, ParseException {
        URI endpoint = uri("/oauth/v2/token");
        PrivateKeyJWT assertion = new PrivateKeyJWT(
                new ClientID("bootstrap-admin"), endpoint, JWSAlgorithm.ES256, adminKey.toPrivateKey(), "admin", null);
        TokenRequest request =
                new TokenRequest(endpoint, assertion, new ClientCredentialsGrant(), new Scope("urn:prysmid:admin"));
        return AccessTokenResponse.parse(trusting(request.toHTTPRequest()).send())
                .getTokens()
                .getAccessToken()
                .getValue();
    }

    /** Anybody may sign up, and the pages know it when this returns. */
    public void openSignUp() {
        admin.patch("/admin/v1/workspace", "{\"sign_up\":\"open\"}").expect(200);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (browser().open(uri("/ui/signup")).status() != 200) {
            if (System.nanoTime() > end) {
                throw new AssertionError("signing up stays closed");
            }
            Thread.onSpinWait();
        }
    }

    /** → the project's id. */
    public String createProject(String name) {
        return admin.post("/admin/v1/projects", "{\"name\":\"%s\"}".formatted(name))
                .expect(201)
                .get("id")
                .asText();
    }

    /** @param metadata members of RFC 7591 as JSON */
    public JsonNode registerApp(String projectId, String metadata) {
        return admin.post("/admin/v1/projects/" + projectId + "/apps", metadata).expect(201);
    }

    /** → the user's id; the password is {@link #PASSWORD}. */
    public String createUser(String username) {
        return admin.post("/admin/v1/users", """
                        {"username":"%s","password":"%s","email":"%s@example.com","email_verified":true,
                         "given_name":"Ada","family_name":"Lovelace","name":"Ada Lovelace"}""".formatted(username, PASSWORD, username))
                .expect(201)
                .get("id")
                .asText();
    }
}
