package com.prysmid.node.running;

import com.prysmid.node.tls.PemFiles;
import com.prysmid.node.tls.ServerIdentity;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A relying party's own server on 127.0.0.1, with a certificate of dev's authority: what URLs of tenants lead to. */
public final class LocalSite implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Function<Request, Page>> pages = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What is answered. */
    public record Page(int status, String contentType, String body) {}

    /** What came in. */
    public record Request(String method, URI uri, Map<String, List<String>> headers, String body) {}

    private LocalSite(HttpsServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static LocalSite start(RunningDev dev) {
        return start(dev, 0);
    }

    /** @param port 0 lets the system choose */
    public static LocalSite start(RunningDev dev, int port) {
        Path tls = dev.data().resolve("tls");
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            // Dev's console has a certificate for 127.0.0.1.
            server.setHttpsConfigurator(new HttpsConfigurator(
                    context(PemFiles.identity(tls.resolve("console.pem"), tls.resolve("console.key")))));
            return new LocalSite(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** → where it is. */
    public URI serve(String path, String contentType, String body) {
        return serve(path, 200, contentType, body);
    }

    /** → where it is. */
    public URI serve(String path, int status, String contentType, String body) {
        return serve(path, request -> new Page(status, contentType, body));
    }

    /** Answers each request by itself → where it is. */
    public URI serve(String path, Function<Request, Page> answer) {
        pages.put(path, answer);
        return uri(path);
    }

    public URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Everything that came in, in order. */
    public List<Request> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            requests.add(request);
            Page page = pages.getOrDefault(
                            exchange.getRequestURI().getPath(), none -> new Page(404, "text/plain", "nothing here"))
                    .apply(request);
            byte[] bytes = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static SSLContext context(ServerIdentity identity) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("site", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
