package com.prysmid.gateway;

import com.prysmid.tenant.protocol.PublicOrigin;
import java.nio.file.Path;

/**
 * What the gateway must be told.
 *
 * @param domain            workspaces are at {@code auth.<slug>.<domain>}
 * @param publicPort        the port that browsers see
 * @param interactionKeyset the Tink keyset that seals interactions; made, readable by its owner only, where absent. All
 *                          nodes of a cluster need the same one
 */
public record GatewaySettings(String domain, int publicPort, Path interactionKeyset) {
    public GatewaySettings {
        if (domain.isBlank() || publicPort < 1 || publicPort > 65_535) {
            throw new IllegalArgumentException("a domain and a public port are needed");
        }
    }

    public PublicOrigin origin() {
        return new PublicOrigin(domain, publicPort);
    }
}
