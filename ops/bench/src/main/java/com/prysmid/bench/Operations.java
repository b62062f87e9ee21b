package com.prysmid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What is measured, in the order of the table. */
final class Operations {
    private Operations() {}

    static List<Operation> all(Workspace workspace) {
        AtomicInteger nextUser = new AtomicInteger();
        return List.of(
                get("discovery", "/.well-known/openid-configuration"),
                get("jwks", "/oauth/v2/keys"),
                new Operation(
                        "client_credentials",
                        0,
                        (connection, loop) -> () -> ok(connection.postForm(
                                "/oauth/v2/token",
                                "grant_type=client_credentials&scope=read",
                                "Authorization: " + workspace.machine()))),
                new Operation("introspection", 0, (connection, loop) -> {
                    String token = signIn(connection, workspace, loop)
                            .get("access_token")
                            .asText();
                    return () -> connection
                            .postForm("/oauth/v2/introspect", "token=" + token, "Authorization: " + workspace.machine())
                            .body()
                            .contains("\"active\":true");
                }),
                new Operation("userinfo", 0, (connection, loop) -> {
                    String bearer = "Authorization: Bearer "
                            + signIn(connection, workspace, loop)
                                    .get("access_token")
                                    .asText();
                    return () -> ok(connection.get("/oidc/v1/userinfo", bearer));
                }),
                new Operation("refresh_token", 0, (connection, loop) -> {
                    AtomicReference<String> refresh = new AtomicReference<>(signIn(connection, workspace, loop)
                            .get("refresh_token")
                            .asText());
                    return () -> {
                        JsonNode tokens = Workspace.expect(
                                200,
                                connection.postForm(
                                        "/oauth/v2/token",
                                        "grant_type=refresh_token&client_id=" + workspace.publicClientId()
                                                + "&refresh_token=" + refresh.get()));
                        refresh.set(tokens.get("refresh_token").asText());
                        return true;
                    };
                }),
                new Operation(
                        "sign-in, hash of cost 4",
                        0,
                        (connection, loop) -> () -> new SignIn(
                                        connection,
                                        workspace,
                                        nth(workspace.cheapUsernames(), nextUser.getAndIncrement()))
                                .run()
                                .has("id_token")),
                new Operation(
                        "password sign-in",
                        1,
                        (connection, loop) -> () -> signIn(connection, workspace, nextUser.getAndIncrement())
                                .has("id_token")));
    }

    /** The one of that name. */
    static Operation named(Workspace workspace, String name) {
        return all(workspace).stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Operation get(String name, String path) {
        return new Operation(name, 0, (connection, loop) -> () -> ok(connection.get(path)));
    }

    private static boolean ok(Connection.Response response) {
        return response.status() == 200;
    }

    private static JsonNode signIn(Connection connection, Workspace workspace, int index) throws IOException {
        return new SignIn(connection, workspace, nth(workspace.usernames(), index)).run();
    }

    private static String nth(List<String> names, int index) {
        return names.get(Math.floorMod(index, names.size()));
    }
}
