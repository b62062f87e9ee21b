package com.prysmid.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Upstream identity providers as an admin configures them. */
class IdpsIT {
    private static TestWorkspace workspace;
    private static Api admin;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "idps");
        admin = workspace.admin();
    }

    @Test
    void aProviderIsAddedReadChangedAndRemovedAndItsSecretNeverComesOut() {
        JsonNode added = admin.post("/admin/v1/idps", """
                        {"type":"oidc","name":"Elsewhere","issuer":"https://idp.example/.well-known/openid-configuration",
                         "client_id":"us","client_secret":"hidden-secret","domains":["Example.com"],"creation":"any"}""").expect(201);
        String path = "/admin/v1/idps/" + added.get("id").asText();

        assertThat(added.get("issuer").asText()).isEqualTo("https://idp.example");
        assertThat(added.get("redirect_uri").asText())
                .isEqualTo(workspace.issuer() + "/ui/idp/" + added.get("id").asText() + "/callback");
        assertThat(added.get("has_secret").asBoolean()).isTrue();
        JsonNode changed =
                admin.patch(path, "{\"name\":\"There\",\"link_by_email\":true}").expect(200);
        assertThat(changed.get("name").asText()).isEqualTo("There");
        assertThat(changed.get("has_secret").asBoolean()).isTrue();
        assertThat(changed.get("domains").get(0).asText()).isEqualTo("example.com");
        String everything = admin.get("/admin/v1/idps").expect(200)
                + added.toString()
                + changed
                + admin.get("/admin/v1/audit").expect(200);
        assertThat(everything).doesNotContain("hidden-secret").contains("idp.added", "idp.updated");
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void whatIsWrongIsToldByName() {
        assertThat(admin.post("/admin/v1/idps", "{\"type\":\"oidc\",\"name\":\"x\",\"client_id\":\"us\"}")
                        .expect(422)
                        .get("errors")
                        .toString())
                .contains("\"issuer\"", "\"client_secret\"");
        assertThat(admin.post("/admin/v1/idps", """
                        {"type":"apple","name":"x","client_id":"us","team_id":"ABCDEFGHIJ","key_id":"ABCDEFGHIJ",
                         "private_key":"not a key"}""").expect(422).get("errors").toString())
                .contains("\"private_key\"");
        assertThat(admin.post("/admin/v1/idps", """
                        {"type":"microsoft","name":"x","client_id":"us","client_secret":"s","tenant":"../common"}""").expect(422).get("errors").toString())
                .contains("\"tenant\"");
    }

    @Test
    void ownersAndAdminsConfigureProvidersAndNobodyElse() {
        for (String role : new String[] {"workspace.user_manager", "workspace.auditor"}) {
            assertThat(AdminClients.withRoles(workspace, role)
                            .get("/admin/v1/idps")
                            .status())
                    .as(role)
                    .isEqualTo(403);
        }
        AdminClients.withRoles(workspace, "workspace.admin")
                .get("/admin/v1/idps")
                .expect(200);
    }

    @Test
    void anAdminLinksAndUnlinksButNotTheLastWayIn() {
        String idp = admin.post(
                        "/admin/v1/idps",
                        "{\"type\":\"github\",\"name\":\"GitHub\",\"client_id\":\"us\",\"client_secret\":\"s\"}")
                .expect(201)
                .get("id")
                .asText();
        String ada = "/admin/v1/users/" + workspace.createUser("ada") + "/identities";
        String bob = "/admin/v1/users/" + workspace.createUser("bob") + "/identities";
        String without = "/admin/v1/users/"
                + admin.post("/admin/v1/users", "{\"username\":\"without\"}")
                        .expect(201)
                        .get("id")
                        .asText()
                + "/identities";
        String body = "{\"idp_id\":\"%s\",\"subject\":\"%s\"}";

        JsonNode linked = admin.post(ada, body.formatted(idp, "1")).expect(201);
        assertThat(admin.post(bob, body.formatted(idp, "1"))
                        .expect(409)
                        .get("code")
                        .asText())
                .isEqualTo("identity_taken");
        assertThat(admin.get(ada).expect(200).get("items")).hasSize(1);
        assertThat(admin.delete(ada + "/" + linked.get("id").asText()).status()).isEqualTo(204);
        admin.post(bob, body.formatted(idp, "1")).expect(201);
        JsonNode only = admin.post(without, body.formatted(idp, "2")).expect(201);
        assertThat(admin.delete(without + "/" + only.get("id").asText())
                        .expect(409)
                        .get("code")
                        .asText())
                .isEqualTo("last_sign_in_method");
        assertThat(admin.post(ada, body.formatted("nowhere", "3")).status()).isEqualTo(422);
        assertThat(admin.get("/admin/v1/audit?type=user.identity_unlinked")
                        .expect(200)
                        .get("items"))
                .hasSize(1);
    }
}
