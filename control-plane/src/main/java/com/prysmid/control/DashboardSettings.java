package com.prysmid.control;

import java.net.URI;
import java.util.Optional;

/**
 * The dashboard at {@code app.<domain>}.
 *
 * @param signIn whether members can sign in: then the first start makes the workspace {@code console}
 * @param origin what browsers call it; empty: {@code https://app.<domain>} with the port that is bound
 */
public record DashboardSettings(boolean signIn, Optional<URI> origin) {
    public DashboardSettings {
        origin.ifPresent(given -> {
            if (!"https".equals(given.getScheme())
                    || given.getHost() == null
                    || !given.equals(URI.create("https://" + given.getRawAuthority()))) {
                throw new IllegalArgumentException("dashboard.origin must be an https: URI of host and port only");
            }
        });
    }
}
