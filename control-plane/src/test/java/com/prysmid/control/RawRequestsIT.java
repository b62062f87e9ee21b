package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no proper client would send, written by hand. */
class RawRequestsIT {
    @TempDir
    static Path directory;

    private static Surroundings world;
    private static ControlPlane plane;
    private static RawClient raw;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory);
        plane = Surroundings.start(world.settings(world.postgres.database("raw"), Duration.ZERO));
        raw = new RawClient(plane.boundPort(), world.authority.certificate());
    }

    @AfterAll
    static void stop() {
        plane.close().toCompletableFuture().join();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.prysm.test.evil.example",
                "xapi.prysm.test",
                "api.prysm.test.",
                "api.prysm.testx",
                "prysm.test",
                "localhost",
                "127.0.0.1"
            })
    void aHostThatOnlyLooksLikeOursIsNotServed(String host) throws IOException {
        assertThat(raw.exchange("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void theHostIsComparedWithoutCaseAndWithItsPort() throws IOException {
        assertThat(raw.exchange("GET /healthz HTTP/1.1\r\nHost: API.prysm.test:" + plane.boundPort()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void twoHostHeadersOrNoneAreRefused() throws IOException {
        assertThat(
                        raw.exchange(
                                "GET /healthz HTTP/1.1\r\nHost: api.prysm.test\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw.exchange("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%zz", "limit=%", "cursor=%ff%fe", "=", "&&", "limit", "limit=1&limit=x"})
    void aQueryThatCannotBeReadIsInvalidAndNoFailureOfOurs(String query) throws IOException {
        String answer = raw.exchange(
                "GET /v1/workspaces?" + query + " HTTP/1.1\r\nHost: api.prysm.test\r\nAuthorization: Bearer "
                        + Surroundings.TOKEN + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.substring(0, 12)).isIn("HTTP/1.1 422", "HTTP/1.1 400");
        assertThat(answer).doesNotContain("Exception").doesNotContain("org.apache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/workspaces/..%2f",
                "/v1/workspaces/%00",
                "/v1/workspaces/a%2fb",
                "//v1/workspaces",
                "/v1/workspaces/",
                "https://evil.example/v1/workspaces"
            })
    void aPathThatIsNotOneOfOursIsNotFound(String path) throws IOException {
        String answer = raw.exchange("GET " + path + " HTTP/1.1\r\nHost: api.prysm.test\r\nAuthorization: Bearer "
                + Surroundings.TOKEN + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.substring(0, 12)).isIn("HTTP/1.1 404", "HTTP/1.1 400");
    }
}
