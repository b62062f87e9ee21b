package com.prysmid.node.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A directory outside, with a token for a workspace of its own. */
record ScimDirectory(TestWorkspace workspace, String tokenId, Api api) {
    static final String USER = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    static final String GROUP = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"]";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static ScimDirectory create(RunningDev dev, String slug) {
        TestWorkspace workspace = TestWorkspace.create(dev, slug);
        JsonNode token = workspace
                .admin()
                .post("/admin/v1/scim-tokens", "{\"name\":\"Entra\"}")
                .expect(201);
        return new ScimDirectory(
                workspace,
                token.get("id").asText(),
                new Api(dev.tls(), workspace.issuer(), token.get("token").asText()));
    }

    JsonNode create(String username, String more) {
        return api.post("/scim/v2/Users", "{%s,\"userName\":\"%s\",%s}".formatted(USER, username, more))
                .expect(201);
    }

    JsonNode get(JsonNode user) {
        return api.get("/scim/v2/Users/" + user.get("id").asText()).expect(200);
    }

    Api.Answer patch(String path, String operations) {
        return api.patch(path, patchOf(operations));
    }

    static String patchOf(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}"
                .formatted(operations);
    }

    int groupsNamed(String name) {
        return api.get("/scim/v2/Groups?filter=" + encoded("displayName eq \"" + name + "\""))
                .expect(200)
                .get("totalResults")
                .asInt();
    }

    List<JsonNode> found(String filter) {
        JsonNode page = api.get("/scim/v2/Users?filter=" + encoded(filter)).expect(200);
        List<JsonNode> found = new ArrayList<>();
        page.get("Resources").forEach(found::add);
        assertThat(page.get("totalResults").asInt()).isEqualTo(found.size());
        return found;
    }

    List<String> members(String path) {
        return api.get(path).expect(200).path("members").findValuesAsText("value");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
