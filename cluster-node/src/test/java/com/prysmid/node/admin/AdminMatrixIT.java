package com.prysmid.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route of the served description, asked by everybody. What each role may is written down here once more, by the first
 * segment of the path: a route that the table does not know, or that the description gives to others, fails.
 */
class AdminMatrixIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final String OWNER = "workspace.owner";
    private static final String ADMIN = "workspace.admin";
    private static final String USER_MANAGER = "workspace.user_manager";
    private static final String AUDITOR = "workspace.auditor";

    private static final String OPERATOR = "workspace.operator";

    private static final Set<String> OPERATION = Set.of(OWNER, ADMIN, OPERATOR);
    private static final Set<String> WORKSPACE = Set.of(OWNER, ADMIN);
    private static final Set<String> USERS = Set.of(OWNER, ADMIN, USER_MANAGER);
    private static final Set<String> AUDIT = Set.of(OWNER, ADMIN, AUDITOR);

    /** Nobody's by role: it is served to everybody. */
    private static final String DESCRIPTION = "openapi.json";

    private static final Map<String, Set<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("audit", AUDIT),
            Map.entry("branding", OPERATION),
            Map.entry("idps", WORKSPACE),
            Map.entry("keys", WORKSPACE),
            Map.entry("projects", WORKSPACE),
            Map.entry("registration-tokens", WORKSPACE),
            Map.entry("scim-tokens", WORKSPACE),
            Map.entry("service-accounts", WORKSPACE),
            Map.entry("users", USERS),
            Map.entry("workspace", OPERATION)));

    private static TestWorkspace workspace;
    private static JsonNode description;
    /** By role; under the empty name one with no role. */
    private static final Map<String, Api> CALLERS = new LinkedHashMap<>();

    /** @param roles as the description has them */
    private record Route(String method, String path, List<String> roles, boolean forEverybody) {
        String resource() {
            return path.substring("/admin/v1/".length()).split("/", 2)[0];
        }

        /** Of things that there are not, with a body that is none: so nothing is changed by whoever may. */
        Api.Answer askedBy(Api caller) {
            String concrete = path.replaceAll("\\{[a-z_]+}", "none-of-these-00");
            boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(method);
            return caller.send(method, concrete, hasBody ? "[]" : "");
        }
    }

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(DEV, "matrix");
        description = workspace.admin().get("/admin/v1/openapi.json").expect(200);
        CALLERS.put("", AdminClients.withRoles(workspace));
        for (String role : List.of(OWNER, ADMIN, USER_MANAGER, AUDITOR, OPERATOR)) {
            CALLERS.put(role, AdminClients.withRoles(workspace, role));
        }
    }

    @Test
    void theDescriptionGivesEachRouteToWhomTheTableSays() {
        List<Route> routes = routes().toList();
        assertThat(routes).hasSizeGreaterThan(40);
        for (Route route : routes) {
            if (route.resource().equals(DESCRIPTION)) {
                assertThat(route.forEverybody()).isTrue();
                continue;
            }
            assertThat(ALLOWED).as("a row for " + route).containsKey(route.resource());
            assertThat(route.forEverybody()).as(route.toString()).isFalse();
            assertThat(route.roles())
                    .as(route.toString())
                    .containsExactlyInAnyOrderElementsOf(ALLOWED.getOrDefault(route.resource(), Set.of()));
        }
    }

    @Test
    void everyRoleGetsEverywhereWhatTheTableSays() {
        routes().filter(route -> !route.resource().equals(DESCRIPTION)).forEach(route -> {
            Set<String> allowed = ALLOWED.getOrDefault(route.resource(), Set.of());
            CALLERS.forEach((role, caller) -> {
                // A route that makes keys for whoever may ask is asked only by whoever may not.
                if (allowed.contains(role) && changesWithoutBody(route)) {
                    return;
                }
                int status = route.askedBy(caller).status();
                String asked = role + " " + route.method() + " " + route.path() + " → " + status;
                if (allowed.contains(role)) {
                    assertThat(status).as(asked).isNotIn(401, 403).isLessThan(500);
                } else {
                    assertThat(status).as(asked).isEqualTo(403);
                }
            });
        });
    }

    @Test
    void whoBringsNoTokenOfThisWorkspaceGetsNowhere() throws Exception {
        TestWorkspace other = TestWorkspace.create(DEV, "matrixother");
        Map<String, Api> strangers = new LinkedHashMap<>();
        strangers.put("nobody", new Api(DEV.tls(), workspace.issuer(), null));
        strangers.put("garbage", new Api(DEV.tls(), workspace.issuer(), "e30.e30.e30"));
        strangers.put("another workspace's owner", new Api(DEV.tls(), workspace.issuer(), other.adminToken()));
        String own = workspace.adminToken();
        strangers.put(
                "a broken signature",
                new Api(DEV.tls(), workspace.issuer(), own.substring(0, own.length() - 8) + "AAAAAAAA"));
        JsonNode scim = workspace
                .admin()
                .post("/admin/v1/scim-tokens", "{\"name\":\"x\"}")
                .expect(201);
        strangers.put(
                "a SCIM token",
                new Api(DEV.tls(), workspace.issuer(), scim.get("token").asText()));
        routes().filter(route -> !route.resource().equals(DESCRIPTION))
                .forEach(route -> strangers.forEach(
                        (who, caller) -> assertThat(route.askedBy(caller).status())
                                .as(who + " " + route)
                                .isEqualTo(401)));
    }

    /** A user who signs in to some app has a token of this workspace, and it is not one for running it. */
    @Test
    void anEndUsersTokenIsNotOneForRunningTheWorkspace() throws Exception {
        Api user = new Api(
                DEV.tls(),
                workspace.issuer(),
                SignedIn.prepare(workspace, "end.user")
                        .tokens()
                        .getAccessToken()
                        .getValue());
        routes().filter(route -> !route.resource().equals(DESCRIPTION))
                .forEach(route -> assertThat(route.askedBy(user).status())
                        .as(route.toString())
                        .isEqualTo(403));
    }

    /** Provisioning is for who manages users, too. */
    @Test
    void whoManagesUsersMayProvisionAndNobodyElse() {
        CALLERS.forEach((role, caller) -> {
            for (String path : List.of("/scim/v2/Users", "/scim/v2/Groups", "/scim/v2/Users/none-of-these-00")) {
                int status = caller.get(path).status();
                if (USERS.contains(role)) {
                    assertThat(status).as(role + path).isIn(200, 404);
                } else {
                    assertThat(status).as(role + path).isEqualTo(403);
                }
            }
        });
    }

    private static boolean changesWithoutBody(Route route) {
        return route.path().equals("/admin/v1/keys/rotate");
    }

    private static Stream<Route> routes() {
        List<Route> routes = new ArrayList<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    List<String> roles = new ArrayList<>();
                    operation.getValue().path("x-roles").forEach(role -> roles.add(role.asText()));
                    routes.add(new Route(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            roles,
                            operation.getValue().path("security").isEmpty()));
                }));
        return routes.stream();
    }
}
