package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.prysmid.node.dev.DevClient.Answer;
import com.prysmid.node.tls.PemFiles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing, as {@code ./prysm dev} starts it, on ports of its own. */
final class DevInstanceIT {

    @TempDir
    private Path directory;

    private DevOptions options(int port, boolean fresh, int nodes) {
        return new DevOptions(
                directory.resolve("data"), fresh, "prysm.localhost", port, 0, 0, nodes, DevOutbound.standard());
    }

    private DevInstance instance(DevOptions options) throws Exception {
        return new DevInstance(options, DataDirectory.open(options.data()), Clock.systemUTC());
    }

    @Test
    void makesWorkspacesOverTheControlPlaneAndGoesOnWhereItStopped() throws Exception {
        String issuer;
        try (DevInstance dev = instance(options(0, false, 2))) {
            DevReport report = dev.start();
            JsonNode written = new ObjectMapper()
                    .readTree(directory.resolve("data/dev.json").toFile());
            assertThat(written.path("api_url").asText()).isEqualTo(report.apiUrl());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("data/dev.json"))))
                    .isEqualTo("rw-------");
            JsonNode acme = create(report, "acme");
            issuer = acme.path("issuer").asText();
            assertThat(issuer).isEqualTo("https://auth.acme.prysm.localhost:" + report.workspacePort());
        }
        assertThat(directory.resolve("data/dev.json")).doesNotExist();
        assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();

        try (DevInstance dev = instance(options(0, false, 1))) {
            DevReport report = dev.start();
            JsonNode acme = get(report, "/v1/workspaces/acme");
            assertThat(acme.path("status").asText()).isEqualTo("active");
            JsonNode config = get(report, "/v1/workspaces/acme/config");
            assertThat(config.path("key_ids")).hasSize(2);
        }
    }

    @Test
    void aBusyPortIsNamedAndNothingStaysBehind() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DevInstance dev = instance(options(busy.getLocalPort(), false, 1))) {
            assertThatThrownBy(dev::start)
                    .isInstanceOf(DevFailure.class)
                    .hasMessageContaining("port " + busy.getLocalPort() + " is busy")
                    .hasMessageContaining("--port")
                    .hasMessageNotContaining("\n");
            DataDirectory.open(directory.resolve("data")).close();
        }
    }

    private static JsonNode create(DevReport report, String slug) throws Exception {
        try (DevClient client = client(report)) {
            Answer made = client.send(
                    "POST",
                    report.apiUrl() + "/v1/workspaces",
                    headers(report),
                    "{\"slug\":\"" + slug + "\",\"name\":\"Acme\",\"plan\":\"pro\",\"owner_email\":\"o@example.com\"}");
            assertThat(made.status()).as(made.body().toString()).isEqualTo(202);
            return made.body();
        }
    }

    private static JsonNode get(DevReport report, String path) throws Exception {
        try (DevClient client = client(report)) {
            Answer answer = client.send("GET", report.apiUrl() + path, headers(report), "");
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            return answer.body();
        }
    }

    private static DevClient client(DevReport report) throws Exception {
        return new DevClient(PemFiles.certificates(report.caCertificate()).getFirst());
    }

    private static Map<String, String> headers(DevReport report) {
        return Map.of("Authorization", "Bearer " + report.apiToken(), "Content-Type", "application/json");
    }
}
