package com.prysmid.control.http;

import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the service says of itself: its OpenAPI 3.1 document and that it serves. */
final class ServiceRoutes {
    /** Written by hand, next to the code; a test holds it against the table of operations. */
    static final String OPENAPI = "/control/openapi.json";

    private final byte[] openapi = openapi();

    List<Operation> operations() {
        return List.of(
                new Operation(
                        "GET",
                        "/v1/openapi.json",
                        Access.ANYBODY,
                        Content.NONE,
                        call -> CompletableFuture.completedStage(
                                HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, openapi))),
                new Operation(
                        "GET",
                        "/health",
                        Access.ANYBODY,
                        Content.NONE,
                        call -> CompletableFuture.completedStage(Answer.json(200, Map.of("status", "ok")))));
    }

    private static byte[] openapi() {
        try (InputStream resource = ServiceRoutes.class.getResourceAsStream(OPENAPI)) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its resource " + OPENAPI);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the program's resource " + OPENAPI + " cannot be read", e);
        }
    }
}
