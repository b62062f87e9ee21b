package com.prysmid.gateway;

import com.prysmid.gateway.guard.LimitSettings;
import com.prysmid.tenant.protocol.PublicOrigin;
import java.nio.file.Path;

/**
 * What the gateway must be told.
 *
 * @param domain            workspaces are at {@code auth.<slug>.<domain>}
 * @param publicPort        the port that browsers see
 * @param mtlsPort          the port at which clients are asked for their certificate (RFC 8705)
 * @param interactionKeyset the Tink keyset that seals interactions; made, readable by its owner only, where absent. All
 *                          nodes of a cluster need the same one
 * @param limits            of what anybody can do
 */
public record GatewaySettings(
        String domain, int publicPort, int mtlsPort, Path interactionKeyset, LimitSettings limits) {
    public GatewaySettings {
        if (domain.isBlank() || publicPort < 1 || publicPort > 65_535 || mtlsPort < 1 || mtlsPort > 65_535) {
            throw new IllegalArgumentException("a domain and two public ports are needed");
        }
    }

    public PublicOrigin origin() {
        return new PublicOrigin(domain, publicPort);
    }

    /** Where the same workspaces are, for clients with a certificate. */
    public PublicOrigin mtlsOrigin() {
        return new PublicOrigin(domain, mtlsPort);
    }
}
