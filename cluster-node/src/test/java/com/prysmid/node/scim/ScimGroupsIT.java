package com.prysmid.node.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups by SCIM (RFC 7643 §4.2): who joins, who leaves, and whose groups are not the caller's to change. */
class ScimGroupsIT {
    private static ScimDirectory directory;
    private static TestWorkspace workspace;
    private static Api scim;

    @BeforeAll
    static void start() {
        directory = ScimDirectory.create(RunningDev.shared(), "scimgroups");
        workspace = directory.workspace();
        scim = directory.api();
    }

    @Test
    void groupsHoldUsersByEitherDialect() {
        String ann = directory
                .create("member.ann", "\"displayName\":\"Ann\"")
                .get("id")
                .asText();
        String bob = directory
                .create("member.bob", "\"displayName\":\"Bob\"")
                .get("id")
                .asText();
        JsonNode group = scim.post(
                        "/scim/v2/Groups",
                        "{%s,\"displayName\":\"Staff\",\"externalId\":\"g-1\",\"members\":[{\"value\":\"%s\"}]}"
                                .formatted(ScimDirectory.GROUP, ann))
                .expect(201);
        String path = "/scim/v2/Groups/" + group.get("id").asText();
        assertThat(directory.members(path)).containsExactly(ann);
        assertThat(workspace.admin().get("/admin/v1/users/" + ann).expect(200).get("groups"))
                .as("free names are the admin's own")
                .isEmpty();
        assertThat(scim.get("/scim/v2/Users/" + ann)
                        .expect(200)
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Staff");

        // Okta's and Entra's ways to add and to remove.
        directory
                .patch(path, "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(bob))
                .expect(204);
        directory
                .patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":{\"value\":\"%s\"}}".formatted(bob))
                .expect(204);
        assertThat(directory.members(path)).containsExactly(ann, bob);
        directory
                .patch(path, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(ann))
                .expect(204);
        assertThat(directory.members(path)).containsExactly(bob);
        directory
                .patch(path, "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(bob))
                .expect(204);
        assertThat(directory.members(path)).isEmpty();
        directory
                .patch(
                        path,
                        "{\"op\":\"replace\",\"value\":{\"displayName\":\"Crew\",\"members\":[{\"value\":\"%s\"},{\"value\":\"%s\"}]}}"
                                .formatted(ann, bob))
                .expect(204);
        assertThat(directory.members(path)).containsExactly(ann, bob);
        assertThat(scim.get("/scim/v2/Users/" + bob)
                        .expect(200)
                        .at("/groups/0/display")
                        .asText())
                .as("a new name reaches the members")
                .isEqualTo("Crew");

        for (String filter : List.of(
                "displayName eq \"CREW\"",
                "externalId eq \"g-1\"",
                "id eq \"" + group.get("id").asText() + "\"",
                "members eq \"" + ann + "\"",
                "members.value eq \"" + ann + "\" and displayName sw \"cr\"",
                "members[value eq \"" + ann + "\"]",
                "displayName co \"rew\" and not (displayName eq \"x\")")) {
            JsonNode found = scim.get(
                            "/scim/v2/Groups?excludedAttributes=members&filter=" + ScimDirectory.encoded(filter))
                    .expect(200);
            assertThat(found.get("totalResults").asInt()).as(filter).isEqualTo(1);
            assertThat(found.at("/Resources/0/members").isMissingNode()).isTrue();
        }
        assertThat(directory.found("groups.value eq \"" + group.get("id").asText() + "\""))
                .hasSize(2);
        Api.Answer twice = scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"crew\"}".formatted(ScimDirectory.GROUP));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("scimType")).isEqualTo("uniqueness");

        String version = scim.get(path).expect(200).at("/meta/version").asText();
        scim.put(
                        path,
                        "{%s,\"displayName\":\"Crew\",\"members\":[{\"value\":\"%s\"}]}"
                                .formatted(ScimDirectory.GROUP, bob),
                        "If-Match",
                        version)
                .expect(200);
        assertThat(directory.members(path)).containsExactly(bob);
        assertThat(scim.delete(path, "If-Match", version).status()).isEqualTo(412);
        scim.delete(path).expect(204);
        assertThat(scim.get(path).status()).isEqualTo(404);
        assertThat(scim.get("/scim/v2/Users/" + bob).expect(200).has("groups")).isFalse();
    }

    @Test
    void aGroupWithAMemberWhoIsNobodyIsNotMade() {
        for (String nobody : List.of("aaaaaaaaaaaaaaaa", "x", "../..", "\\u0000")) {
            Api.Answer answer = scim.post(
                    "/scim/v2/Groups",
                    "{%s,\"displayName\":\"Ghosts\",\"members\":[{\"value\":\"%s\"}]}"
                            .formatted(ScimDirectory.GROUP, nobody));
            assertThat(answer.status()).as(nobody).isEqualTo(400);
            assertThat(answer.text("scimType")).isEqualTo("invalidValue");
        }
        assertThat(directory.groupsNamed("Ghosts")).isZero();
    }

