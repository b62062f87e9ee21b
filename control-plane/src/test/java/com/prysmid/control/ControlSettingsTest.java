package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.operating.AdminApiSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSettingsTest {
    @TempDir
    Path directory;

    private String given = "";

    @BeforeEach
    void files() throws IOException {
        Path pem = Files.createFile(directory.resolve("x.pem"));
        given = """
                domain = example.com
                bind { certificate = "$", key = "$" }
                cluster { certificate = "$", key = "$", authority = "$" }
                database { host = db.internal, password = hush, authority = "$" }
                vault.keys = "$"
                data-plane { base-url = "https://node.internal:9444", certificate = "$", key = "$", authority = "$" }
                """.replace("$", pem.toString());
    }

    @Test
    void everyDefaultIsAsDocumented() {
        ControlSettings settings = ControlSettings.from(config(""));
        assertThat(settings.workspacesPort()).isEqualTo(443);
        assertThat(settings.creationWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.bind().host()).isEqualTo("0.0.0.0");
        assertThat(settings.bind().port()).isEqualTo(443);
        assertThat(settings.cluster().host()).isEqualTo("127.0.0.1");
        assertThat(settings.cluster().port()).isEqualTo(25620);
        assertThat(settings.database().port()).isEqualTo(5432);
        assertThat(settings.database().name()).isEqualTo("prysm_control_plane");
        assertThat(settings.database().user()).isEqualTo("prysm_control");
        assertThat(settings.database().connections()).isEqualTo(4);
        assertThat(settings.dataPlane().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.adminApi())
                .isEqualTo(new AdminApiSettings(Optional.empty(), Optional.empty(), Duration.ofSeconds(3)));
        assertThat(settings.retry().shortest()).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.retry().longest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.retry().jitter()).isEqualTo(0.2);
        assertThat(settings.bootstrapTokenSha256()).isEmpty();
        assertThat(settings.securityContact()).hasToString("mailto:security@example.com");
        assertThat(settings.dashboard()).isEqualTo(new DashboardSettings(true, Optional.empty()));
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(ControlSettings.from(config("")).toString()).doesNotContain("hush");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refused("domain = \"Example.com\"");
        refused("domain = \"example.com.\"");
        refused("workspaces-port = 0");
        refused("creation-wait = 1 minute");
        refused("data-plane.base-url = \"http://node.internal\"");
        refused("data-plane.base-url = \"https://node.internal/path\"");
        refused("data-plane.timeout = 0 s");
        refused("database.host = \"db?sslmode=disable\"");
        refused("database.connections = 0");
        refused("bind.certificate = /nowhere/at/all.pem");
        refused("bootstrap-token-sha256 = short");
        refused("retry.jitter = 2");
        refused("security-contact = \"http://example.com\"");
        refused("security-contact = \"security@example.com\"");
        refused("dashboard.origin = \"http://app.example.com\"");
        refused("dashboard.origin = \"https://app.example.com/path\"");
        refused("vault.keys = []");
        refused("admin-api.timeout = 0 s");
        refused("admin-api.authority = /nowhere/at/all.pem");
        refused("vault.keys = /nowhere/at/all.keys");
    }

    @Test
    void theVaultsKeysAreAFileOrAListOfThemInOrder() throws IOException {
        Path second = Files.createFile(directory.resolve("second.keys"));
        Path first = directory.resolve("x.pem");
        assertThat(ControlSettings.from(config("")).vault().keyFiles()).containsExactly(first);
        assertThat(ControlSettings.from(config("vault.keys = [\"" + second + "\", \"" + first + "\"]"))
                        .vault()
                        .keyFiles())
                .containsExactly(second, first);
        assertThatThrownBy(() -> ControlSettings.from(config("").withoutPath("vault")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vault.keys must name a file of Fernet keys, or a list of such files");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> ControlSettings.from(config("").withoutPath("domain")))
                .isInstanceOf(ConfigException.Missing.class)
                .hasMessageContaining("domain");
    }

    private void refused(String setting) {
        assertThatThrownBy(() -> ControlSettings.from(config(setting))).isInstanceOf(IllegalArgumentException.class);
    }

    private Config config(String more) {
        return ConfigFactory.parseString(more)
                .withFallback(ConfigFactory.parseString(given))
                .withFallback(ConfigFactory.parseResources("reference.conf").getConfig("prysm.control"));
    }
}
