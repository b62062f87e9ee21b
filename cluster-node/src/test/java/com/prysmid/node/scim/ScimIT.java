package com.prysmid.node.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7644, and the dialects of Entra and Okta. */
class ScimIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final String USER = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    private static final String GROUP = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"]";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static TestWorkspace workspace;
    private static String tokenId;
    private static Api scim;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(DEV, "scim");
        JsonNode token = workspace
                .admin()
                .post("/admin/v1/scim-tokens", "{\"name\":\"Entra\"}")
                .expect(201);
        tokenId = token.get("id").asText();
        scim = new Api(DEV.tls(), workspace.issuer(), token.get("token").asText());
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
        anybody.get("/scim/v2/Schemas/" + ENTERPRISE).expect(200);
        anybody.get("/scim/v2/ResourceTypes/User").expect(200);
        Api.Answer none = anybody.get("/scim/v2/Schemas/urn:none");
        none.expect(404);
        assertThat(none.headers().firstValue("content-type").orElse("")).startsWith("application/scim+json");
        assertThat(anybody.get("/scim/v2/Users").status()).isEqualTo(401);
        assertThat(scim.post("/scim/v2/Bulk", "{}").status()).isEqualTo(404);
    }

    @Test
    void aUserOfEveryAttributeComesBackAsItWasSent() {
        String sent = """
                {%s,"externalId":"Ext-9","userName":"Full@example.com","name":{"formatted":"Dr. Ann B. Lee III","familyName":"Lee",
                "givenName":"Ann","middleName":"B.","honorificPrefix":"Dr.","honorificSuffix":"III"},"displayName":"Ann Lee",
                "nickName":"Annie","profileUrl":"https://people.example/ann","title":"Lead","userType":"Employee",
                "preferredLanguage":"en-GB","locale":"en-GB","timezone":"Europe/Berlin","active":true,"password":"%s",
                "emails":[{"value":"home@example.com","type":"home"},{"value":"ann@example.com","type":"work","primary":true}],
                "phoneNumbers":[{"value":"+1 (425) 555-0100","type":"mobile"}],
                "addresses":[{"streetAddress":"1 Way","locality":"Town","region":"R","postalCode":"1","country":"DE","type":"work"}],
                "roles":[{"value":"ignored"}],
                "%s":{"employeeNumber":"701984","department":"Tours","manager":{"value":"26118915"}}}""".formatted(USER, TestWorkspace.PASSWORD, ENTERPRISE);
        Api.Answer created = scim.post("/scim/v2/Users", sent, "Content-Type", "application/scim+json");
        JsonNode user = created.expect(201);
        assertThat(created.headers().firstValue("location"))
                .contains(
                        workspace.issuer() + "/scim/v2/Users/" + user.get("id").asText());
        assertThat(created.text()).doesNotContain("password").doesNotContain("roles");
        assertThat(user.at("/name/formatted").asText()).isEqualTo("Dr. Ann B. Lee III");
        assertThat(user.at("/emails")).hasSize(1);
        assertThat(user.at("/emails/0/value").asText()).isEqualTo("ann@example.com");
        assertThat(user.at("/phoneNumbers/0/value").asText()).isEqualTo("+14255550100");
        assertThat(user.at("/phoneNumbers/0/type").asText()).isEqualTo("mobile");
        assertThat(user.get(ENTERPRISE).get("employeeNumber").asText()).isEqualTo("701984");
        assertThat(user.get(ENTERPRISE).at("/manager/value").asText()).isEqualTo("26118915");
        assertThat(get(user)).as("entity and answer say the same").isEqualTo(user);
        assertThat(found("userName eq \"FULL@example.com\"").getFirst())
                .as("directory says the same")
                .isEqualTo(user);

        // What was provisioned signs in, and nothing claims that the address was verified.
        JsonNode admins = workspace
                .admin()
                .get("/admin/v1/users/" + user.get("id").asText())
                .expect(200);
        assertThat(admins.get("email_verified").asBoolean()).isFalse();
        assertThat(admins.at("/attributes/department").asText()).isEqualTo("Tours");
        Browser browser = workspace.browser();
        Browser.Page form = browser.open(workspace.uri("/ui/login"));
        browser.submit(form, Map.of("username", "full@example.com", "password", TestWorkspace.PASSWORD));
        assertThat(browser.cookies()).containsKey("__Host-prysm_session");
    }

    @Test
    void usersAreFoundByEveryKindOfFilter() {
        String id = create(
                        "find.me",
                        "\"externalId\":\"Find-1\",\"displayName\":\"Zed Findling\",\"name\":{\"givenName\":\"Zed\"},"
                                + "\"emails\":[{\"value\":\"zed@find.example\"}]")
                .get("id")
                .asText();
        for (String filter : List.of(
                "id eq \"" + id + "\"",
                "userName eq \"FIND.me\"",
                "USERNAME EQ \"find.me\"",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"find.me\"",
                "externalId eq \"Find-1\"",
                "emails eq \"zed@find.example\"",
                "emails.value eq \"ZED@find.example\"",
                "emails[type eq \"work\" and value eq \"zed@find.example\"]",
                "displayName sw \"zed find\"",
                "name.givenName co \"ze\" and displayName ew \"ling\" and active eq true",
                "userName eq \"find.me\" or userName eq \"nobody\"",
                "not (userName ne \"find.me\")",
                "externalId pr and (userName sw \"find\" and not (active eq false))",
                "meta.lastModified gt \"2020-01-01T00:00:00Z\" and externalId eq \"Find-1\"")) {
            assertThat(found(filter))
                    .as(filter)
                    .extracting(user -> user.get("id").asText())
                    .containsExactly(id);
        }
        for (String filter : List.of(
                "externalId eq \"find-1\"",
                "userName eq \"find\"",
                "userName eq \"find.me\" and active eq false",
                "meta.lastModified gt \"2999-01-01T00:00:00Z\"",
                "emails[type eq \"home\" and value eq \"zed@find.example\"]")) {
            assertThat(found(filter)).as(filter).isEmpty();
        }
        JsonNode searched = scim.post(
                        "/scim/v2/Users/.search",
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],"
                                + "\"filter\":\"userName eq \\\"find.me\\\"\",\"attributes\":[\"userName\",\"name.givenName\"]}")
                .expect(200);
        JsonNode only = searched.at("/Resources/0");
        assertThat(only.fieldNames()).toIterable().containsExactly("schemas", "id", "userName", "name");
        JsonNode without = scim.get("/scim/v2/Users/" + id + "?excludedAttributes=emails,name.givenName,id")
                .expect(200);
        assertThat(without.has("emails")).isFalse();
        assertThat(without.has("id")).isTrue();
        assertThat(without.has("userName")).isTrue();
    }

    @Test
    void listsHavePages() {
        TestWorkspace own = TestWorkspace.create(DEV, "scimpage");
        Api api = new Api(
                DEV.tls(),
                own.issuer(),
                own.admin()
                        .post("/admin/v1/scim-tokens", "{\"name\":\"x\",\"lifetime\":3600}")
                        .expect(201)
                        .get("token")
                        .asText());
        for (int i = 0; i < 5; i++) {
            api.post("/scim/v2/Users", "{%s,\"userName\":\"page%d\"}".formatted(USER, i))
                    .expect(201);
        }
        List<String> seen = new ArrayList<>();
        for (int start = 1; start <= 5; start += 2) {
            for (String filter : List.of("", "&filter=" + encoded("userName sw \"page\""))) {
                JsonNode page = api.get("/scim/v2/Users?startIndex=" + start + "&count=2" + filter)
                        .expect(200);
                assertThat(page.get("totalResults").asInt()).isEqualTo(5);
                assertThat(page.get("startIndex").asInt()).isEqualTo(start);
                page.get("Resources")
                        .forEach(user -> seen.add(user.get("userName").asText()));
            }
        }
        assertThat(seen).hasSize(10).containsOnly("page0", "page1", "page2", "page3", "page4");
        assertThat(new java.util.HashSet<>(seen)).hasSize(5);
        assertThat(api.get("/scim/v2/Users?count=0").expect(200).get("Resources"))
                .isEmpty();
        assertThat(api.get("/scim/v2/Users?startIndex=-5&count=-1")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isEqualTo(5);
        assertThat(api.get("/scim/v2/Users?startIndex=99").expect(200).get("Resources"))
                .isEmpty();
    }

    @Test
    void aReplacedUserKeepsWhatScimDoesNotSayAndLosesWhatItSaysNoMore() {
        String id = workspace
                .admin()
                .post(
                        "/admin/v1/users",
                        "{\"username\":\"kept\",\"email\":\"kept@example.com\",\"email_verified\":true,\"nickname\":\"K\","
                                + "\"gender\":\"x\",\"groups\":[\"free\"],\"attributes\":{\"own\":\"1\",\"title\":\"T\"}}")
                .expect(201)
                .get("id")
                .asText();
        scim.put(
                        "/scim/v2/Users/" + id,
                        "{%s,\"userName\":\"kept2\",\"emails\":[{\"value\":\"kept@example.com\"}]}".formatted(USER))
                .expect(200);
        JsonNode user = workspace.admin().get("/admin/v1/users/" + id).expect(200);
        assertThat(user.get("username").asText()).isEqualTo("kept2");
        assertThat(user.get("email_verified").asBoolean()).isTrue();
        assertThat(user.get("nickname").isNull()).isTrue();
        assertThat(user.get("gender").asText()).isEqualTo("x");
        assertThat(user.get("groups")).hasSize(1);
        assertThat(user.get("attributes").toString()).isEqualTo("{\"own\":\"1\"}");
        // The name of before is free.
        create("kept", "\"displayName\":\"Another\"");
    }

    @Test
    void entraSpeaksInCapitalsAndText() {
        String path =
                "/scim/v2/Users/" + create("entra", "\"active\":true").get("id").asText();
        JsonNode user = patch(path, """
                {"op":"Add","path":"emails[type eq \\"work\\"].value","value":"work@entra.example"},
                {"op":"Replace","path":"active","value":"False"},
                {"op":"Replace","path":"displayName","value":"New Name"},
                {"op":"Add","path":"name.givenName","value":"Given"},
                {"op":"Add","path":"phoneNumbers[type eq \\"mobile\\"].value","value":"+4930123456"},
                {"op":"Add","path":"addresses[type eq \\"work\\"].country","value":"DE"},
                {"op":"Add","path":"%1$s:department","value":"Sales"},
                {"op":"Add","path":"%1$s:manager","value":"boss-1"},
                {"op":"Add","value":{"nickName":"Nick","name.familyName":"Family","unknown":1,"%1$s:costCenter":"7"}}""".formatted(ENTERPRISE)).expect(200);
        assertThat(user.at("/emails/0/value").asText()).isEqualTo("work@entra.example");
        assertThat(user.get("active").asBoolean()).isFalse();
        assertThat(user.get("displayName").asText()).isEqualTo("New Name");
        assertThat(user.at("/name/givenName").asText()).isEqualTo("Given");
        assertThat(user.at("/name/familyName").asText()).isEqualTo("Family");
        assertThat(user.at("/phoneNumbers/0/type").asText()).isEqualTo("mobile");
        assertThat(user.at("/addresses/0/country").asText()).isEqualTo("DE");
        assertThat(user.get(ENTERPRISE).toString())
                .isEqualTo("{\"costCenter\":\"7\",\"department\":\"Sales\",\"manager\":{\"value\":\"boss-1\"}}");
        assertThat(user.get("nickName").asText()).isEqualTo("Nick");

        JsonNode again = patch(path, """
                {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"other@entra.example"},
                {"op":"Replace","path":"phoneNumbers[type eq \\"mobile\\"].value","value":"+4930999999"},
                {"op":"Remove","path":"addresses[type eq \\"work\\"]"},
                {"op":"Remove","path":"nickName"},
                {"op":"Replace","value":{"active":"True"}}""").expect(200);
        assertThat(again.at("/emails/0/value").asText()).isEqualTo("other@entra.example");
        assertThat(again.at("/phoneNumbers/0/value").asText()).isEqualTo("+4930999999");
        assertThat(again.has("addresses")).isFalse();
        assertThat(again.has("nickName")).isFalse();
        assertThat(again.get("active").asBoolean()).isTrue();
    }

    @Test
    void aLockIsNeitherToldNorTakenAwayAndADeactivationEndsSessions() {
        String id = create("locked.one", "\"active\":true").get("id").asText();
        String admin = "/admin/v1/users/" + id;
        workspace.admin().post(admin + "/lock", "").expect(200);
        assertThat(patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"value\":{\"active\":true}}")
                        .expect(200)
                        .get("active")
                        .asBoolean())
                .isTrue();
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("locked");
        patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
                .expect(200);
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("deactivated");
        patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":true}")
                .expect(200);
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("locked");
    }

    @Test
    void versionsKeepWhatOthersChanged() {
        JsonNode user = create("versioned", "\"displayName\":\"V\"");
        String path = "/scim/v2/Users/" + user.get("id").asText();
        String version = user.at("/meta/version").asText();
        Api.Answer read = scim.get(path);
        assertThat(read.headers().firstValue("etag")).contains(version);
        assertThat(scim.get(path, "If-None-Match", version).status()).isEqualTo(304);

        String body =
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"replace\","
                        + "\"path\":\"displayName\",\"value\":\"W\"}]}";
        scim.patch(path, body, "If-Match", version).expect(200);
        Api.Answer late = scim.patch(path, body, "If-Match", version);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.text("status")).isEqualTo("412");
        assertThat(scim.delete(path, "If-Match", version).status()).isEqualTo(412);
        assertThat(scim.put(path, "{%s,\"userName\":\"v2\"}".formatted(USER), "If-Match", version)
                        .status())
                .isEqualTo(412);
        scim.delete(path).expect(204);
        assertThat(scim.get(path).status()).isEqualTo(404);
    }

    @Test
    void manyChangesAtOnceLoseNone() throws Exception {
        String path = "/scim/v2/Users/"
                + create("parallel", "\"active\":true").get("id").asText();
        List<String> fields = List.of("nickName", "title", "userType");
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (String field : fields) {
                all.add(pool.submit(() -> patch(
                                path, "{\"op\":\"add\",\"path\":\"%s\",\"value\":\"of %s\"}".formatted(field, field))
                        .status()));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
        JsonNode user = scim.get(path).expect(200);
        fields.forEach(field -> assertThat(user.path(field).asText()).isEqualTo("of " + field));
    }

    @Test
    void groupsHoldUsersByEitherDialect() {
        String ann = create("member.ann", "\"displayName\":\"Ann\"").get("id").asText();
        String bob = create("member.bob", "\"displayName\":\"Bob\"").get("id").asText();
        JsonNode group = scim.post(
                        "/scim/v2/Groups",
                        "{%s,\"displayName\":\"Staff\",\"externalId\":\"g-1\",\"members\":[{\"value\":\"%s\"}]}"
                                .formatted(GROUP, ann))
                .expect(201);
        String path = "/scim/v2/Groups/" + group.get("id").asText();
        assertThat(members(path)).containsExactly(ann);
        assertThat(workspace.admin().get("/admin/v1/users/" + ann).expect(200).get("groups"))
                .as("free names are the admin's own")
                .isEmpty();
        assertThat(scim.get("/scim/v2/Users/" + ann)
                        .expect(200)
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Staff");

        // Okta's and Entra's ways to add and to remove.
        patch(path, "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(bob))
                .expect(204);
        patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":{\"value\":\"%s\"}}".formatted(bob))
                .expect(204);
        assertThat(members(path)).containsExactly(ann, bob);
        patch(path, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(ann))
                .expect(204);
        assertThat(members(path)).containsExactly(bob);
        patch(path, "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(bob))
                .expect(204);
        assertThat(members(path)).isEmpty();
        patch(
                        path,
                        "{\"op\":\"replace\",\"value\":{\"displayName\":\"Crew\",\"members\":[{\"value\":\"%s\"},{\"value\":\"%s\"}]}}"
                                .formatted(ann, bob))
                .expect(204);
        assertThat(members(path)).containsExactly(ann, bob);
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
            JsonNode found = scim.get("/scim/v2/Groups?excludedAttributes=members&filter=" + encoded(filter))
                    .expect(200);
            assertThat(found.get("totalResults").asInt()).as(filter).isEqualTo(1);
            assertThat(found.at("/Resources/0/members").isMissingNode()).isTrue();
        }
        assertThat(found("groups.value eq \"" + group.get("id").asText() + "\""))
                .hasSize(2);
        Api.Answer twice = scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"crew\"}".formatted(GROUP));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("scimType")).isEqualTo("uniqueness");

        String version = scim.get(path).expect(200).at("/meta/version").asText();
        scim.put(
                        path,
                        "{%s,\"displayName\":\"Crew\",\"members\":[{\"value\":\"%s\"}]}".formatted(GROUP, bob),
                        "If-Match",
                        version)
                .expect(200);
        assertThat(members(path)).containsExactly(bob);
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
                    "{%s,\"displayName\":\"Ghosts\",\"members\":[{\"value\":\"%s\"}]}".formatted(GROUP, nobody));
            assertThat(answer.status()).as(nobody).isEqualTo(400);
            assertThat(answer.text("scimType")).isEqualTo("invalidValue");
        }
        assertThat(groupsNamed("Ghosts")).isZero();
    }

    @Test
    void hundredsOfMembersJoinAtOnceAndAgain() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            String id = create("crowd" + i, "\"active\":true").get("id").asText();
            members.append(i == 0 ? "" : ",").append("{\"value\":\"").append(id).append("\"}");
        }
        String path = "/scim/v2/Groups/"
                + scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"Crowd\"}".formatted(GROUP))
                        .expect(201)
                        .get("id")
                        .asText();
        String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(members);
        patch(path, add).expect(204);
        patch(path, add).expect(204);
        assertThat(members(path)).hasSize(120).doesNotHaveDuplicates();
        patch(path, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Multitude\"}")
                .expect(204);
        assertThat(found("userName eq \"crowd77\"")
                        .getFirst()
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Multitude");
        scim.delete(path).expect(204);
        assertThat(found("userName eq \"crowd77\"").getFirst().has("groups")).isFalse();
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
        Api.Answer answer = scim.get("/scim/v2/Users?filter=" + encoded(filter));
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
            assertThat(scim.get("/scim/v2/Users?filter=" + encoded(filter)).text("scimType"))
                    .isEqualTo("invalidFilter");
        }
        for (String body : List.of(
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                "{%s,\"userName\":\"a\",\"userName\":\"b\"}".formatted(USER),
                "{%s,\"userName\":\"a\",\"USERNAME\":\"b\"}".formatted(USER),
                "{\"userName\":\"a\"}",
                "[]",
                "null",
                "{%s,\"userName\":{\"a\":1}}".formatted(USER),
                "{%s,\"userName\":\"a\\u0000\"}".formatted(USER),
                "{%s,\"userName\":\"\\ud800\"}".formatted(USER),
                "{%s,\"userName\":\"a\",\"emails\":\"x\",\"active\":[true]}".formatted(USER),
                "{%s,\"userName\":\"a\",\"emails\":[{\"value\":\"no address\"}]}".formatted(USER),
                "{%s,\"userName\":\"a\",\"password\":\"short\"}".formatted(USER),
                "{%s}".formatted(USER))) {
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
                + create("patched", "\"active\":true").get("id").asText();
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
    void aNameIsTakenOnce() {
        create("taken", "\"active\":true");
        Api.Answer again = scim.post("/scim/v2/Users", "{%s,\"userName\":\"TAKEN\"}".formatted(USER));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("scimType")).isEqualTo("uniqueness");
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
        String here = create("foreign", "\"active\":true").get("id").asText();
        assertThat(own.get("/scim/v2/Users/" + here).status())
                .as("a user of another workspace")
                .isEqualTo(404);
        String group = own.post("/scim/v2/Groups", "{%s,\"displayName\":\"G\"}".formatted(GROUP))
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
    void whoHasARoleOverTheWorkspaceIsNotATokensToChange() {
        String id = create("the.boss", "\"active\":true").get("id").asText();
        workspace
                .admin()
                .put(
                        "/admin/v1/users/" + id + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.admin\"]}")
                .expect(200);
        String path = "/scim/v2/Users/" + id;
        assertThat(patch(path, "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"mine from now on\"}")
                        .status())
                .isEqualTo(403);
        assertThat(scim.put(path, "{%s,\"userName\":\"mine\"}".formatted(USER)).status())
                .isEqualTo(403);
        assertThat(scim.delete(path).status()).isEqualTo(403);
        scim.get(path).expect(200);
    }

    @Test
    void theGroupsOfWhoHasARoleOverTheWorkspaceAreNotATokensToChange() {
        String boss = create("group.boss", "\"active\":true").get("id").asText();
        String ann = create("group.ann", "\"active\":true").get("id").asText();
        String member = "{\"value\":\"%s\"}";
        String path = "/scim/v2/Groups/"
                + scim.post(
                                "/scim/v2/Groups",
                                "{%s,\"displayName\":\"Board\",\"members\":[%s]}"
                                        .formatted(GROUP, member.formatted(boss)))
                        .expect(201)
                        .get("id")
                        .asText();
        workspace
                .admin()
                .put(
                        "/admin/v1/users/" + boss + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.admin\"]}")
                .expect(200);

        patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(member.formatted(boss)))
                .expect(204);
        patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}".formatted(member.formatted(ann)))
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
            assertThat(patch(path, attack).status()).as(attack).isEqualTo(403);
        }
        assertThat(scim.put(
                                path,
                                "{%s,\"displayName\":\"Interns\",\"externalId\":\"x\",\"members\":[%s,%s]}"
                                        .formatted(GROUP, member.formatted(boss), member.formatted(ann)))
                        .status())
                .isEqualTo(403);
        assertThat(scim.delete(path).status()).isEqualTo(403);

        JsonNode group = scim.get(path).expect(200);
        assertThat(group.get("displayName").asText()).isEqualTo("Board");
        assertThat(group.has("externalId")).isFalse();
        for (String username : List.of("group.boss", "group.ann")) {
            assertThat(found("userName eq \"" + username + "\"")
                            .getFirst()
                            .at("/groups/0/display")
                            .asText())
                    .as("what was refused is not done to anybody: " + username)
                    .isEqualTo("Board");
        }

        String power = "{%s,\"displayName\":\"Power\",\"members\":[%s,%s]}"
                .formatted(GROUP, member.formatted(ann), member.formatted(boss));
        assertThat(scim.post("/scim/v2/Groups", power).status()).isEqualTo(403);
        assertThat(groupsNamed("Power")).isZero();
        assertThat(found("userName eq \"group.ann\"").getFirst().get("groups")).hasSize(1);

        // Whose roles contain all of them may do it, and it reaches everybody.
        Api owner = workspace.admin();
        owner.patch(path, patchOf(rename)).expect(204);
        assertThat(found("userName eq \"group.boss\"")
                        .getFirst()
                        .at("/groups/0/display")
                        .asText())
                .isEqualTo("Interns");
        owner.delete(path).expect(204);
        assertThat(scim.get(path).status()).isEqualTo(404);
        assertThat(found("userName eq \"group.boss\"").getFirst().has("groups")).isFalse();
        assertThat(found("userName eq \"group.ann\"").getFirst().has("groups")).isFalse();
    }

    @Test
    void aChangeInWhichOneMemberIsNobodyChangesNothing() {
        String ann = create("whole.ann", "\"active\":true").get("id").asText();
        String path = "/scim/v2/Groups/"
                + scim.post("/scim/v2/Groups", "{%s,\"displayName\":\"Whole\"}".formatted(GROUP))
                        .expect(201)
                        .get("id")
                        .asText();
        String both = "[{\"value\":\"%s\"},{\"value\":\"aaaaaaaaaaaaaaaa\"}]".formatted(ann);
        assertThat(patch(
                                path,
                                "{\"op\":\"replace\",\"value\":{\"displayName\":\"Half\",\"members\":%s}}"
                                        .formatted(both))
                        .text("scimType"))
                .isEqualTo("invalidValue");
        assertThat(scim.put(path, "{%s,\"displayName\":\"Half\",\"members\":%s}".formatted(GROUP, both))
                        .text("scimType"))
                .isEqualTo("invalidValue");
        assertThat(scim.get(path).expect(200).get("displayName").asText()).isEqualTo("Whole");
        assertThat(members(path)).isEmpty();
    }

    @Test
    void whatATokenDidIsInTheAuditUnderItsOwnId() {
        String id = create("audited", "\"active\":true").get("id").asText();
        JsonNode entry = workspace
                .admin()
                .get("/admin/v1/audit?target=" + id)
                .expect(200)
                .at("/items/0");
        assertThat(entry.get("type").asText()).isEqualTo("user.created");
        assertThat(entry.at("/actor/type").asText()).isEqualTo("scim_token");
        assertThat(entry.at("/actor/id").asText()).isEqualTo(tokenId);
        assertThat(entry.get("ip").asText()).isNotEmpty();
    }

    private static void assertRefused(String path, String operation, String scimType) {
        Api.Answer answer = patch(path, operation);
        assertThat(answer.status()).as(operation + answer.text()).isEqualTo(400);
        assertThat(answer.text("scimType")).as(operation).isEqualTo(scimType);
    }

    private static JsonNode create(String username, String more) {
        return scim.post("/scim/v2/Users", "{%s,\"userName\":\"%s\",%s}".formatted(USER, username, more))
                .expect(201);
    }

    private static JsonNode get(JsonNode user) {
        return scim.get("/scim/v2/Users/" + user.get("id").asText()).expect(200);
    }

    private static Api.Answer patch(String path, String operations) {
        return scim.patch(path, patchOf(operations));
    }

    private static String patchOf(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}"
                .formatted(operations);
    }

    private static int groupsNamed(String name) {
        return scim.get("/scim/v2/Groups?filter=" + encoded("displayName eq \"" + name + "\""))
                .expect(200)
                .get("totalResults")
                .asInt();
    }

    private static List<JsonNode> found(String filter) {
        JsonNode page = scim.get("/scim/v2/Users?filter=" + encoded(filter)).expect(200);
        List<JsonNode> found = new ArrayList<>();
        page.get("Resources").forEach(found::add);
        assertThat(page.get("totalResults").asInt()).isEqualTo(found.size());
        return found;
    }

    private static List<String> members(String path) {
        return scim.get(path).expect(200).path("members").findValuesAsText("value");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
