package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.node.tls.ClientCertificateTls;
import com.prysmid.node.tls.MutualTls;
import com.prysmid.node.tls.PublicTls;
import com.prysmid.node.tls.ServerIdentity;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes of the JDK's client with the listeners as pekko-http runs them. */
final class ListenerTlsIT {

    @TempDir
    private static Path directory;

    private static ActorSystem<Void> system;
    private static DevAuthority authority;
    private static DevAuthority stranger;
    private static int publicPort;
    private static int mtlsPort;
    private static int provisioningPort;

    @BeforeAll
    static void listen() throws Exception {
        system = ActorSystem.create(
                Behaviors.empty(),
                "tls",
                ConfigFactory.parseResources("node/http.conf").withFallback(ConfigFactory.load()));
        authority = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());
        stranger = DevAuthority.open(directory.resolve("stranger"), Clock.systemUTC());
        DevCertificates certificates = new DevCertificates(
                authority, "prysm.localhost", authority.listener("console", List.of("prysm.localhost")));
        publicPort = bind(PublicTls.server(certificates), settings -> settings);
        mtlsPort = bind(ClientCertificateTls.server(certificates), ClientCertificateTls::tellingCertificates);
        provisioningPort = bind(
                MutualTls.server(
                        authority.internal(InternalName.PROVISIONING),
                        List.of(authority.rootCertificate()),
                        InternalName.CONTROL_PLANE.dnsName()),
                settings -> settings);
    }

    private static int bind(HttpsConnectionContext tls, UnaryOperator<ServerSettings> adapted) throws Exception {
        return Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .enableHttps(tls)
                .adaptSettings(adapted::apply)
                .bindSync(request -> HttpResponse.create().withEntity("hello " + told(request)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .localAddress()
                .getPort();
    }

    private static String told(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession)
                .map(session -> {
                    try {
                        return session.getSession().getPeerPrincipal().getName();
                    } catch (SSLPeerUnverifiedException e) {
                        return "nobody";
                    }
                })
                .orElse("untold");
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void choosesTheCertificateByTheNameTheClientAsksForWhateverItsCase() throws Exception {
        try (SSLSocket acme = connect(trusting(), publicPort, "auth.acme.prysm.localhost");
                SSLSocket globex = connect(trusting(), publicPort, "AUTH.Globex.Prysm.Localhost")) {
            assertThat(subject(acme)).isEqualTo("CN=auth.acme.prysm.localhost");
            assertThat(subject(globex)).isEqualTo("CN=auth.globex.prysm.localhost");
            assertThat(acme.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void noSessionIsResumedSoNoneCrossesFromOneHostToAnother() throws Exception {
        SSLContext client = trusting();
        try (SSLSocket first = connect(client, publicPort, "auth.acme.prysm.localhost")) {
            get(first);
            Thread.sleep(5);
            try (SSLSocket second = connect(client, publicPort, "auth.acme.prysm.localhost")) {
                // A resumed session keeps the creation time of the one it resumes.
                assertThat(second.getSession().getCreationTime())
                        .isGreaterThan(first.getSession().getCreationTime());
            }
        }
    }

    @Test
    void anUnknownNameGetsTheDefaultCertificateAndNothingIsIssuedForIt() throws Exception {
        for (String name : List.of(
                "auth.acme.evil.example",
                "auth.a.b.prysm.localhost",
                "auth.acme.prysm.localhost.evil.example",
                "acme.prysm.localhost")) {
            try (SSLSocket socket = connect(trusting(), publicPort, name)) {
                assertThat(subject(socket)).as(name).isEqualTo("CN=prysm.localhost");
            }
        }
    }

    @Test
    void refusesTls12OnEveryListener() {
        for (int port : List.of(publicPort, mtlsPort, provisioningPort)) {
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = open(trusting(), port, "auth.acme.prysm.localhost")) {
                            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                            socket.startHandshake();
                        }
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void offersHttp2AndHttp11() throws Exception {
        for (String protocol : List.of("h2", "http/1.1")) {
            for (int port : List.of(publicPort, mtlsPort)) {
                try (SSLSocket socket = open(trusting(), port, "auth.acme.prysm.localhost")) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {protocol});
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
                }
            }
        }
    }

    @Test
    void onlyTheSecondListenerAsksForACertificateAndItTakesOneOfAnybody() throws Exception {
        SSLContext client =
                MutualTls.clientContext(stranger.internal(InternalName.NODE), List.of(authority.rootCertificate()));
        try (SSLSocket asked = connect(client, mtlsPort, "auth.acme.prysm.localhost");
                SSLSocket notAsked = connect(client, publicPort, "auth.acme.prysm.localhost")) {
            assertThat(subject(asked)).isEqualTo("CN=auth.acme.prysm.localhost");
            assertThat(get(asked))
                    .endsWith("hello CN=" + InternalName.NODE.dnsNames().getFirst());
            // What was presented; nothing is without a CertificateRequest.
            assertThat(asked.getSession().getLocalCertificates()).hasSize(1);
            assertThat(get(notAsked)).endsWith("hello untold");
            assertThat(notAsked.getSession().getLocalCertificates()).isNull();
        }
    }

    @Test
    void theSecondListenerAdmitsAClientWithoutACertificate() throws Exception {
        try (SSLSocket socket = connect(trusting(), mtlsPort, "auth.acme.prysm.localhost")) {
            assertThat(get(socket)).startsWith("HTTP/1.1 200").endsWith("hello nobody");
        }
    }

    @Test
    void theCertificateIsToldOverHttp2Too() throws Exception {
        SSLContext client =
                MutualTls.clientContext(stranger.internal(InternalName.NODE), List.of(authority.rootCertificate()));
        try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
            java.net.http.HttpResponse<String> answer = http.send(
                    java.net.http.HttpRequest.newBuilder(
                                    URI.create("https://auth.acme.prysm.localhost:" + mtlsPort + "/"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body())
                    .isEqualTo("hello CN=" + InternalName.NODE.dnsNames().getFirst());
        }
    }

    @Test
    void theProvisioningPortAdmitsTheControlPlane() throws Exception {
        SSLContext controlPlane = MutualTls.clientContext(
                authority.internal(InternalName.CONTROL_PLANE), List.of(authority.rootCertificate()));
        try (SSLSocket socket = connect(controlPlane, provisioningPort, "localhost")) {
            assertThat(get(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void theProvisioningPortRefusesAClientWithoutACertificate() {
        assertRefused(trusting());
    }

    @Test
    void theProvisioningPortRefusesTheRightNameOfAnotherAuthority() throws Exception {
        assertRefused(MutualTls.clientContext(
                stranger.internal(InternalName.CONTROL_PLANE), List.of(authority.rootCertificate())));
    }

    @Test
    void theProvisioningPortRefusesAnotherNameOfTheRightAuthority() throws Exception {
        for (InternalName other : List.of(InternalName.NODE, InternalName.POSTGRES, InternalName.PROVISIONING)) {
            assertRefused(MutualTls.clientContext(authority.internal(other), List.of(authority.rootCertificate())));
        }
        // The name in the subject, but not among the alternative names, counts for nothing.
        ServerIdentity browserFacing = authority.issue("auth.acme.prysm.localhost", DevAuthority.newEcKey());
        assertRefused(MutualTls.clientContext(browserFacing, List.of(authority.rootCertificate())));
    }

    private static void assertRefused(SSLContext client) {
        // In TLS 1.3 the client's handshake ends before the server has judged its certificate: the first read tells.
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(client, provisioningPort, "localhost")) {
                        String answer = get(socket);
                        if (answer.isEmpty()) {
                            throw new SSLException("closed without an answer");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static SSLContext trusting() {
        return MutualTls.clientContext(List.of(authority.rootCertificate()));
    }

    private static SSLSocket open(SSLContext client, int port, String serverName) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(new Socket(InetAddress.getLoopbackAddress(), port), "127.0.0.1", port, true);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static SSLSocket connect(SSLContext client, int port, String serverName) throws IOException {
        SSLSocket socket = open(client, port, serverName);
        socket.startHandshake();
        return socket;
    }

    private static String get(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }
}
