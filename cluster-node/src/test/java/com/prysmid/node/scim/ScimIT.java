package com.prysmid.node.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7644: what is supported, what is refused as what, and what a token may do. */
class ScimIT {
    private static final RunningDev DEV = RunningDev.shared();

    private static ScimDirectory directory;
    private static TestWorkspace workspace;
    private static Api scim;

    @BeforeAll
    static void start() {
        directory = ScimDirectory.create(DEV, "scim");
        workspace = directory.workspace();
        scim = directory.api();
    }

    @Test
    void whatIsSupportedIsToldAndTrue() {
        Api anybody = new Api(DEV.tls(), workspace.issuer(), null);
        JsonNode config = anybody.get("/scim/v2/ServiceProviderConfig").expect(200);
        assertThat(config.at("/patch/supported").asBoolean()).isTrue();
        assertThat(config.at("/bulk/supported").asBoolean()).isFalse();
        assertThat(anybody.get("/scim/v2/ResourceTypes").expect(200).findValuesAsText("endpoint"))
                .containsExactly("/Users", "/Groups");
        assertThat(anybody.get("/scim/v2/Schemas")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isEqualTo(3);
        anybody.get("/scim/v2/Schemas/" + ScimDirectory.ENTERPRISE).expect(200);
        anybody.get("/scim/v2/ResourceTypes/User").expect(200);
        Api.Answer none = anybody.get("/scim/v2/Schemas/urn:none");
        none.expect(404);
        assertThat(none.headers().firstValue("content-type").orElse("")).startsWith("application/scim+json");
        assertThat(anybody.get("/scim/v2/Users").status()).isEqualTo(401);
        assertThat(scim.post("/scim/v2/Bulk", "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "userName eq",
                "userName eq x",
                "userName zz \"x\"",
                "userName eq \"x",
                "userName eq \"x\" and",
                "(userName eq \"x\"",
                "nothing eq \"x\"",
                "password eq \"x\"",
                "password pr",
                "active gt true",
                "active eq \"maybe\"",
                "meta.lastModified gt \"yesterday\"",
                "emails[value eq \"x\"",
                "emails[emails[value eq \"x\"]]",
                "userName eq \"\\u0000\"",
                "'; DROP TABLE directory; --",
                "userName eq 1"
            })
    void whatIsNoFilterIsRefusedAsOne(String filter) {
        Api.Answer answer = scim.get("/scim/v2/Users?filter=" + ScimDirectory.encoded(filter));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text("scimType")).isEqualTo("invalidFilter");
        assertThat(answer.body().at("/schemas/0").asText()).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    @Test
    void bombsAreRefused() {
        for (String filter : List.of(
                "(".repeat(500) + "active eq true" + ")".repeat(500),
                "not (".repeat(100) + "active eq true" + ")".repeat(100),
                "userName eq \"" + "x".repeat(3_000) + "\"")) {
            assertThat(scim.get("/scim/v2/Users?filter=" + ScimDirectory.encoded(filter))
                            .text("scimType"))
                    .isEqualTo("invalidFilter");
        }
        for (String body : List.of(
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                "{%s,\"userName\":\"a\",\"userName\":\"b\"}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"a\",\"USERNAME\":\"b\"}".formatted(ScimDirectory.USER),
                "{\"userName\":\"a\"}",
                "[]",
                "null",
                "{%s,\"userName\":{\"a\":1}}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"a\\u0000\"}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"\\ud800\"}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"a\",\"emails\":\"x\",\"active\":[true]}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"a\",\"emails\":[{\"value\":\"no address\"}]}".formatted(ScimDirectory.USER),
                "{%s,\"userName\":\"a\",\"password\":\"short\"}".formatted(ScimDirectory.USER),
                "{%s}".formatted(ScimDirectory.USER))) {
            Api.Answer answer = scim.post("/scim/v2/Users", body);
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(80, body.length())))
                    .isEqualTo(400);
            assertThat(answer.text("scimType")).isIn("invalidSyntax", "invalidValue");
        }
        assertThat(scim.post("/scim/v2/Users", "{\"x\":\"" + "y".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(scim.post("/scim/v2/Users", "{}", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        Api.Answer wrongMethod = scim.put("/scim/v2/Users", "{}");
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.text("status")).isEqualTo("405");
    }

    @Test
    void aPatchOfWhatIsNotToBeChangedIsRefusedByItsKind() {
        String path = "/scim/v2/Users/"
                + directory.create("patched", "\"active\":true").get("id").asText();
        assertRefused(path, "{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}", "mutability");
        assertRefused(path, "{\"op\":\"add\",\"path\":\"groups\",\"value\":[{\"value\":\"x\"}]}", "mutability");
        assertRefused(path, "{\"op\":\"replace\",\"path\":\"meta.version\",\"value\":\"x\"}", "mutability");
        assertRefused(path, "{\"op\":\"replace\",\"path\":\"nothing\",\"value\":\"x\"}", "invalidPath");
        assertRefused(path, "{\"op\":\"replace\",\"path\":\"name.nothing\",\"value\":\"x\"}", "invalidPath");
        assertRefused(path, "{\"op\":\"remove\"}", "noTarget");
        assertRefused(path, "{\"op\":\"remove\",\"path\":\"userName\"}", "invalidValue");
        assertRefused(path, "{\"op\":\"move\",\"path\":\"userName\"}", "invalidSyntax");
        assertRefused(
                path,
                "{\"op\":\"replace\",\"path\":\"emails[type eq \\\"home\\\"].value\",\"value\":\"a@b.example\"}",
                "noTarget");
        assertRefused(path, "{\"op\":\"add\",\"path\":\"active\",\"value\":\"maybe\"}", "invalidValue");
        assertThat(scim.get(path).expect(200).get("userName").asText()).isEqualTo("patched");
    }

    @Test
    void aTokenProvisionsAndDoesNothingElseAndNowhereElse() {
        assertThat(scim.get("/admin/v1/users").status()).isEqualTo(401);
        assertThat(scim.get("/oidc/v1/userinfo").status()).isEqualTo(401);
        TestWorkspace other = TestWorkspace.create(DEV, "scimother");
        JsonNode made =
                other.admin().post("/admin/v1/scim-tokens", "{\"name\":\"x\"}").expect(201);
        String token = made.get("token").asText();
        Api foreign = new Api(DEV.tls(), workspace.issuer(), token);
        assertThat(foreign.get("/scim/v2/Users").status()).isEqualTo(401);
        Api own = new Api(DEV.tls(), other.issuer(), token);
        String here = directory.create("foreign", "\"active\":true").get("id").asText();
        assertThat(own.get("/scim/v2/Users/" + here).status())
                .as("a user of another workspace")
                .isEqualTo(404);
        String group = own.post("/scim/v2/Groups", "{%s,\"displayName\":\"G\"}".formatted(ScimDirectory.GROUP))
                .expect(201)
                .get("id")
                .asText();
        assertThat(own.patch(
                                "/scim/v2/Groups/" + group,
                                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"add\","
                                        + "\"path\":\"members\",\"value\":[{\"value\":\"" + here + "\"}]}]}")
                        .status())
                .isEqualTo(400);

        JsonNode listed = other.admin().get("/admin/v1/scim-tokens").expect(200);
        assertThat(listed.toString())
                .doesNotContain(token)
                .contains(made.get("prefix").asText());
        other.admin().delete("/admin/v1/scim-tokens/" + made.get("id").asText()).expect(204);
        assertThat(own.get("/scim/v2/Users").status()).as("deleted").isEqualTo(401);
    }

    @Test
    void whatATokenDidIsInTheAuditUnderItsOwnId() {
        String id = directory.create("audited", "\"active\":true").get("id").asText();
        JsonNode entry = workspace
                .admin()
                .get("/admin/v1/audit?target=" + id)
                .expect(200)
                .at("/items/0");
        assertThat(entry.get("type").asText()).isEqualTo("user.created");
        assertThat(entry.at("/actor/type").asText()).isEqualTo("scim_token");
        assertThat(entry.at("/actor/id").asText()).isEqualTo(directory.tokenId());
        assertThat(entry.get("ip").asText()).isNotEmpty();
    }

    private static void assertRefused(String path, String operation, String scimType) {
        Api.Answer answer = directory.patch(path, operation);
        assertThat(answer.status()).as(operation + answer.text()).isEqualTo(400);
        assertThat(answer.text("scimType")).as(operation).isEqualTo(scimType);
    }
}
