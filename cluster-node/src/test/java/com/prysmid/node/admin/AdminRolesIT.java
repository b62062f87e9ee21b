package com.prysmid.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what, and that nobody climbs. */
class AdminRolesIT {
    private static TestWorkspace workspace;
    private static String ownerUser;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "roles");
        ownerUser = workspace.createUser("the.owner");
        workspace
                .admin()
                .put(grants(ownerUser), "{\"project_id\":\"workspace\",\"roles\":[\"workspace.owner\"]}")
                .expect(200);
    }

    @Test
    void withoutAGoodTokenNothingIsServed() {
        Api.Answer answer =
                new Api(RunningDev.shared().tls(), workspace.issuer(), "e30.e30.e30").get("/admin/v1/users");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate").orElse(""))
                .startsWith("Bearer ")
                .contains("error=\"invalid_token\"");
    }

    @Test
    void whoHasNoRoleMayNothing() {
        Api nobody = AdminClients.withRoles(workspace);
        Api.Answer answer = nobody.get("/admin/v1/users");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().firstValue("www-authenticate").orElse("")).contains("insufficient_scope");
        assertThat(nobody.get("/admin/v1/audit").status()).isEqualTo(403);
    }

    @Test
    void anAuditorReadsTheAuditJournalOnly() {
        Api auditor = AdminClients.withRoles(workspace, "workspace.auditor");

        auditor.get("/admin/v1/audit").expect(200);
        for (String path : new String[] {"users", "projects", "keys", "workspace", "service-accounts"}) {
            assertThat(auditor.get("/admin/v1/" + path).status()).as(path).isEqualTo(403);
        }
        assertThat(auditor.post("/admin/v1/users", "{\"username\":\"x\"}").status())
                .isEqualTo(403);
    }

    @Test
    void aUserManagerManagesUsersAndNoRolesOverTheWorkspace() {
        Api manager = AdminClients.withRoles(workspace, "workspace.user_manager");
        String user = manager.post("/admin/v1/users", "{\"username\":\"managed\"}")
                .expect(201)
                .get("id")
                .asText();

        assertThat(manager.put(grants(user), "{\"project_id\":\"workspace\",\"roles\":[\"workspace.auditor\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(manager.put(grants(user), "{\"project_id\":\"workspace\",\"roles\":[\"workspace.user_manager\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(manager.get("/admin/v1/projects").status()).isEqualTo(403);
        assertThat(manager.get("/admin/v1/audit").status()).isEqualTo(403);
    }

    @Test
    void nobodyActsUponWhoHoldsARoleAboveTheirOwn() {
        String path = "/admin/v1/users/" + ownerUser;
        for (String role : new String[] {"workspace.admin", "workspace.user_manager"}) {
            Api lesser = AdminClients.withRoles(workspace, role);
            assertThat(lesser.post(path + "/password", "{\"password\":\"mine from now on\"}")
                            .status())
                    .isEqualTo(403);
            assertThat(lesser.patch(path, "{\"username\":\"mine\"}").status()).isEqualTo(403);
            assertThat(lesser.post(path + "/deactivate", "").status()).isEqualTo(403);
            assertThat(lesser.delete(path).status()).isEqualTo(403);
            assertThat(lesser.delete(path + "/sessions").status()).isEqualTo(403);
            assertThat(lesser.delete(grants(ownerUser) + "/workspace").status()).isEqualTo(403);
        }
        assertThat(workspace.admin().get(path).expect(200).get("state").asText())
                .isEqualTo("active");
    }

    @Test
    void anAdminMakesNoOwnerOfAnybodyNorOfThemselves() {
        Api lesser = AdminClients.withRoles(workspace, "workspace.admin");
        String accounts = "/admin/v1/service-accounts";
        String user = workspace.createUser("climber");

        assertThat(lesser.post(accounts, "{\"name\":\"x\",\"roles\":[\"workspace.owner\"]}")
                        .status())
                .isEqualTo(403);
        JsonNode own = lesser.post(accounts, "{\"name\":\"x\",\"roles\":[\"workspace.admin\"]}")
                .expect(201);
        assertThat(lesser.patch(accounts + "/" + own.get("client_id").asText(), "{\"roles\":[\"workspace.owner\"]}")
                        .status())
                .isEqualTo(403);
        String jwks = "{\"jwks\":{\"keys\":[]}}";
        assertThat(lesser.patch(accounts + "/bootstrap-admin", jwks).status()).isEqualTo(403);
        assertThat(lesser.post(accounts + "/bootstrap-admin/secret", "").status())
                .isEqualTo(403);
        assertThat(lesser.delete(accounts + "/bootstrap-admin").status()).isEqualTo(403);
        assertThat(lesser.put(grants(user), "{\"project_id\":\"workspace\",\"roles\":[\"workspace.owner\"]}")
                        .status())
                .isEqualTo(403);
        lesser.put(grants(user), "{\"project_id\":\"workspace\",\"roles\":[\"workspace.auditor\"]}")
                .expect(200);
    }

    @Test
    void aRoleTakenAwayIsGoneAtOnce() {
        JsonNode account = workspace
                .admin()
                .post("/admin/v1/service-accounts", "{\"name\":\"short\",\"roles\":[\"workspace.admin\"]}")
                .expect(201);
        Api robot = AdminClients.of(workspace, account);
        robot.get("/admin/v1/projects").expect(200);

        workspace
                .admin()
                .patch(
                        "/admin/v1/service-accounts/" + account.get("client_id").asText(),
                        "{\"roles\":[\"workspace.auditor\"]}")
                .expect(200);

        assertThat(robot.get("/admin/v1/projects").status()).isEqualTo(403);
    }

    private static String grants(String user) {
        return "/admin/v1/users/" + user + "/grants";
    }
}
