package com.prysmid.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.node.NodeSettings.ProvisioningListener;
import com.prysmid.node.NodeSettings.PublicListener;
import com.prysmid.node.NodeSettings.Role;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NodeSettingsTest {

    @Test
    void pinsEveryDefaultOfTheNode() {
        NodeSettings settings = NodeSettings.with(Map.of());

        assertThat(settings.domain()).isEqualTo("prysmid.example");
        assertThat(settings.roles()).containsExactlyInAnyOrder(Role.WORKSPACE, Role.GATEWAY);
        assertThat(settings.seeds()).isEmpty();
        assertThat(settings.publicListener())
                .isEqualTo(new PublicListener("0.0.0.0", 443, Path.of("/etc/prysmid/tls/public"), 443, 8444, 8444));
        assertThat(settings.provisioning())
                .isEqualTo(new ProvisioningListener(
                        "127.0.0.1",
                        7443,
                        Path.of("/etc/prysmid/tls/provisioning.pem"),
                        Path.of("/etc/prysmid/tls/provisioning.key"),
                        Path.of("/etc/prysmid/tls/ca.pem"),
                        "control-plane.prysmid.internal"));
        assertThat(settings.keyEncryptionKey()).isEqualTo(Path.of("/etc/prysmid/secrets/key-encryption-key.json"));
        assertThat(settings.interactionKeyset()).isEqualTo(Path.of("/etc/prysmid/secrets/interaction-keyset.json"));
        assertThat(settings.outbound().allow())
                .as("nothing private is reachable unless it is named")
                .isEmpty();
        assertThat(settings.outbound().trust()).isEmpty();
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void pinsWhatFailoverAndTransportSecurityDependOn() {
        Config pekko = NodeSettings.with(Map.of()).config().getConfig("pekko");

        assertThat(pekko.getString("remote.artery.transport")).isEqualTo("tls-tcp");
        assertThat(pekko.getString("remote.artery.ssl.rotating-keys-engine.protocol"))
                .isEqualTo("TLSv1.3");
        assertThat(pekko.getString("cluster.split-brain-resolver.active-strategy"))
                .isEqualTo("keep-majority");
        Duration failover = pekko.getDuration("cluster.failure-detector.acceptable-heartbeat-pause")
                .plus(pekko.getDuration("cluster.failure-detector.heartbeat-interval"))
                .plus(pekko.getDuration("cluster.split-brain-resolver.stable-after"))
                .plus(pekko.getDuration("cluster.down-removal-margin"));
        assertThat(failover).isLessThanOrEqualTo(Duration.ofSeconds(7));
        assertThat(pekko.getBoolean("http.server.enable-http2")).isTrue();
        assertThat(pekko.getString("http.server.server-header")).isEmpty();
        assertThat(pekko.getBoolean("cluster.sharding.remember-entities")).isFalse();
        assertThat(pekko.getString("management.http.hostname")).isEqualTo("127.0.0.1");
    }

    @Test
    void aDeploymentsValuesReachPekkoToo() {
        NodeSettings settings = NodeSettings.with(Map.of("prysm.node.artery.port", 7777, "prysm.domain", "prysm.id"));

        assertThat(settings.domain()).isEqualTo("prysm.id");
        assertThat(settings.config().getInt("pekko.remote.artery.canonical.port"))
                .isEqualTo(7777);
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> NodeSettings.with(Map.of("prysm.domain", "Prysm.ID.")))
                .hasMessageContaining("prysm.domain");
        assertThatThrownBy(() -> NodeSettings.with(Map.of("prysm.node.public.port", 70_000)))
                .hasMessageContaining("port");
        assertThatThrownBy(() -> NodeSettings.with(Map.of("prysm.node.public.mtls-alias-port", 443)))
                .hasMessageContaining("mtls-alias-port");
        assertThatThrownBy(() -> NodeSettings.with(Map.of("prysm.node.roles", java.util.List.of())))
                .hasMessageContaining("roles");
    }
}
