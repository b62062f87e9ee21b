package com.prysmid.tenant.mail;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code prysm.mail} says; the reasons stand in {@code reference.conf}.
 *
 * @param host     empty: no mail is sent, and what is owed waits
 * @param login    to say who we are; empty: the server takes mail from us as it is
 * @param from     the address mails come from, and where those that cannot be delivered return to
 * @param trust    a PEM file of authorities to trust besides the platform's
 * @param patience for each answer of the server
 * @param atOnce   connections of this node
 */
public record PostSettings(
        String host,
        int port,
        Security security,
        Optional<Login> login,
        String from,
        Optional<Path> trust,
        Duration patience,
        int atOnce) {

    /** How TLS begins; there is no way without. */
    public enum Security {
        /** RFC 3207, asked for before anything else; a server that does not offer it gets no mail. */
        STARTTLS,
        /** From the first byte (RFC 8314 §3.3). */
        TLS
    }

    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }

    public PostSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("prysm.mail.port is no port: " + port);
        }
        if (atOnce < 1 || !patience.isPositive()) {
            throw new IllegalArgumentException("prysm.mail leaves no room for a single mail");
        }
        if (MailAddress.parse(from).filter(address -> !address.needsUtf8()).isEmpty()) {
            throw new IllegalArgumentException("prysm.mail.from is not a mail address");
        }
    }

    /** @param config the section {@code prysm.mail} */
    public static PostSettings from(Config config) {
        String trust = config.getString("trust");
        String user = config.getString("user");
        return new PostSettings(
                config.getString("host").strip(),
                config.getInt("port"),
                Security.valueOf(config.getString("security").toUpperCase(Locale.ROOT)),
                user.isBlank()
                        ? Optional.empty()
                        : Optional.of(new Login(user, read(Path.of(config.getString("password-file"))))),
                config.getString("from"),
                trust.isBlank() ? Optional.empty() : Optional.of(Path.of(trust)),
                config.getDuration("patience"),
                config.getInt("at-once"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("prysm.mail.password-file cannot be read", e);
        }
    }
}
