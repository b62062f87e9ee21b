package com.prysmid.control;

import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.operating.AdminApiSettings;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.ApiClient;
import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestPostgres;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.tls.ServerIdentity;
import com.prysmid.control.tokens.ApiToken;
import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.vault.VaultSettings;
import com.prysmid.control.workspaces.BackOff;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One authority, one Postgres and one provisioning server, and control planes started among them. */
final class Surroundings implements AutoCloseable {
    static final String TOKEN = "prysm_" + "t".repeat(43);
    static final Sha256 TOKEN_DIGEST = new ApiToken(new Secret(TOKEN)).digest();

    final TestAuthority authority;
    final TestPostgres postgres;
    final ProvisioningServer provisioning;
    private final ServerIdentity api;
    private final MutualTls artery;
    private final MutualTls dataPlane;
    private final VaultSettings vault;

    Surroundings(Path directory) {
        authority = TestAuthority.create(directory);
        postgres = TestPostgres.start(authority);
        provisioning = ProvisioningServer.start(authority.issue("provisioning", "provisioning.prysm.test"));
        api = authority.issueServer("api", "api.prysm.test", "app.prysm.test", "other.prysm.test");
        artery = authority.issue("artery", "prysm-control");
        dataPlane = authority.issue("control-plane", "control-plane");
        vault = new VaultSettings(List.of(TestVault.keyFile(directory, "vault.keys")));
    }

    ControlSettings settings(DatabaseSettings database, Duration creationWait) {
        return settings(database, creationWait, provisioning.baseUrl(), dataPlane);
    }

    /** With other keys in the vault. */
    ControlSettings settings(DatabaseSettings database, VaultSettings keys) {
        return settings(database, Duration.ofSeconds(8), provisioning.baseUrl(), dataPlane, keys);
    }

    ControlSettings settings(DatabaseSettings database, Duration creationWait, URI provisioningUrl, MutualTls client) {
        return settings(database, creationWait, provisioningUrl, client, vault);
    }

    private ControlSettings settings(
            DatabaseSettings database,
            Duration creationWait,
            URI provisioningUrl,
            MutualTls client,
            VaultSettings keys) {
        return new ControlSettings(
                "prysm.test",
                8443,
                creationWait,
                new BindSettings("127.0.0.1", 0, api),
                new ClusterSettings("127.0.0.1", 0, artery),
                database,
                new DataPlaneSettings(provisioningUrl, client, Duration.ofSeconds(5)),
                new AdminApiSettings(
                        Optional.of(authority.certificate()), Optional.of("127.0.0.1"), Duration.ofSeconds(2)),
                keys,
                new BackOff(Duration.ofMillis(50), Duration.ofMillis(400), 0.2),
                Optional.of(TOKEN_DIGEST),
                URI.create("mailto:security@prysm.test"),
                // Nobody answers for workspaces here: people are signed in without a browser.
                new DashboardSettings(false, Optional.empty()));
    }

    static ControlPlane start(ControlSettings settings) {
        return ControlPlane.start(settings).toCompletableFuture().join();
    }

    /** A control plane whose actor system can be {@link #kill}ed. */
    static ControlPlane startMortal(ControlSettings settings) {
        return ControlPlane.start(
                        settings,
                        ConfigFactory.parseString("pekko.coordinated-shutdown.run-by-actor-system-terminate = off"))
                .toCompletableFuture()
                .join();
    }

    /** Ends the actor system without leaving the cluster, without waiting for requests or for the saga. */
    static void kill(ControlPlane plane) {
        plane.system().terminate();
        plane.system().getWhenTerminated().toCompletableFuture().join();
    }

    ApiClient client(ControlPlane plane) {
        return new ApiClient(plane.boundPort(), authority.certificate(), TOKEN);
    }

    @Override
    public void close() {
        provisioning.close();
        postgres.close();
    }
}
