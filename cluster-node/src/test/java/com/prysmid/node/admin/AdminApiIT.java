package com.prysmid.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminApiIT {
    /** The hash of {@code hunter2}, made by another implementation of bcrypt. */
    private static final String BCRYPT = "$2y$04$hrEUBKqWwOWQNXRLdDVjGOZEc8Hu.3tkFYv5iJzVI8YjyRnlU9tJ6";

    private static TestWorkspace workspace;
    private static Api admin;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "admin");
        admin = workspace.admin();
    }

    @Test
    void aProjectWithRolesAndAnApp() {
        Api.Answer created = admin.post("/admin/v1/projects", "{\"name\":\"Shop\"}");
        String project = created.expect(201).get("id").asText();
        String path = "/admin/v1/projects/" + project;
        assertThat(created.headers().firstValue("location")).contains(path);
        assertThat(admin.get(path).expect(200)).isEqualTo(created.body());
        assertThat(admin.patch(path, "{\"name\":\"Store\"}")
                        .expect(200)
                        .get("name")
                        .asText())
                .isEqualTo("Store");

        admin.post(path + "/roles", "{\"key\":\"editor\",\"display_name\":\"Editor\"}")
                .expect(201);
        assertThat(admin.post(path + "/roles", "{\"key\":\"editor\",\"display_name\":\"Other\"}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.get(path + "/roles").expect(200).at("/items/0/key").asText())
                .isEqualTo("editor");

        JsonNode app = admin.post(
                        path + "/apps", "{\"client_name\":\"Web\",\"redirect_uris\":[\"https://shop.test/cb\"]}")
                .expect(201);
        assertThat(app.get("client_secret").asText()).hasSizeGreaterThan(20);
        String appPath = path + "/apps/" + app.get("client_id").asText();
        assertThat(admin.get(appPath).expect(200).has("client_secret")).isFalse();
        assertThat(admin.patch(appPath, "{\"post_logout_redirect_uris\":[\"https://shop.test/\"]}")
                        .expect(200)
                        .at("/redirect_uris/0")
                        .asText())
                .isEqualTo("https://shop.test/cb");
        assertThat(admin.post(appPath + "/secret", "")
                        .expect(200)
                        .get("client_secret")
                        .asText())
                .isNotEqualTo(app.get("client_secret").asText());

        assertThat(admin.delete(path).status()).isEqualTo(409);
        assertThat(admin.delete(appPath).status()).isEqualTo(204);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void aUserFromCreationToErasure() {
        JsonNode user = admin.post(
                        "/admin/v1/users",
                        "{\"username\":\"Grace\",\"password_hash\":\"" + BCRYPT + "\",\"email\":\"g@example.test\"}")
                .expect(201);
        String path = "/admin/v1/users/" + user.get("id").asText();
        assertThat(user.get("has_password").asBoolean()).isTrue();
        assertThat(user.toString()).doesNotContain("$2y$");

        JsonNode patched = admin.patch(path, "{\"email\":null,\"address\":{\"country\":\"UK\"}}")
                .expect(200);
        assertThat(patched.get("email").isNull()).isTrue();
        assertThat(patched.at("/address/country").asText()).isEqualTo("UK");
        assertThat(admin.patch(path, "{\"username\":\"grace.h\"}")
                        .expect(200)
                        .get("username")
                        .asText())
                .isEqualTo("grace.h");

        assertThat(state(path, "/lock")).isEqualTo("locked");
        assertThat(admin.get("/admin/v1/users?state=locked&q=grace").expect(200).at("/items/0/id"))
                .isEqualTo(user.get("id"));
        assertThat(state(path, "/unlock")).isEqualTo("active");
        assertThat(state(path, "/deactivate")).isEqualTo("deactivated");
        assertThat(state(path, "/reactivate")).isEqualTo("active");
        admin.post(path + "/password", "{\"password\":\"a whole new password\"}")
                .expect(200);
        assertThat(admin.get(path + "/sessions").expect(200).get("items")).isEmpty();

        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
        admin.post("/admin/v1/users", "{\"username\":\"grace.h\"}").expect(201);
    }

    @Test
    void grantsNameProjectsAndRolesThatThereAre() {
        String project = workspace.createProject("Granted");
        admin.post("/admin/v1/projects/" + project + "/roles", "{\"key\":\"reader\",\"display_name\":\"Reader\"}")
                .expect(201);
        String grants = "/admin/v1/users/" + workspace.createUser("granted") + "/grants";

        assertThat(fields(admin.put(grants, "{\"project_id\":\"" + project + "\",\"roles\":[\"reader\",\"nope\"]}")))
                .containsExactly("roles[1]");
        assertThat(admin.put(grants, "{\"project_id\":\"" + project + "\",\"roles\":[\"reader\"]}")
                        .expect(200)
                        .at("/roles/0")
                        .asText())
                .isEqualTo("reader");
        assertThat(admin.get(grants).expect(200).at("/items/0/project_id").asText())
                .isEqualTo(project);
        assertThat(admin.delete(grants + "/" + project).status()).isEqualTo(204);
        assertThat(admin.get(grants).expect(200).get("items")).isEmpty();
    }

    @Test
    void creatingWithTheSameKeyGivesTheFirstAnswerAgain() {
        String project = workspace.createProject("Idempotent");
        String apps = "/admin/v1/projects/" + project + "/apps";
        String body = "{\"client_name\":\"Web\",\"redirect_uris\":[\"https://shop.test/cb\"]}";
        JsonNode first = admin.post(apps, body, "Idempotency-Key", "k-1").expect(201);

        assertThat(admin.post(apps, body, "Idempotency-Key", "k-1").expect(201)).isEqualTo(first);
        assertThat(admin.get(apps).expect(200).get("items")).hasSize(1);
        assertThat(admin.post(apps, body, "Idempotency-Key", "k-2").expect(201).get("client_id"))
                .isNotEqualTo(first.get("client_id"));
        assertThat(admin.post(apps, body.replace("Web", "Other"), "Idempotency-Key", "k-1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void badInputIsNamedAndChangesNothing() {
        String users = "/admin/v1/users";
        JsonNode before = admin.get(users + "?limit=200").expect(200);
        long seq = admin.get("/admin/v1/audit?limit=1")
                .expect(200)
                .at("/items/0/seq")
                .asLong();

        Api.Answer wrong = admin.post(users, "{\"username\":7,\"role\":\"owner\",\"address\":{\"planet\":\"x\"}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(fields(wrong)).containsExactlyInAnyOrder("username", "role", "address.planet");
        assertThat(fields(admin.post(
                        users,
                        "{\"username\":\"bad\",\"email\":\"nowhere\",\"phone_number\":\"12\",\"password\":\"short\"}")))
                .containsExactlyInAnyOrder("email", "phone_number", "password");
        assertThat(admin.post(users, "{\"username\":").text("code")).isEqualTo("malformed_json");
        assertThat(admin.post(users, "[]").status()).isEqualTo(400);
        assertThat(admin.post(users, "").status()).isEqualTo(415);
        assertThat(admin.post(users, "{\"username\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(fields(admin.get(users + "?limit=0&order=asc"))).containsExactlyInAnyOrder("limit", "order");
        assertThat(fields(admin.get("/admin/v1/audit?from=yesterday"))).containsExactly("from");
        assertThat(admin.get(users + "?cursor=nonsense").status()).isEqualTo(422);
        assertThat(admin.send("PUT", users, "{}").status()).isEqualTo(405);

        assertThat(admin.get(users + "?limit=200").expect(200)).isEqualTo(before);
        assertThat(admin.get("/admin/v1/audit?limit=1")
                        .expect(200)
                        .at("/items/0/seq")
                        .asLong())
                .isEqualTo(seq);
    }

    @Test
    void aNameRefusedWithItsCreationIsFreeForTheNextTry() {
        admin.post("/admin/v1/users", "{\"username\":\"second.try\",\"email\":\"nowhere\"}")
                .expect(422);

        admin.post("/admin/v1/users", "{\"username\":\"second.try\",\"email\":\"s@example.test\"}")
                .expect(201);
    }

    @Test
    void aUsernameIsTakenHoweverItIsWritten() {
        workspace.createUser("taken");

        assertThat(admin.post("/admin/v1/users", "{\"username\":\"TAKEN\"}").text("code"))
                .isEqualTo("username_taken");
    }

    @Test
    void keysAreListedAndRotated() {
        JsonNode before = admin.get("/admin/v1/keys").expect(200).get("items");
        JsonNode after = admin.post("/admin/v1/keys/rotate", "").expect(200).get("items");

        assertThat(kid(after, "current")).isEqualTo(kid(before, "next")).isNotEmpty();
        assertThat(kid(after, "previous")).isEqualTo(kid(before, "current"));
        assertThat(kid(after, "next")).isNotIn(kid(before, "next"), kid(before, "current"));
    }

    @Test
    void policiesAreChangedWithinBounds() {
        JsonNode changed = admin.patch("/admin/v1/workspace", "{\"access_token_lifetime\":600}")
                .expect(200);

        assertThat(changed.get("access_token_lifetime").asInt()).isEqualTo(600);
        assertThat(changed.get("issuer").asText()).isEqualTo(workspace.issuer());
        assertThat(fields(admin.patch("/admin/v1/workspace", "{\"access_token_lifetime\":1,\"lockout_failures\":0}")))
                .containsExactlyInAnyOrder("access_token_lifetime", "lockout_failures");
    }

    @Test
    void theAuditJournalIsPagedFilteredAndExported() throws Exception {
        String user = workspace.createUser("audited");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    admin.get("/admin/v1/audit?limit=3&target=" + user + cursor).expect(200);
            page.get("items").forEach(entry -> paged.add(entry.toString()));
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(paged).hasSize(1).first().asString().contains("\"type\":\"user.created\"");
        Api.Answer export = admin.get("/admin/v1/audit/export?type=user.created");
        assertThat(export.status()).isEqualTo(200);
        JsonMapper json = new JsonMapper();
        for (String line : export.text().lines().toList()) {
            assertThat(json.readTree(line).get("type").asText()).isEqualTo("user.created");
        }
        assertThat(export.text().lines()).contains(paged.getFirst());
    }

    @Test
    void theDescriptionIsServedToAnybody() {
        JsonNode description = new Api(RunningDev.shared().tls(), workspace.issuer(), "none")
                .get("/admin/v1/openapi.json")
                .expect(200);

        assertThat(description.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(description
                        .at("/paths/~1admin~1v1~1users/post/requestBody/content")
                        .has("application/json"))
                .isTrue();
    }

    private static String state(String path, String verb) {
        return admin.post(path + verb, "").expect(200).get("state").asText();
    }

    private static String kid(JsonNode keys, String state) {
        for (JsonNode key : keys) {
            if (key.get("state").asText().equals(state)) {
                return key.get("kid").asText();
            }
        }
        return "";
    }

    private static List<String> fields(Api.Answer answer) {
        List<String> fields = new ArrayList<>();
        answer.expect(422)
                .get("errors")
                .forEach(error -> fields.add(error.get("field").asText()));
        return fields;
    }
}