    @Test
    void hundredsOfMembersJoinAtOnceAndAgain() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            String id =
                    directory.create("crowd" + i, "\"active\":true").get("id").asText();
            members.append(i == 0 ? "" : ",").append("{\"value\":\"").append(id).append("\"}");
        }
        String path = "/scim/v2/Groups/"
                + scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"Crowd\"}".formatted(ScimDirectory.GROUP))
                        .expect(201)
                        .get("id")
                        .asText();
        String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(members);
        directory.patch(path, add).expect(204);
        directory.patch(path, add).expect(204);
        assertThat(directory.members(path)).hasSize(120).doesNotHaveDuplicates();
        directory
                .patch(path, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Multitude\"}")
                .expect(204);
        assertThat(directory
                        .found("userName eq \"crowd77\"")
                        .getFirst()
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Multitude");
        scim.delete(path).expect(204);
        assertThat(directory.found("userName eq \"crowd77\"").getFirst().has("groups"))
                .isFalse();
    }

    @Test
    void theGroupsOfWhoHasARoleOverTheWorkspaceAreNotATokensToChange() {
        String boss =
                directory.create("group.boss", "\"active\":true").get("id").asText();
        String ann = directory.create("group.ann", "\"active\":true").get("id").asText();
        String member = "{\"value\":\"%s\"}";
        String path = "/scim/v2/Groups/"
                + scim.post(
                                "/scim/v2/Groups",
                                "{%s,\"displayName\":\"Board\",\"members\":[%s]}"
                                        .formatted(ScimDirectory.GROUP, member.formatted(boss)))
                        .expect(201)
                        .get("id")
                        .asText();
        workspace
                .admin()
                .put(
                        "/admin/v1/users/" + boss + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.admin\"]}")
                .expect(200);

        directory
                .patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(member.formatted(boss)))
                .expect(204);
        directory
                .patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(member.formatted(ann)))
                .expect(204);
        String remove = "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}";
        String rename = "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Interns\"}";
        for (String attack : List.of(
                remove.formatted(boss),
                remove.formatted(ann) + "," + remove.formatted(boss),
                "{\"op\":\"remove\",\"path\":\"members\"}",
                "{\"op\":\"replace\",\"path\":\"members\",\"value\":[%s]}".formatted(member.formatted(ann)),
                rename,
                rename + "," + remove.formatted(ann))) {
            assertThat(directory.patch(path, attack).status()).as(attack).isEqualTo(403);
        }
        assertThat(scim.put(
                                path,
                                "{%s,\"displayName\":\"Interns\",\"externalId\":\"x\",\"members\":[%s,%s]}"
                                        .formatted(ScimDirectory.GROUP, member.formatted(boss), member.formatted(ann)))
                        .status())
                .isEqualTo(403);
        assertThat(scim.delete(path).status()).isEqualTo(403);

        JsonNode group = scim.get(path).expect(200);
        assertThat(group.get("displayName").asText()).isEqualTo("Board");
        assertThat(group.has("externalId")).isFalse();
        for (String username : List.of("group.boss", "group.ann")) {
            assertThat(directory
                            .found("userName eq \"" + username + "\"")
                            .getFirst()
                            .at("/groups/0/display")
                            .asText())
                    .as("what was refused is not done to anybody: " + username)
                    .isEqualTo("Board");
        }

        String power = "{%s,\"displayName\":\"Power\",\"members\":[%s,%s]}"
                .formatted(ScimDirectory.GROUP, member.formatted(ann), member.formatted(boss));
        assertThat(scim.post("/scim/v2/Groups", power).status()).isEqualTo(403);
        assertThat(directory.groupsNamed("Power")).isZero();
        assertThat(directory.found("userName eq \"group.ann\"").getFirst().get("groups"))
                .hasSize(1);

        // Whose roles contain all of them may do it, and it reaches everybody.
        Api owner = workspace.admin();
        owner.patch(path, ScimDirectory.patchOf(rename)).expect(204);
        assertThat(directory
                        .found("userName eq \"group.boss\"")
                        .getFirst()
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Interns");
        owner.delete(path).expect(204);
        assertThat(scim.get(path).status()).isEqualTo(404);
        assertThat(directory.found("userName eq \"group.boss\"").getFirst().has("groups"))
                .isFalse();
        assertThat(directory.found("userName eq \"group.ann\"").getFirst().has("groups"))
                .isFalse();
    }

    @Test
    void aChangeInWhichOneMemberIsNobodyChangesNothing() {
        String ann = directory.create("whole.ann", "\"active\":true").get("id").asText();
        String path = "/scim/v2/Groups/"
                + scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"Whole\"}".formatted(ScimDirectory.GROUP))
                        .expect(201)
                        .get("id")
                        .asText();
        String both = "[{\"value\":\"%s\"},{\"value\":\"aaaaaaaaaaaaaaaa\"}]".formatted(ann);
        assertThat(directory
                        .patch(
                                path,
                                "{\"op\":\"replace\",\"value\":{\"displayName\":\"Half\",\"members\":%s}}"
                                        .formatted(both))
                        .text("scimType"))
                .isEqualTo("invalidValue");
        assertThat(scim.put(path, "{%s,\"displayName\":\"Half\",\"members\":%s}".formatted(ScimDirectory.GROUP, both))
                        .text("scimType"))
                .isEqualTo("invalidValue");
        assertThat(scim.get(path).expect(200).get("displayName").asText()).isEqualTo("Whole");
        assertThat(directory.members(path)).isEmpty();
    }
}
