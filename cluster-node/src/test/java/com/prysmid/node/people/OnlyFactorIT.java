package com.prysmid.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the policy asks for longer passwords of who has nothing else, they are asked for wherever one is set. */
class OnlyFactorIT {
    private static final String FOURTEEN = "fourteen chars";
    private static final String FIFTEEN = "fifteen chars..";

    private static TestWorkspace workspace;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "alone");
        workspace
                .admin()
                .patch("/admin/v1/workspace", "{\"password_min_length_single_factor\":15}")
                .expect(200);
    }

    @Test
    void byAnAdmin() {
        Api admin = workspace.admin();
        Api.Answer refused = admin.post("/admin/v1/users", user("ann", FOURTEEN));
        assertThat(refused.status()).as(refused.text()).isBetween(400, 422);
        assertThat(refused.text()).contains("too_short").contains("15");
        String id = admin.post("/admin/v1/users", user("ann", FIFTEEN))
                .expect(201)
                .get("id")
                .asText();
        assertThat(admin.post("/admin/v1/users/" + id + "/password", "{\"password\":\"" + FOURTEEN + "\"}")
                        .text())
                .contains("too_short");
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "not-alone");
        strict.admin()
                .patch("/admin/v1/workspace", "{\"password_min_length_single_factor\":15,\"mfa\":\"required\"}")
                .expect(200);
        strict.admin().post("/admin/v1/users", user("ann", FOURTEEN)).expect(201);
    }

    @Test
    void byScim() {
        String token = workspace
                .admin()
                .post("/admin/v1/scim-tokens", "{\"name\":\"Okta\"}")
                .expect(201)
                .get("token")
                .asText();
        Api scim = new Api(RunningDev.shared().tls(), workspace.issuer(), token);
        Api.Answer refused = scim.post("/scim/v2/Users", scimUser("bob", FOURTEEN));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        String id = scim.post("/scim/v2/Users", scimUser("bob", FIFTEEN))
                .expect(201)
                .get("id")
                .asText();
        Api.Answer patched = scim.patch("/scim/v2/Users/" + id, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations":[{"op":"replace","path":"password","value":"%s"}]}""".formatted(FOURTEEN));
        assertThat(patched.status()).as(patched.text()).isEqualTo(400);
    }

    @Test
    void byOneself() {
        workspace.createUser("cleo");
        Browser browser = workspace.browser();
        browser.submit(
                browser.open(workspace.uri("/ui/login")),
                Map.of("username", "cleo", "password", TestWorkspace.PASSWORD));
        Page form = browser.open(workspace.uri("/ui/account/password"));
        Page refused = browser.submit(form, Map.of("current_password", TestWorkspace.PASSWORD, "password", FOURTEEN));
        assertThat(refused.status()).isEqualTo(422);
        // The number on the page is of settings that the gateway may have known for some seconds; the refusal is of
        // now.
        assertThat(refused.html()).contains("too short");
        Page done = browser.submit(form, Map.of("current_password", TestWorkspace.PASSWORD, "password", FIFTEEN));
        assertThat(done.html()).contains("Your password is changed");
    }

    private static String user(String username, String password) {
        return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    }

    private static String scimUser(String username, String password) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","password":"%s"}""".formatted(username, password);
    }
}
