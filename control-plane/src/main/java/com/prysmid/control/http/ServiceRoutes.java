package com.prysmid.control.http;

import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the service says of itself: its OpenAPI 3.1 document, that it serves, and where weaknesses are reported. */
final class ServiceRoutes {
    /** Written by hand, next to the code; a test holds it against the table of operations. */
    static final String OPENAPI = "/control/openapi.json";

    private static final String SECURITY_TEXT = "/.well-known/security.txt";

    /** RFC 9116 §2.5.5 wants less than a year; whoever keeps a copy asks again in time. */
    private static final int SECURITY_TEXT_DAYS = 180;

    private final byte[] openapi = openapi();
    private final String apiHost;
    private final URI securityContact;
    private final Clock clock;

    ServiceRoutes(String apiHost, URI securityContact, Clock clock) {
        this.apiHost = apiHost;
        this.securityContact = securityContact;
        this.clock = clock;
    }

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
                        "/healthz",
                        Access.ANYBODY,
                        Content.NONE,
                        call -> CompletableFuture.completedStage(Answer.json(200, Map.of("status", "ok")))),
                new Operation(
                        "GET",
                        SECURITY_TEXT,
                        Access.ANYBODY,
                        Content.NONE,
                        call -> CompletableFuture.completedStage(
                                HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, securityText()))));
    }

    /** RFC 9116. */
    private String securityText() {
        Instant expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(SECURITY_TEXT_DAYS, ChronoUnit.DAYS);
        return """
                Contact: %s
                Expires: %s
                Preferred-Languages: en, es, pt
                Canonical: https://%s%s
                """.formatted(securityContact, expires, apiHost, SECURITY_TEXT);
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
