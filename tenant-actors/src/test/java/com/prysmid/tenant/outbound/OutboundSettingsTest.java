package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboundSettingsTest {

    @Test
    void pinsEveryDefault() {
        assertThat(OutboundSettings.from(ConfigFactory.load().getConfig("prysm.outbound")))
                .isEqualTo(new OutboundSettings(List.of(), Optional.empty(), Duration.ofSeconds(5), 128, 4, 32));
    }

    @Test
    void readsWhatADeploymentSays() {
        OutboundSettings settings = OutboundSettings.from(
                ConfigFactory.parseString("allow = [\"10.0.0.0/8\", \"fd00::/8\"], trust = /etc/ca.pem")
                        .withFallback(ConfigFactory.load().getConfig("prysm.outbound")));
        assertThat(settings.allow()).containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));
        assertThat(settings.trust()).contains(Path.of("/etc/ca.pem"));
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThatThrownBy(() -> OutboundSettings.from(ConfigFactory.parseString("allow = [\"10.0.0.0\"]")
                        .withFallback(ConfigFactory.load().getConfig("prysm.outbound"))))
                .hasMessageContaining("10.0.0.0/8");
    }
}
