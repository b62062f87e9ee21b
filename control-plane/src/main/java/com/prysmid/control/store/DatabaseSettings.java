package com.prysmid.control.store;

import com.prysmid.control.value.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The control database and how we reach it: always TLS, with the server's certificate and host name verified.
 *
 * @param host as the server's certificate names it
 * @param authority PEM file of the certificate authority that issued the server's certificate
 * @param connections the pool's size; the control plane writes little
 */
public record DatabaseSettings(
        String host, int port, String name, String user, Secret password, Path authority, int connections) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]+");

    public DatabaseSettings {
        if (!PLAIN.matcher(host).matches() || !PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("database.host and database.name must be plain names");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("database.port must lie between 1 and 65535");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("database.user must be given");
        }
        if (connections < 1 || connections > 64) {
            throw new IllegalArgumentException("database.connections must lie between 1 and 64");
        }
        if (!Files.isReadable(authority)) {
            throw new IllegalArgumentException("the database's certificate authority " + authority + " cannot be read");
        }
    }

    /**
     * The JDBC URL, without user and password. Server error details stay out of exceptions: they repeat bound values. The socket
     * time-out ends waits on a server that vanished without a word.
     */
    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?sslmode=verify-full&sslrootcert="
                + URLEncoder.encode(authority.toAbsolutePath().toString(), StandardCharsets.UTF_8)
                + "&logServerErrorDetail=false&connectTimeout=5&socketTimeout=30&tcpKeepAlive=true"
                + "&ApplicationName=prysm-control";
    }
}
