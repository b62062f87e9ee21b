package com.prysmid.control;

import com.prysmid.control.tls.ServerIdentity;

/**
 * The public listener.
 *
 * @param port 0 for any free one
 * @param identity valid for {@code api.<domain>} and {@code app.<domain>}
 */
public record BindSettings(String host, int port, ServerIdentity identity) {
    public BindSettings {
        if (host.isBlank() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("bind.host and bind.port must name an address to bind");
        }
    }
}
