package com.prysmid.control.operating;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How workspaces' public origins are reached from here.
 *
 * @param authority PEM file of the only authority whose certificates count; empty: those that the JVM trusts, as any client of a
 *     public origin does
 * @param address where to connect instead of to what the origin's name resolves to: for development, and behind a load balancer
 *     with an inner address. The certificate is checked for the origin's name all the same
 * @param timeout for one request, from its start to the last byte of its answer
 */
public record AdminApiSettings(Optional<Path> authority, Optional<String> address, Duration timeout) {
    public AdminApiSettings {
        authority.ifPresent(file -> {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("the certificate authority file " + file + " cannot be read");
            }
        });
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("admin-api.timeout must be positive");
        }
    }
}
