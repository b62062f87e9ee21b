package com.prysmid.node.running;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An app's own server at 127.0.0.1, with a certificate of dev's authority; answers as it is told to, 200 otherwise. */
public final class AppServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    /** One request. */
    public record Got(String method, URI target, String contentType, String body, int answeredWith) {}

    private AppServer(HttpsServer server) {
        this.server = server;
    }

    /** @param port 0 for a free one */
    public static AppServer start(Path devData, int port) throws IOException, GeneralSecurityException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(identity(devData.resolve("tls"))));
        AppServer server = new AppServer(https);
        https.createContext("/", server::answer);
        https.setExecutor(server.threads);
        https.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String uri(String path) {
        return "https://127.0.0.1:" + port() + path;
    }

    /** The statuses of the next answers. */
    public void answerWith(Integer... statuses) {
        answers.addAll(java.util.List.of(statuses));
    }

    /** The next request that came or comes. */
    public Got next() throws InterruptedException {
        Got next = got.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request came");
        }
        return next;
    }

    /** Whether nothing has come that was not taken, and nothing comes for a while. */
    public boolean isQuietFor(Duration time) throws InterruptedException {
        return got.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Integer told = answers.poll();
            int status = told == null ? 200 : told;
            got.add(new Got(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    body,
                    status));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static SSLContext identity(Path directory) throws IOException, GeneralSecurityException {
        Certificate certificate;
        try (InputStream pem = Files.newInputStream(directory.resolve("console.pem"))) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        String key = Files.readString(directory.resolve("console.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey privateKey = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("app", privateKey, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }
}
