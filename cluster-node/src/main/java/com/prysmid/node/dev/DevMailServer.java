package com.prysmid.node.dev;

import com.prysmid.node.tls.ServerIdentity;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail server that dev's nodes send to: it speaks as much SMTP (RFC 5321) over TLS as a sender needs, takes every mail, and puts
 * it into the mailbox instead of sending it on.
 */
final class DevMailServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevMailServer.class);

    private static final int CONNECTIONS = 32;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LONGEST_LINE = 4_096;
    private static final int LARGEST_MAIL = 1 << 20;

    private final SSLServerSocket socket;
    private final DevMailbox mailbox;
    private final Clock clock;
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private DevMailServer(SSLServerSocket socket, DevMailbox mailbox, Clock clock) {
        this.socket = socket;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** On a free port of 127.0.0.1. */
    static DevMailServer start(ServerIdentity identity, DevMailbox mailbox, Clock clock) throws IOException {
        SSLServerSocket socket = (SSLServerSocket) context(identity)
                .getServerSocketFactory()
                .createServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
        DevMailServer server = new DevMailServer(socket, mailbox, clock);
        Thread.ofPlatform().daemon().name("prysm-dev-mail").start(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    private static SSLContext context(ServerIdentity identity) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "server", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("dev's mail server has no TLS", e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (connections.tryAcquire()) {
                    threads.execute(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("Dev's mail server lost a client: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            new Conversation(new BufferedInputStream(client.getInputStream()), client.getOutputStream()).hold();
        } catch (IOException e) {
            LOG.debug("A client of dev's mail server went away: {}", e.getMessage());
        } finally {
            connections.release();
        }
    }

    private final class Conversation {
        private final InputStream in;
        private final OutputStream out;
        private final List<String> recipients = new ArrayList<>();

        private Conversation(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        private void hold() throws IOException {
            say("220 prysm dev");
            while (true) {
                String line = line();
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> {
                        say("250-prysm dev");
                        say("250-8BITMIME");
                        say("250-SMTPUTF8");
                        say("250 SIZE " + LARGEST_MAIL);
                    }
                    case "HELO", "NOOP" -> say("250 ok");
                    case "MAIL", "RSET" -> {
                        recipients.clear();
                        say("250 ok");
                    }
                    case "RCPT" -> {
                        recipients.add(path(line));
                        say("250 ok");
                    }
                    case "DATA" -> data();
                    case "QUIT" -> {
                        say("221 bye");
                        return;
                    }
                    default -> say("500 unknown");
                }
            }
        }

        private void data() throws IOException {
            if (recipients.isEmpty()) {
                say("503 nobody to send it to");
                return;
            }
            say("354 go on");
            ByteArrayOutputStream mail = new ByteArrayOutputStream();
            for (String line = line(); !line.equals("."); line = line()) {
                // RFC 5321 §4.5.2.
                String plain = line.startsWith(".") ? line.substring(1) : line;
                mail.write(plain.getBytes(StandardCharsets.ISO_8859_1));
                mail.write('\r');
                mail.write('\n');
                if (mail.size() > LARGEST_MAIL) {
                    throw new IOException("a mail of more than " + LARGEST_MAIL + " bytes");
                }
            }
            try {
                for (String recipient : recipients) {
                    mailbox.deliver(read(recipient, mail.toByteArray()));
                }
                say("250 taken");
            } catch (MessagingException e) {
                LOG.warn("Dev's mail server cannot read a mail", e);
                say("554 unreadable");
            }
            recipients.clear();
        }

        private DevMailbox.Mail read(String recipient, byte[] bytes) throws MessagingException, IOException {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            String subject = message.getSubject();
            return new DevMailbox.Mail(
                    recipient,
                    subject == null ? "" : subject,
                    text(message, "text/plain"),
                    text(message, "text/html"),
                    clock.instant());
        }

        /** Octets as they came; only what is between angle brackets of a command may be UTF-8 (RFC 6531). */
        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0 || line.length() > LONGEST_LINE) {
                    throw new IOException("no end of a line");
                }
                line.append((char) octet);
            }
            return line.isEmpty() || line.charAt(line.length() - 1) != '\r'
                    ? line.toString()
                    : line.substring(0, line.length() - 1);
        }

        private String path(String line) {
            int from = line.indexOf('<');
            int to = line.indexOf('>', from + 1);
            return from < 0 || to < 0
                    ? ""
                    : new String(
                            line.substring(from + 1, to).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        private void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    /** The first part of that type; empty where there is none. */
    private static String text(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = text(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
