package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.testing.DashboardClient;
import com.prysmid.control.tokens.Scope;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, called by everybody: nobody, each role, the owner of another account, and a token of each scope. */
class AccessMatrixIT {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** What an operation asks for, written down a second time: who changes the first has to mean it. */
    private sealed interface Rule {
        record Anybody() implements Rule {}

        record SignedIn() implements Rule {}

        /** @param named whether the path names an account, or a workspace of one */
        record Needs(Scope scope, String role, boolean named) implements Rule {}
    }

    private static final Map<String, Rule> MATRIX = new TreeMap<>();

    static {
        for (String operation :
                List.of("/v1/openapi.json", "/healthz", "/.well-known/security.txt", "/bff/login", "/bff/callback")) {
            MATRIX.put("GET " + operation, new Rule.Anybody());
        }
        for (String operation : List.of(
                "GET /v1/accounts",
                "POST /v1/accounts",
                "POST /v1/accounts/{account}/leave",
                "POST /v1/invitations/accept",
                "GET /bff/session",
                "POST /bff/logout")) {
            MATRIX.put(operation, new Rule.SignedIn());
        }
        needs(Scope.WRITE_WORKSPACES, "admin", false, "POST /v1/workspaces");
        needs(Scope.READ_WORKSPACES, "viewer", false, "GET /v1/workspaces");
        needs(Scope.READ_WORKSPACES, "viewer", true, "GET /v1/workspaces/{slug}", "GET /v1/workspaces/{slug}/config");
        needs(
                Scope.WRITE_WORKSPACES,
                "admin",
                true,
                "POST /v1/workspaces/{slug}/suspend",
                "POST /v1/workspaces/{slug}/resume");
        for (String prefix : List.of("/v1/workspaces/{slug}", "/v1/accounts/{account}")) {
            needs(Scope.READ_MEMBERS, "viewer", true, "GET " + prefix + "/members");
            needs(
                    Scope.WRITE_MEMBERS,
                    "admin",
                    true,
                    "PATCH " + prefix + "/members/{member}",
                    "DELETE " + prefix + "/members/{member}",
                    "GET " + prefix + "/invitations",
                    "POST " + prefix + "/invitations",
                    "DELETE " + prefix + "/invitations/{invitation}");
        }
        needs(Scope.READ_AUDIT, "admin", false, "GET /v1/audit", "GET /v1/audit/export");
        needs(Scope.READ_TOKENS, "admin", false, "GET /v1/tokens");
        needs(Scope.WRITE_TOKENS, "admin", false, "POST /v1/tokens", "DELETE /v1/tokens/{id}");
    }

