package com.prysmid.tenant.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on 127.0.0.1 that says what a test wants, in raw bytes. One connection, one request. */
final class LocalServer implements AutoCloseable {

    /** Writes the answer; returns to close the connection. */
    interface Script {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script script;

    /** @param tls null: in the clear */
    LocalServer(@Nullable SSLContext tls, Script script) {
        this.script = script;
        try {
            InetAddress loopback = AddressLiteral.parse("127.0.0.1").orElseThrow();
            this.socket = tls == null
                    ? new ServerSocket(0, 50, loopback)
                    : tls.getServerSocketFactory().createServerSocket(0, 50, loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static Script says(String status, String headers, String body) {
        return out -> out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
    }

    static Script saysJson(String body) {
        return says("200 OK", "Content-Type: application/json\r\n", body);
    }

    void now(Script next) {
        script = next;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Request line and headers of each, in order. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder request = new StringBuilder();
            int body = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    body = Integer.parseInt(line.substring(15).strip());
                }
            }
            for (int i = 0; i < body; i++) {
                request.append((char) in.read());
            }
            requests.add(request.toString());
            script.answer(client.getOutputStream());
            client.getOutputStream().flush();
        } catch (IOException gone) {
            // The other side went away, which is what many of these tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
