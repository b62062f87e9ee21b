package com.prysmid.control.dataplane;

import com.prysmid.control.tls.MutualTls;
import java.net.URI;
import java.time.Duration;

/**
 * Where the provisioning port is and how we prove who we are.
 *
 * @param baseUrl {@code https://host:port}, without a path
 * @param tls our client certificate, and the authority that issued the port's certificate
 * @param timeout for one call, from its start to the last byte of its answer
 */
public record DataPlaneSettings(URI baseUrl, MutualTls tls, Duration timeout) {
    public DataPlaneSettings {
        if (!"https".equals(baseUrl.getScheme())
                || baseUrl.getHost() == null
                || baseUrl.getRawQuery() != null
                || !(baseUrl.getRawPath().isEmpty() || baseUrl.getRawPath().equals("/"))) {
            throw new IllegalArgumentException("data-plane.base-url must be https://host:port");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("data-plane.timeout must be positive");
        }
    }
}
