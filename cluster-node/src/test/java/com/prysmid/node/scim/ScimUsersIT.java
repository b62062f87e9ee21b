package com.prysmid.node.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users by SCIM (RFC 7643 §4.1), also in the dialects of Entra and Okta. */
class ScimUsersIT {
    private static final RunningDev DEV = RunningDev.shared();

    private static ScimDirectory directory;
    private static TestWorkspace workspace;
    private static Api scim;

    @BeforeAll
    static void start() {
        directory = ScimDirectory.create(DEV, "scimusers");
        workspace = directory.workspace();
        scim = directory.api();
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
                "%s":{"employeeNumber":"701984","department":"Tours","manager":{"value":"26118915"}}}""".formatted(ScimDirectory.USER, TestWorkspace.PASSWORD, ScimDirectory.ENTERPRISE);
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
        assertThat(user.get(ScimDirectory.ENTERPRISE).get("employeeNumber").asText())
                .isEqualTo("701984");
        assertThat(user.get(ScimDirectory.ENTERPRISE).at("/manager/value").asText())
                .isEqualTo("26118915");
        assertThat(directory.get(user)).as("entity and answer say the same").isEqualTo(user);
        assertThat(directory.found("userName eq \"FULL@example.com\"").getFirst())
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
        String id = directory
                .create(
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
            assertThat(directory.found(filter))
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
            assertThat(directory.found(filter)).as(filter).isEmpty();
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
            api.post("/scim/v2/Users", "{%s,\"userName\":\"page%d\"}".formatted(ScimDirectory.USER, i))
                    .expect(201);
        }
        List<String> seen = new ArrayList<>();
        for (int start = 1; start <= 5; start += 2) {
            for (String filter : List.of("", "&filter=" + ScimDirectory.encoded("userName sw \"page\""))) {
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
                        "{%s,\"userName\":\"kept2\",\"emails\":[{\"value\":\"kept@example.com\"}]}"
                                .formatted(ScimDirectory.USER))
                .expect(200);
        JsonNode user = workspace.admin().get("/admin/v1/users/" + id).expect(200);
        assertThat(user.get("username").asText()).isEqualTo("kept2");
        assertThat(user.get("email_verified").asBoolean()).isTrue();
        assertThat(user.get("nickname").isNull()).isTrue();
        assertThat(user.get("gender").asText()).isEqualTo("x");
        assertThat(user.get("groups")).hasSize(1);
        assertThat(user.get("attributes").toString()).isEqualTo("{\"own\":\"1\"}");
        // The name of before is free.
        directory.create("kept", "\"displayName\":\"Another\"");
    }

    @Test
    void entraSpeaksInCapitalsAndText() {
        String path = "/scim/v2/Users/"
                + directory.create("entra", "\"active\":true").get("id").asText();
        JsonNode user =
                directory.patch(path, """
                {"op":"Add","path":"emails[type eq \\"work\\"].value","value":"work@entra.example"},
                {"op":"Replace","path":"active","value":"False"},
                {"op":"Replace","path":"displayName","value":"New Name"},
                {"op":"Add","path":"name.givenName","value":"Given"},
                {"op":"Add","path":"phoneNumbers[type eq \\"mobile\\"].value","value":"+4930123456"},
                {"op":"Add","path":"addresses[type eq \\"work\\"].country","value":"DE"},
                {"op":"Add","path":"%1$s:department","value":"Sales"},
                {"op":"Add","path":"%1$s:manager","value":"boss-1"},
                {"op":"Add","value":{"nickName":"Nick","name.familyName":"Family","unknown":1,"%1$s:costCenter":"7"}}""".formatted(ScimDirectory.ENTERPRISE)).expect(200);
        assertThat(user.at("/emails/0/value").asText()).isEqualTo("work@entra.example");
        assertThat(user.get("active").asBoolean()).isFalse();
        assertThat(user.get("displayName").asText()).isEqualTo("New Name");
        assertThat(user.at("/name/givenName").asText()).isEqualTo("Given");
        assertThat(user.at("/name/familyName").asText()).isEqualTo("Family");
        assertThat(user.at("/phoneNumbers/0/type").asText()).isEqualTo("mobile");
        assertThat(user.at("/addresses/0/country").asText()).isEqualTo("DE");
        assertThat(user.get(ScimDirectory.ENTERPRISE).toString())
                .isEqualTo("{\"costCenter\":\"7\",\"department\":\"Sales\",\"manager\":{\"value\":\"boss-1\"}}");
        assertThat(user.get("nickName").asText()).isEqualTo("Nick");

        JsonNode again = directory.patch(path, """
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
        String id = directory.create("locked.one", "\"active\":true").get("id").asText();
        String admin = "/admin/v1/users/" + id;
        workspace.admin().post(admin + "/lock", "").expect(200);
        assertThat(directory
                        .patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"value\":{\"active\":true}}")
                        .expect(200)
                        .get("active")
                        .asBoolean())
                .isTrue();
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("locked");
        directory
                .patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
                .expect(200);
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("deactivated");
        directory
                .patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":true}")
                .expect(200);
        assertThat(workspace.admin().get(admin).expect(200).get("state").asText())
                .isEqualTo("locked");
    }

    @Test
    void versionsKeepWhatOthersChanged() {
        JsonNode user = directory.create("versioned", "\"displayName\":\"V\"");
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
        assertThat(scim.put(path, "{%s,\"userName\":\"v2\"}".formatted(ScimDirectory.USER), "If-Match", version)
                        .status())
                .isEqualTo(412);
        scim.delete(path).expect(204);
        assertThat(scim.get(path).status()).isEqualTo(404);
    }

    @Test
    void manyChangesAtOnceLoseNone() throws Exception {
        String path = "/scim/v2/Users/"
                + directory.create("parallel", "\"active\":true").get("id").asText();
        List<String> fields = List.of("nickName", "title", "userType");
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (String field : fields) {
                all.add(pool.submit(() -> directory
                        .patch(path, "{\"op\":\"add\",\"path\":\"%s\",\"value\":\"of %s\"}".formatted(field, field))
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
    void aNameIsTakenOnce() {
        directory.create("taken", "\"active\":true");
        Api.Answer again = scim.post("/scim/v2/Users", "{%s,\"userName\":\"TAKEN\"}".formatted(ScimDirectory.USER));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("scimType")).isEqualTo("uniqueness");
    }

    @Test
    void whoHasARoleOverTheWorkspaceIsNotATokensToChange() {
        String id = directory.create("the.boss", "\"active\":true").get("id").asText();
        workspace
                .admin()
                .put(
                        "/admin/v1/users/" + id + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.admin\"]}")
                .expect(200);
        String path = "/scim/v2/Users/" + id;
        assertThat(directory
                        .patch(path, "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"mine from now on\"}")
                        .status())
                .isEqualTo(403);
        assertThat(scim.put(path, "{%s,\"userName\":\"mine\"}".formatted(ScimDirectory.USER))
                        .status())
                .isEqualTo(403);
        assertThat(scim.delete(path).status()).isEqualTo(403);
        scim.get(path).expect(200);
    }
}
