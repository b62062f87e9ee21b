package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.dataplane.SchemaReady;
import com.prysmid.control.store.ControlSchema;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.RawClient;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.tls.TlsContexts;
import com.prysmid.control.value.Slug;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every hop of the control plane, tried with what it must refuse. */
class TlsIT {
    private static final Slug SLUG = new Slug("tls-test");

    @TempDir
    static Path directory;

    private static Surroundings world;
    private static DatabaseSettings database;
    private static ControlPlane plane;
    private static RawClient raw;

    @BeforeAll
    static void start() {
        world = new Surroundings(directory.resolve("ours"));
        database = world.postgres.database("tls");
        plane = Surroundings.start(world.settings(database, Duration.ZERO));
        raw = new RawClient(plane.boundPort(), world.authority.certificate());
    }

    @AfterAll
    static void stop() {
        plane.close().toCompletableFuture().join();
        world.close();
    }

    @Test
    void thePublicListenerSpeaksTls13AndRefusesTls12() throws IOException {
        try (SSLSocket socket = raw.socket("TLSv1.3")) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = raw.socket("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void theActorSystemsOwnPortTakesItsOwnCertificateAndNoOther() throws IOException {
        int port = Cluster.get(plane.system()).selfMember().address().getPort().orElseThrow();
        MutualTls foreign =
                TestAuthority.create(directory.resolve("foreign-node")).issue("node", "prysm-control");
        MutualTls untrusted = new MutualTls(foreign.certificate(), foreign.key(), world.authority.certificate());
        MutualTls ours = world.authority.issue("second-node", "prysm-control");
        assertThat(accepted(port, TlsContexts.client(ours))).isTrue();
        assertThat(accepted(port, TlsContexts.client(untrusted))).isFalse();
        assertThat(accepted(
                        port,
                        SSLFactory.builder()
                                .withTrustMaterial(PemUtils.loadTrustMaterial(world.authority.certificate()))
                                .build()
                                .getSslContext()))
                .as("without a certificate")
                .isFalse();
    }

    /** Whether the server keeps the connection. In TLS 1.3 it refuses a client's certificate only after the client is done. */
    private static boolean accepted(int port, SSLContext context) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.startHandshake();
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    @Test
    void theProvisioningPortIsReachedWithOurCertificate() {
        assertThat(call(world.provisioning.baseUrl(), world.authority.issue("good-client", "control-plane")))
                .isInstanceOf(DataPlaneReply.Done.class);
    }

    @Test
    void aClientCertificateOfAnotherAuthorityIsRefused() {
        MutualTls foreign = TestAuthority.create(directory.resolve("foreign")).issue("client", "control-plane");
        int before = world.provisioning.calls();
        assertThat(call(
                        world.provisioning.baseUrl(),
                        new MutualTls(foreign.certificate(), foreign.key(), world.authority.certificate())))
                .isInstanceOf(DataPlaneReply.TryAgain.class);
        assertThat(world.provisioning.calls()).isEqualTo(before);
    }

    @Test
    void aProvisioningPortOfAnotherAuthorityIsNotTrusted() {
        MutualTls ours = world.authority.issue("trusting-client", "control-plane");
        TestAuthority foreign = TestAuthority.create(directory.resolve("foreign-server"));
        int before = world.provisioning.calls();
        assertThat(call(
                        world.provisioning.baseUrl(),
                        new MutualTls(ours.certificate(), ours.key(), foreign.certificate())))
                .isInstanceOf(DataPlaneReply.TryAgain.class);
        assertThat(world.provisioning.calls()).isEqualTo(before);
    }

    @Test
    void aProvisioningPortUnderAnotherNameIsNotTrusted() {
        URI other = URI.create("https://other.prysm.test:" + world.provisioning.port());
        int before = world.provisioning.calls();
        assertThat(call(other, world.authority.issue("naming-client", "control-plane")))
                .isInstanceOf(DataPlaneReply.TryAgain.class);
        assertThat(world.provisioning.calls()).isEqualTo(before);
    }

    @Test
    void aCallerWithoutACertificateIsRefusedByTheProvisioningPort() {
        SSLContext bare = SSLFactory.builder()
                .withTrustMaterial(PemUtils.loadTrustMaterial(world.authority.certificate()))
                .build()
                .getSslContext();
        int before = world.provisioning.calls();
        try (HttpClient http = HttpClient.newBuilder().sslContext(bare).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            world.provisioning.baseUrl().resolve("/provisioning/v1/workspaces/acme"))
                    .build();
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(world.provisioning.calls()).isEqualTo(before);
    }

    @Test
    void aProvisioningPortThatOnlySpeaksTls12IsNotUsed() throws IOException {
        MutualTls server = world.authority.issue("old-server", "old.prysm.test");
        SSLContext old = SSLFactory.builder()
                .withIdentityMaterial(PemUtils.loadIdentityMaterial(server.certificate(), server.key()))
                .withTrustMaterial(PemUtils.loadTrustMaterial(server.authority()))
                .build()
                .getSslContext();
        try (SSLServerSocket listener = (SSLServerSocket)
                old.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setEnabledProtocols(new String[] {"TLSv1.2"});
            Thread accepting = Thread.ofVirtual().start(() -> {
                try (Socket accepted = listener.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException e) {
                    // The handshake is meant to fail.
                }
            });
            assertThat(call(
                            URI.create("https://127.0.0.1:" + listener.getLocalPort()),
                            world.authority.issue("modern-client", "control-plane")))
                    .isInstanceOf(DataPlaneReply.TryAgain.class);
            accepting.interrupt();
        }
    }

    @Test
    void aDatabaseOfAnotherAuthorityOrNameIsNotTrusted() {
        TestAuthority foreign = TestAuthority.create(directory.resolve("foreign-database"));
        DatabaseSettings untrusted = new DatabaseSettings(
                database.host(),
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                foreign.certificate(),
                1);
        assertThatThrownBy(() -> ControlSchema.prepare(untrusted)).isInstanceOf(SQLException.class);
        DatabaseSettings misnamed = new DatabaseSettings(
                "other.prysm.test",
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                database.authority(),
                1);
        assertThatThrownBy(() -> ControlSchema.prepare(misnamed))
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("other.prysm.test");
    }

    private static DataPlaneReply<SchemaReady> call(URI baseUrl, MutualTls tls) {
        try (DataPlaneClient client = new DataPlaneClient(new DataPlaneSettings(baseUrl, tls, Duration.ofSeconds(5)))) {
            return client.createSchema(SLUG, "creation").toCompletableFuture().join();
        }
    }
}
