package com.prysmid.tenant.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on 127.0.0.1 that begins in the clear, offers STARTTLS or does not, and answers as a test wants. */
final class MailServer implements AutoCloseable {
    private final SSLContext tls;
    private final boolean offersTls;
    private final ServerSocket socket;
    /** What it answers to a verb, where that is not yes. */
    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** Every line that it was told, over all connections; a mail's own lines among them. */
    final List<String> heard = new CopyOnWriteArrayList<>();
    /** Those which it was told in the clear. */
    final List<String> overheard = new CopyOnWriteArrayList<>();

    MailServer(SSLContext tls, boolean offersTls) {
        this.tls = tls;
        this.offersTls = offersTls;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            if (converse(plain, false)) {
                SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
                secured.setUseClientMode(false);
                converse(secured, true);
            }
        } catch (IOException gone) {
            // What was heard is heard.
        }
    }

    /** → whether TLS begins now. */
    private boolean converse(Socket client, boolean secured) throws IOException {
        // One reader for each side of the handshake: nothing is sent before the server has said go on.
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        if (!secured) {
            say(client, "220 test");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            (secured ? heard : overheard).add(line);
            String verb = line.split("[ :]", 2)[0];
            String told = answers.get(verb);
            if (told != null && !verb.equals("DATA.")) {
                say(client, told);
                continue;
            }
            switch (verb) {
                case "EHLO" ->
                    say(client, !secured && offersTls ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 8BITMIME");
                case "STARTTLS" -> {
                    say(client, "220 go on");
                    return true;
                }
                case "DATA" -> {
                    say(client, "354 go on");
                    for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
                        heard.add(text);
                    }
                    say(client, answers.getOrDefault("DATA.", "250 taken"));
                }
                case "QUIT" -> {
                    say(client, "221 bye");
                    return false;
                }
                default -> say(client, "250 ok");
            }
        }
        return false;
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
