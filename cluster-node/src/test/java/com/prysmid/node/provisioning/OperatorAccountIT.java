package com.prysmid.node.provisioning;

import static com.prysmid.node.running.ProvisioningPort.done;
import static com.prysmid.node.running.ProvisioningPort.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PlanLimits;
import com.prysmid.control.value.Slug;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.ProvisioningPort;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the control plane's own account may do in a workspace, and what it tries in vain. */
class OperatorAccountIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final String CREATION = "creation-operator";
    private static final Slug SLUG = new Slug("operated");

    private static ProvisioningPort port;
    private static TestWorkspace workspace;
    private static ECKey key;
    private static Api operator;

    @BeforeAll
    static void provision() throws Exception {
        port = new ProvisioningPort(DEV);
        workspace = TestWorkspace.provision(DEV, port, SLUG.text(), CREATION);
        key = newKey("first");
        assertThat(done(port.client().setServiceAccount(SLUG, CREATION, ProvisioningPort.key(key), "r-1")))
                .isEqualTo("control-plane");
        operator = new Api(DEV.tls(), workspace.issuer(), token(key));
    }

    @AfterAll
    static void close() {
        port.close();
    }

    @Test
    void readsAndChangesNameLifetimesAndLooks() {
        assertThat(operator.get("/admin/v1/workspace").expect(200).get("slug").asText())
                .isEqualTo(SLUG.text());
        operator.patch("/admin/v1/workspace", "{\"name\":\"Renamed\",\"access_token_lifetime\":600}")
                .expect(200);
        operator.get("/admin/v1/branding").expect(200);
        String audit =
                workspace.admin().get("/admin/v1/audit?type=settings.changed").text();
        assertThat(audit).contains("\"control-plane\"");
    }

    @Test
    void nothingElseIsGivenToIt() {
        String user = workspace.createUser("ada");
        for (String path : List.of(
                "/users",
                "/users/" + user,
                "/users/" + user + "/sessions",
                "/users/" + user + "/factors",
                "/users/" + user + "/grants",
                "/audit",
                "/audit/export",
                "/keys",
                "/service-accounts",
                "/service-accounts/control-plane",
                "/idps",
                "/projects",
                "/scim-tokens",
                "/registration-tokens")) {
            Api.Answer answer = operator.get("/admin/v1" + path);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.text()).doesNotContain("ada");
        }
        assertThat(operator.get("/scim/v2/Users").status()).isIn(401, 403, 404);
    }

    @Test
    void itGivesItselfNothingAndOpensNoDoor() {
        for (String[] attempt : new String[][] {
            {"PATCH", "/service-accounts/control-plane", "{\"roles\":[\"workspace.owner\"]}"},
            {"POST", "/service-accounts", "{\"name\":\"mole\",\"roles\":[\"workspace.operator\"]}"},
            {"POST", "/keys/rotate", "{}"},
            {"DELETE", "/service-accounts/bootstrap-admin", ""},
            {"POST", "/users", "{\"username\":\"mole\",\"password\":\"correct horse battery staple\"}"},
            {"PATCH", "/workspace", "{\"sign_up\":\"open\"}"},
            {"PATCH", "/workspace", "{\"mfa\":\"off\"}"},
            {"PATCH", "/workspace", "{\"link_by_email\":true}"},
            {"PATCH", "/workspace", "{\"registration_policy\":\"open\"}"},
            {"PATCH", "/workspace", "{\"tls_client_authorities\":\"x\"}"},
            {"PATCH", "/workspace", "{\"tls_client_authorities\":null}"},
            {"PATCH", "/workspace", "{\"software_statement_keys\":null}"},
            {"PATCH", "/workspace", "{\"password_hash_cost\":4}"},
            {"PATCH", "/workspace", "{\"lockout_failures\":1000}"}
        }) {
            Api.Answer answer = operator.send(attempt[0], "/admin/v1" + attempt[1], attempt[2]);
            assertThat(answer.status())
                    .as(attempt[0] + " " + attempt[1] + " " + attempt[2])
                    .isEqualTo(403);
        }
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/workspace")
                        .expect(200)
                        .get("sign_up")
                        .asText())
                .isEqualTo("off");
    }

    @Test
    void theWorkspacesOwnersSeeItAndItIsNotTheirsToChange() {
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/service-accounts/control-plane")
                        .expect(200)
                        .get("roles")
                        .toString())
                .isEqualTo("[\"workspace.operator\"]");
        assertThat(workspace.admin().get("/admin/v1/service-accounts").text()).contains("\"control-plane\"");
        workspace
                .admin()
                .patch("/admin/v1/service-accounts/control-plane", "{\"roles\":[\"workspace.owner\"]}")
                .expect(409);
        workspace.admin().delete("/admin/v1/service-accounts/control-plane").expect(409);
        workspace
                .admin()
                .post("/admin/v1/service-accounts/control-plane/secret", "")
                .expect(409);
    }

    @Test
    void anotherKeyTakesThePlaceOfTheOneBefore() throws Exception {
        Slug slug = new Slug("rotated");
        TestWorkspace rotated = TestWorkspace.provision(DEV, port, slug.text(), "c-rotated");
        ECKey first = newKey("one");
        ECKey second = newKey("two");
        done(port.client().setServiceAccount(slug, "c-rotated", ProvisioningPort.key(first), "r-1"));
        done(port.client().setServiceAccount(slug, "c-rotated", ProvisioningPort.key(first), "r-2"));
        assertThat(answer(rotated, first).indicatesSuccess()).isTrue();
        done(port.client().setServiceAccount(slug, "c-rotated", ProvisioningPort.key(second), "r-3"));
        assertThat(answer(rotated, first).indicatesSuccess()).isFalse();
        assertThat(answer(rotated, second).indicatesSuccess()).isTrue();
        assertThat(reply(port.client().setServiceAccount(slug, "another", ProvisioningPort.key(first), "r-4")))
                .isInstanceOfSatisfying(
                        DataPlaneReply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("slug_in_use"));
        String audit =
                rotated.admin().get("/admin/v1/audit?target=control-plane").text();
        assertThat(audit)
                .contains("service_account.created", "service_account.updated", "\"r-1\"", "\"r-3\"")
                .doesNotContain("\"r-2\"", "\"r-4\"");
    }

    @Test
    void aPlanIsKeptAndToldAndAudited() {
        Slug slug = new Slug("planned");
        TestWorkspace planned = TestWorkspace.provision(DEV, port, slug.text(), "c-planned");
        PlanLimits limits = new PlanLimits(365, 50_000, 10, null);
        assertThat(done(port.client().applyPlan(slug, "c-planned", Plan.ENTERPRISE, limits, "r-plan")))
                .isEqualTo(limits);
        assertThat(done(port.client().applyPlan(slug, "c-planned", Plan.ENTERPRISE, limits, "r-again")))
                .isEqualTo(limits);
        var facts = done(port.client().read(slug));
        assertThat(facts.plan()).isEqualTo("enterprise");
        assertThat(facts.limits()).isEqualTo(limits);
        assertThat(planned.admin()
                        .get("/admin/v1/audit?type=workspace.plan_changed")
                        .expect(200)
                        .get("items"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.get("request_id").asText()).isEqualTo("r-plan");
                    assertThat(entry.get("details").get("monthly_active_users").asInt())
                            .isEqualTo(50_000);
                });
    }

    private static ECKey newKey(String kid) throws Exception {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(kid)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
    }

    private static String token(ECKey key) throws Exception {
        return ((AccessTokenResponse) answer(workspace, key))
                .getTokens()
                .getAccessToken()
                .getValue();
    }

    private static TokenResponse answer(TestWorkspace at, ECKey key) throws Exception {
        PrivateKeyJWT assertion = new PrivateKeyJWT(
                new ClientID("control-plane"),
                at.uri("/oauth/v2/token"),
                JWSAlgorithm.ES256,
                key.toPrivateKey(),
                key.getKeyID(),
                null);
        return TokenResponse.parse(at.trusting(new TokenRequest(
                                at.uri("/oauth/v2/token"),
                                assertion,
                                new ClientCredentialsGrant(),
                                new Scope("urn:prysmid:admin"))
                        .toHTTPRequest())
                .send());
    }
}
