package com.prysmid.node.dev;

import com.prysmid.tenant.outbound.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the URLs of dev's tenants may lead, and whom they trust there: servers of this machine, by dev's own authority.
 *
 * @param allow networks such as {@code 127.0.0.0/8}
 * @param authority a PEM file of authorities to trust besides dev's own
 */
record DevOutbound(List<String> allow, @Nullable Path authority) {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    DevOutbound {
        allow = List.copyOf(allow);
        allow.forEach(Cidr::parse);
    }

    static DevOutbound standard() {
        return new DevOutbound(LOOPBACK, null);
    }

    /** @param allow networks with commas between; {@code none}; or null for the default */
    static DevOutbound parse(@Nullable String allow, @Nullable Path authority) {
        try {
            return new DevOutbound(allow == null ? LOOPBACK : networks(allow), authority);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--outbound-allow: " + e.getMessage(), e);
        }
    }

    private static List<String> networks(String text) {
        return text.equals("none")
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    /** @param file where the authorities to trust are put together */
    void put(Map<String, Object> values, DevAuthority own, Path file) throws IOException {
        String trusted = Files.readString(own.rootFile());
        if (authority != null) {
            trusted += System.lineSeparator() + Files.readString(authority);
        }
        Files.writeString(file, trusted);
        values.put("prysm.outbound.allow", allow);
        values.put("prysm.outbound.trust", file.toString());
    }
}
