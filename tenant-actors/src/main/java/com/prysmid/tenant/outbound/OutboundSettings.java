package com.prysmid.tenant.outbound;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code prysm.outbound} says; the reasons stand in {@code reference.conf}.
 *
 * @param allow     networks that may be reached although they are private or special
 * @param trust     a PEM file of authorities to trust besides the platform's
 * @param timeLimit of a whole call
 */
public record OutboundSettings(
        List<Cidr> allow,
        Optional<Path> trust,
        Duration timeLimit,
        int atOnce,
        int atOncePerWorkspace,
        int waitingPerWorkspace) {

    public OutboundSettings {
        allow = List.copyOf(allow);
        if (!timeLimit.isPositive() || atOnce < 1 || atOncePerWorkspace < 1 || waitingPerWorkspace < 0) {
            throw new IllegalArgumentException("prysm.outbound leaves no room for a single call");
        }
    }

    /** @param config the section {@code prysm.outbound} */
    public static OutboundSettings from(Config config) {
        String trust = config.getString("trust");
        return new OutboundSettings(
                config.getStringList("allow").stream().map(Cidr::parse).toList(),
                trust.isBlank() ? Optional.empty() : Optional.of(Path.of(trust)),
                config.getDuration("time-limit"),
                config.getInt("at-once"),
                config.getInt("at-once-per-workspace"),
                config.getInt("waiting-per-workspace"));
    }
}
