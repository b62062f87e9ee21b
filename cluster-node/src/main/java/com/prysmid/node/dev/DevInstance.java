package com.prysmid.node.dev;

import com.prysmid.control.ControlPlane;
import com.prysmid.control.ControlSettings;
import com.prysmid.node.ClusterNode;
import com.prysmid.node.tls.PublicTls;
import com.prysmid.node.tls.ServerIdentity;
import com.prysmid.tenant.schema.TenantDatabase;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.Http;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running {@code prysm dev}: database, cluster, control plane, demo. {@link #close} ends them in the opposite order, and
 * the data directory is free when it returns.
 */
final class DevInstance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevInstance.class);

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final DevOptions options;
    private final DataDirectory data;
    private final Clock clock;
    private final DevMailbox mailbox = new DevMailbox();
    /** What has been started, last first; guarded by this, as {@code closed} is. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private boolean closed;

    /** @param data closed by this instance */
    DevInstance(DevOptions options, DataDirectory data, Clock clock) {
        this.options = options;
        this.data = data;
        this.clock = clock;
        started.push(data);
    }

    /** Starts everything, or nothing. {@link #close} may come from another thread meanwhile. */
    DevReport start() throws DevFailure, InterruptedException {
        try {
            DevReport report = startAll();
            report.write(data.devJson());
            return report;
        } catch (IOException | SQLException e) {
            close();
            throw new DevFailure("cannot start: " + e.getMessage(), e);
        } catch (DevFailure | RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Takes over something that was started; ends it at once where all has been closed in the meantime. */
    private void own(AutoCloseable part) throws DevFailure {
        synchronized (this) {
            if (!closed) {
                started.push(part);
                return;
            }
        }
        end(part);
        throw new DevFailure("stopped while starting");
    }

    private DevReport startAll() throws DevFailure, IOException, SQLException, InterruptedException {
        requireFree(options.port(), "--port");
        requireFree(options.mtlsPort(), "--mtls-port");
        requireFree(options.consolePort(), "--console-port");
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        DevDatabase.stopLeftover(data, binaries);
        if (options.fresh()) {
            data.empty();
        }
        Files.deleteIfExists(data.devJson());

        DevAuthority authority = DevAuthority.open(data.tls(), clock);
        for (InternalName name : InternalName.values()) {
            authority.internal(name);
        }
        DevDatabase database = DevDatabase.start(data, authority, binaries);
        own(database);
        database.install();

        ServerIdentity console = authority.listener(
                "console", List.of("api." + options.domain(), "app." + options.domain(), options.domain()));
        DevCertificates certificates = new DevCertificates(authority, options.domain(), console);
        int issuerPort = options.port() == 0 ? freePort() : options.port();
        int mtlsPort = options.mtlsPort() == 0 ? freePort() : options.mtlsPort();
        DevMailServer mail = DevMailServer.start(authority.internal(InternalName.MAIL), mailbox, clock);
        own(mail);
        ClusterNode first = startNodes(
                new DevNodes(
                        options.domain(),
                        issuerPort,
                        mtlsPort,
                        mail.port(),
                        authority,
                        database,
                        data,
                        options.outbound()),
                certificates);
        int consolePort = startControlPlane(authority, database, first, issuerPort);
        String mailboxUrl = startMailbox(first, certificates);

        String apiUrl = url("api", consolePort);
        String apiToken = apiToken();
        return new DevReport(
                options.domain(),
                issuerPort,
                mtlsPort,
                consolePort,
                first.provisioningAddress().orElseThrow().getPort(),
                apiUrl,
                url("app", consolePort),
                authority.rootFile(),
                apiToken,
                mailboxUrl,
                demo(authority, apiUrl, apiToken, issuerPort));
    }

    private static void requireFree(int port, String flag) throws DevFailure {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.setReuseAddress(true);
        } catch (BindException e) {
            throw new DevFailure(
                    "port " + port + " is busy: stop what listens there, or choose another with " + flag, e);
        } catch (IOException e) {
            throw new DevFailure("port " + port + " cannot be used: choose another with " + flag, e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private ClusterNode startNodes(DevNodes nodes, DevCertificates certificates)
            throws IOException, DevFailure, InterruptedException {
        ClusterNode first = nodes.startWithGateway(certificates);
        own(first);
        first.join(first.address());
        for (int i = 1; i < options.nodes(); i++) {
            ClusterNode next = nodes.start();
            own(next);
            next.join(first.address());
        }
        if (!first.awaitMembers(options.nodes(), START_LIMIT)) {
            throw new DevFailure(
                    "the cluster did not form within " + START_LIMIT.toSeconds() + " s: see " + data.logFile());
        }
        return first;
    }

    private int startControlPlane(DevAuthority authority, DevDatabase database, ClusterNode node, int issuerPort)
            throws IOException, DevFailure {
        Map<String, Object> values = new HashMap<>();
        values.put("domain", options.domain());
        values.put("workspaces-port", issuerPort);
        values.put("bind.host", LOOPBACK);
        values.put("bind.port", options.consolePort());
        values.put("bind.certificate", authority.certificateFile("console").toString());
        values.put("bind.key", authority.keyFile("console").toString());
        values.put("cluster.host", LOOPBACK);
        values.put("cluster.port", 0);
        DevNodes.putFiles(values, "cluster.", authority, InternalName.CONTROL_NODE);
        values.put("database.host", LOOPBACK);
        values.put("database.port", database.port());
        values.put("database.name", TenantDatabase.CONTROL_PLANE);
        values.put("database.user", TenantDatabase.CONTROL);
        values.put("database.password", database.password(TenantDatabase.CONTROL));
        values.put("database.authority", authority.rootFile().toString());
        values.put(
                "data-plane.base-url",
                "https://" + LOOPBACK + ":"
                        + node.provisioningAddress().orElseThrow().getPort());
        DevNodes.putFiles(values, "data-plane.", authority, InternalName.CONTROL_PLANE);
        values.put("admin-api.address", LOOPBACK);
        values.put("admin-api.authority", authority.rootFile().toString());
        // 256 random bits as base64url are a Fernet key.
        Path vaultKey = data.secrets().resolve("vault-key");
        PrivateFiles.secret(vaultKey);
        values.put("vault.keys", vaultKey.toString());
        ControlPlane control = ControlPlane.start(ControlSettings.from(ConfigFactory.parseMap(values)
                        .withFallback(ConfigFactory.defaultReference().getConfig("prysm.control"))))
                .toCompletableFuture()
                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        own(() -> control.close()
                .toCompletableFuture()
                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join());
        control.ensureToken("dev", apiToken())
                .toCompletableFuture()
                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return control.boundPort();
    }

    private String apiToken() throws IOException {
        return "prysm_" + PrivateFiles.secret(data.secrets().resolve("api-token"));
    }

    private String startMailbox(ClusterNode node, DevCertificates certificates) {
        int port = Http.get(node.system())
                .newServerAt(LOOPBACK, 0)
                .enableHttps(PublicTls.server(certificates))
                .bind(mailbox.route())
                .toCompletableFuture()
                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
        return "https://" + LOOPBACK + ":" + port + "/";
    }

    private String url(String host, int port) {
        return "https://" + host + "." + options.domain() + (port == 443 ? "" : ":" + port);
    }

    private DevReport.@Nullable Demo demo(DevAuthority authority, String apiUrl, String apiToken, int issuerPort)
            throws IOException, InterruptedException {
        try (DevClient client = new DevClient(authority.rootCertificate())) {
            return new DemoWorkspace(data, client, apiUrl, apiToken, options.domain(), issuerPort, clock).ensure();
        } catch (DemoWorkspace.Incomplete e) {
            LOG.error("No demo workspace: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> parts;
        synchronized (this) {
            closed = true;
            parts = List.copyOf(started);
            started.clear();
        }
        try {
            Files.deleteIfExists(data.devJson());
        } catch (IOException e) {
            LOG.warn("dev.json stays behind: {}", e.getMessage());
        }
        parts.forEach(DevInstance::end);
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part did not stop in order", e);
        }
    }
}
