package com.prysmid.node.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A dev instance in a process of its own, on free ports and a data directory of its own. */
public final class RunningDev implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    /** Where every dev of this JVM believes Apple to be: nobody is there until a test is. */
    private static final int APPLE_PORT = freePort();

    private static @Nullable RunningDev shared;

    private final Path data;
    private final Process process;
    private final JsonNode dev;
    private final SSLContext tls;

    private RunningDev(Path data, Process process, JsonNode dev, SSLContext tls) {
        this.data = data;
        this.process = process;
        this.dev = dev;
        this.tls = tls;
    }

    /** One for all tests of this JVM; tests keep apart by making workspaces of their own. Ends with the JVM. */
    public static synchronized RunningDev shared() {
        if (shared == null) {
            try {
                Path data = Files.createTempDirectory("prysm-it");
                RunningDev started = start(data);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    started.close();
                    delete(data);
                }));
                shared = started;
            } catch (IOException | InterruptedException | GeneralSecurityException e) {
                throw new IllegalStateException("dev did not start", e);
            }
        }
        return shared;
    }

    /** @param arguments further ones of {@code prysm dev} */
    public static RunningDev start(Path data, String... arguments)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.deleteIfExists(data.resolve("dev.json"));
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Process process = launch(data, log, arguments);
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(data.resolve("dev.json"))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly().waitFor();
                throw new IOException("dev did not get ready:\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
        JsonNode dev = JSON.readTree(data.resolve("dev.json").toFile());
        return new RunningDev(
                data, process, dev, trusting(Path.of(dev.get("ca_cert").asText())));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process alone, for tests that want it to fail. */
    public static Process launch(Path data, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx1g",
                "-Dprysm.upstream.apple=https://127.0.0.1:" + APPLE_PORT,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.prysmid.node.dev.DevMain",
                "--data",
                data.toString()));
        List<String> given = List.of(arguments);
        for (String port : List.of("--port", "--mtls-port", "--console-port")) {
            if (!given.contains(port)) {
                command.addAll(List.of(port, "0"));
            }
        }
        command.addAll(given);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    public String domain() {
        return dev.get("domain").asText();
    }

    public int workspacePort() {
        return dev.get("workspace_port").asInt();
    }

    /** Of the listener that asks for client certificates. */
    public int mtlsPort() {
        return dev.get("mtls_port").asInt();
    }

    public String apiUrl() {
        return dev.get("api_url").asText();
    }

    public String apiToken() {
        return dev.get("api_token").asText();
    }

    public String mailboxUrl() {
        return dev.get("mailbox_url").asText();
    }

    /** Where it believes Apple to be. */
    int applePort() {
        return APPLE_PORT;
    }

    /** The whole of {@code dev.json}. */
    public JsonNode description() {
        return dev;
    }

    /** A browser at this origin: a workspace's, or the dashboard's. */
    public Browser browser(String origin) {
        return new Browser(tls, origin);
    }

    /** Trusts dev's own authority and nobody else. */
    public SSLContext tls() {
        return tls;
    }

    /** Dev's own authority, which issued what its listeners show. */
    X509Certificate authority() {
        try (InputStream pem = Files.newInputStream(Path.of(dev.get("ca_cert").asText()))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Path data() {
        return data;
    }

    public Process process() {
        return process;
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "dev", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
