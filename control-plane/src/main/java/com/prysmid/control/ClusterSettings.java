package com.prysmid.control;

import com.prysmid.control.tls.MutualTls;

/**
 * The actor system's own transport, Artery over mutual TLS. It is a cluster of one node for now, which joins itself.
 *
 * @param port 0 for any free one
 * @param tls RSA only, and issued directly by the authority: the transport's rotating engine takes no other
 */
public record ClusterSettings(String host, int port, MutualTls tls) {
    public ClusterSettings {
        if (host.isBlank() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("cluster.host and cluster.port must name an address to bind");
        }
    }
}
