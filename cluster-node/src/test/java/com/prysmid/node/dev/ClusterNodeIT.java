package com.prysmid.node.dev;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.ClusterNode;
import com.prysmid.node.NodeRoutes;
import com.prysmid.node.NodeSettings;
import com.prysmid.node.health.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members in one JVM, joined over Artery's mutual TLS. */
final class ClusterNodeIT {

    private static final Duration JOIN = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private DevAuthority authority;
    private final List<ClusterNode> started = new java.util.ArrayList<>();

    @BeforeEach
    void issue() throws Exception {
        authority = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());
    }

    @AfterEach
    void killAll() {
        started.forEach(ClusterNode::kill);
    }

    @Test
    void twoNodesWithMembersCertificatesJoinAndOneIsReadyUntilItDrains() throws Exception {
        ClusterNode first = start("node", Map.of("prysm.node.drain", "1500ms"));
        ClusterNode second = start("node", Map.of());
        first.join(first.address());
        second.join(first.address());

        assertThat(second.awaitMembers(2, JOIN)).isTrue();
        URI ready = health(first, "/ready");
        assertThat(status(ready)).isEqualTo(200);
        assertThat(status(health(first, "/alive"))).isEqualTo(200);

        Thread closing = Thread.ofPlatform().start(first::close);
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (status(ready) == 200 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        // Not ready any more, but still there: the load balancer has the time to go elsewhere.
        assertThat(status(ready)).isEqualTo(500);
        assertThat(status(health(first, "/alive"))).isEqualTo(200);
        closing.join(30_000);
        assertThat(closing.isAlive()).isFalse();
        // It left: the other one did not have to find it unreachable.
        end = System.nanoTime() + JOIN.toNanos();
        while (members(second) > 1 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(members(second)).isEqualTo(1);
        assertThat(Readiness.get(second.system()).accepting()).isTrue();
    }

    @Test
    void aCertificateOfTheSameAuthorityWithAnotherNameCannotJoin() throws Exception {
        ClusterNode first = start("node", Map.of());
        first.join(first.address());
        assertThat(first.awaitMembers(1, JOIN)).isTrue();

        ClusterNode database = start("postgres", Map.of());
        database.join(first.address());

        assertThat(database.awaitMembers(1, Duration.ofSeconds(6))).isFalse();
        assertThat(first.awaitMembers(2, Duration.ofMillis(100))).isFalse();
    }

    private ClusterNode start(String certificate, Map<String, ?> more) throws IOException {
        authority.internal(InternalName.valueOf(certificate.toUpperCase(java.util.Locale.ROOT)));
        authority.internal(InternalName.PROVISIONING);
        Map<String, Object> values = new HashMap<>(Map.of(
                "prysm.node.artery.port",
                0,
                "prysm.node.artery.certificate",
                authority.certificateFile(certificate).toString(),
                "prysm.node.artery.key",
                authority.keyFile(certificate).toString(),
                "prysm.node.artery.authority",
                authority.rootFile().toString(),
                "prysm.node.public.host",
                "127.0.0.1",
                "prysm.node.public.port",
                0,
                "prysm.node.management.port",
                0));
        values.put("prysm.node.public.mtls-port", 0);
        values.put("prysm.node.provisioning.port", 0);
        values.put(
                "prysm.node.provisioning.certificate",
                authority.certificateFile("provisioning").toString());
        values.put(
                "prysm.node.provisioning.key", authority.keyFile("provisioning").toString());
        values.put("prysm.node.provisioning.authority", authority.rootFile().toString());
        values.put("prysm.node.drain", "0s");
        values.put("pekko.coordinated-shutdown.exit-jvm", "off");
        values.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        values.putAll(more);
        DevCertificates certificates = new DevCertificates(
                authority, "prysm.localhost", authority.listener("console", List.of("prysm.localhost")));
        ClusterNode node = ClusterNode.start(
                NodeSettings.with(values),
                certificates,
                system -> new NodeRoutes(request -> answer(), complete("own")));
        started.add(node);
        return node;
    }

    private static CompletionStage<HttpResponse> answer() {
        return CompletableFuture.completedStage(HttpResponse.create());
    }

    private static int members(ClusterNode node) {
        int count = 0;
        for (Member member : Cluster.get(node.system()).state().getMembers()) {
            assertThat(member.status()).isNotEqualTo(MemberStatus.down());
            count++;
        }
        return count;
    }

    private static URI health(ClusterNode node, String path) {
        return node.managementUri().resolve(path);
    }

    private static int status(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