    private static void needs(Scope scope, String role, boolean named, String... operations) {
        for (String operation : operations) {
            MATRIX.put(operation, new Rule.Needs(scope, role, named));
        }
    }

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static ControlPlane plane;
    private static Members members;
    private static ApiClient operator;
    private static String account = "";

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
        plane = Surroundings.start(world.settings(world.postgres.database("matrix"), Duration.ofSeconds(8)));
        members = new Members(plane, world.authority.certificate());
        operator = world.client(plane);
        account = members.account("owner", "Acme");
        members.join("owner", account, "admin", "admin");
        members.join("owner", account, "viewer", "viewer");
        members.account("stranger", "Other");
        assertThat(members.as("owner")
                        .change(
                                "POST",
                                "/v1/workspaces",
                                "{\"slug\":\"acme\",\"name\":\"Acme\",\"plan\":\"free\",\"owner_email\":\"o@example.com\"}")
                        .status())
                .isEqualTo(202);
    }

    @AfterAll
    static void stop() {
        members.close();
        operator.close();
        plane.close().toCompletableFuture().join();
        world.close();
    }

    @Test
    void everyOperationIsInTheMatrix() {
        Set<String> served = new TreeSet<>();
        operator.get("/v1/openapi.json")
                .body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method.toUpperCase(Locale.ROOT))) {
                        served.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        assertThat(MATRIX.keySet()).isEqualTo(served);
    }

    @Test
    void membersDoWhatTheirRoleSaysInTheirOwnAccountAndSeeNoOther() {
        List<String> roles = List.of("viewer", "admin", "owner");
        MATRIX.forEach((operation, rule) -> {
            for (String role : roles) {
                expect(
                        operation,
                        role,
                        callAs(role, operation),
                        switch (rule) {
                            case Rule.Needs(Scope scope, String needed, boolean named) ->
                                roles.indexOf(role) >= roles.indexOf(needed) ? null : "403 insufficient_role";
                            case Rule.Anybody anybody -> null;
                            case Rule.SignedIn signedIn -> null;
                        });
            }
            expect(
                    operation,
                    "another account's owner",
                    callAs("stranger", operation),
                    rule instanceof Rule.Needs needs && needs.named() ? "404 not_found" : null);
            expect(
                    operation,
                    "a member of nothing",
                    callAs("nobody", operation),
                    rule instanceof Rule.Needs needs
                            ? needs.named()
                                    ? "404 not_found"
                                    : needs.role().equals("viewer") ? null : "403 insufficient_role"
                            : null);
        });
    }

    @Test
    void tokensDoWhatTheirScopesSayInTheirOwnAccountAndStandForNoPerson() {
        Map<Scope, ApiClient> holders = new EnumMap<>(Scope.class);
        List<ApiClient> opened = new ArrayList<>();
        try {
            for (Scope scope : Scope.values()) {
                ApiClient holder = token("owner", "{\"name\":\"one\",\"scopes\":[\"" + scope.wire() + "\"]}");
                holders.put(scope, holder);
                opened.add(holder);
            }
            ApiClient foreign = token("stranger", "{\"name\":\"all\"}");
            opened.add(foreign);
            MATRIX.forEach((operation, rule) -> {
                if (operation.contains("/bff/")) {
                    return;
                }
                holders.forEach((scope, holder) -> expect(
                        operation,
                        "a token for " + scope,
                        call(holder, operation),
                        switch (rule) {
                            case Rule.Needs(Scope needed, String role, boolean named) ->
                                needed == scope ? null : "403 insufficient_scope";
                            case Rule.Anybody anybody -> null;
                            case Rule.SignedIn signedIn -> "403 sign_in_required";
                        }));
                expect(
                        operation,
                        "another account's token",
                        call(foreign, operation),
                        switch (rule) {
                            case Rule.Needs(Scope needed, String role, boolean named) -> named ? "404 not_found" : null;
                            case Rule.Anybody anybody -> null;
                            case Rule.SignedIn signedIn -> "403 sign_in_required";
                        });
                expect(
                        operation,
                        "an operator's token",
                        call(operator, operation),
                        rule instanceof Rule.SignedIn ? "403 sign_in_required" : null);
            });
        } finally {
            opened.forEach(ApiClient::close);
        }
    }

    @Test
    void nobodyDoesAnything() {
        try (ApiClient api = new ApiClient(plane.boundPort(), world.authority.certificate(), null);
                ApiClient app =
                        new ApiClient(DashboardClient.HOST, plane.boundPort(), world.authority.certificate(), null);
                DashboardClient guessed = new DashboardClient(
                        plane.boundPort(), world.authority.certificate(), "x".repeat(43), "y".repeat(43))) {
            MATRIX.forEach((operation, rule) -> {
                boolean open = rule instanceof Rule.Anybody;
                if (!operation.contains("/bff/")) {
                    expect(operation, "nobody", call(api, operation), open ? null : "401 token_required");
                }
                expect(
                        operation,
                        "nobody at the dashboard",
                        call(app, operation),
                        open ? null : "401 sign_in_required");
                expect(
                        operation,
                        "a made-up session",
                        guessed.change(method(operation), path(operation), body(operation)),
                        open ? null : "401 sign_in_required");
            });
        }
    }

    @Test
    void aCookieNeverSpeaksWhereATokenDoesNorAtTheApisOwnHost() {
        String session = members.session("owner");
        MATRIX.forEach((operation, rule) -> {
            if (rule instanceof Rule.Anybody) {
                return;
            }
            try (ApiClient wrong = new ApiClient(
                            DashboardClient.HOST,
                            plane.boundPort(),
                            world.authority.certificate(),
                            "prysm_" + "x".repeat(43));
                    ApiClient api = new ApiClient(plane.boundPort(), world.authority.certificate(), null)) {
                for (ApiClient client : List.of(wrong, api)) {
                    HttpRequest.Builder request = client.request(path(operation))
                            .header("Cookie", "__Host-prysm-console=" + session)
                            .method(method(operation), HttpRequest.BodyPublishers.ofString(body(operation)));
                    Reply reply = client.send(request.header("Content-Type", "application/json"));
                    assertThat(reply.status())
                            .as(operation)
                            .isEqualTo(client == api && operation.contains("/bff/") ? 404 : 401);
                }
            }
        });
    }

    /** @param refusal status and code; null: they are let in, whatever they are told then */
    private static void expect(String operation, String who, Reply reply, @Nullable String refusal) {
        String got = reply.status() + " " + reply.text("code");
        if (refusal == null) {
            boolean stopped = reply.status() == 401
                    || reply.text("code").startsWith("insufficient_")
                    || reply.text("code").equals("sign_in_required")
                    || reply.text("code").equals("anti_forgery")
                    || reply.text("detail").startsWith("There is no workspace")
                    || (reply.text("detail").startsWith("There is no account")
                            && !operation.equals("POST /v1/accounts/{account}/leave"));
            assertThat(stopped).as(operation + " by " + who + ": " + got).isFalse();
        } else {
            assertThat(got).as(operation + " by " + who).isEqualTo(refusal);
        }
    }

    private static Reply callAs(String member, String operation) {
        // A session for each call: one of them ends it.
        try (DashboardClient dashboard = members.dashboard(member)) {
            return method(operation).equals("GET")
                    ? dashboard.get(path(operation))
                    : dashboard.change(method(operation), path(operation), body(operation));
        }
    }

    private static Reply call(ApiClient client, String operation) {
        HttpRequest.Builder request = client.request(path(operation));
        return client.send(
                method(operation).equals("GET")
                        ? request.GET()
                        : request.header("Content-Type", "application/json")
                                .method(method(operation), HttpRequest.BodyPublishers.ofString(body(operation))));
    }

    private static ApiClient token(String member, String wish) {
        JsonNode made = members.as(member).change("POST", "/v1/tokens", wish).body();
        return new ApiClient(
                plane.boundPort(),
                world.authority.certificate(),
                made.path("token").asText());
    }

    private static String method(String operation) {
        return operation.substring(0, operation.indexOf(' '));
    }

    /** Of the account's workspace; of nobody where the call would change what the other calls need. */
    private static String path(String operation) {
        String template = operation.substring(operation.indexOf(' ') + 1);
        return template.replace("{account}", template.endsWith("/leave") ? "acct_" + "0".repeat(32) : account)
                .replace("{slug}", "acme")
                .replaceAll("\\{[a-z]+\\}", "nobodys");
    }

    private static String body(String operation) {
        return method(operation).equals("GET") ? "" : "{}";
    }
}
