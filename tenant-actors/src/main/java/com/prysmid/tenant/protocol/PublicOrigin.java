package com.prysmid.tenant.protocol;

import java.net.URI;

/**
 * Under which domain and port the workspaces are reached; makes issuers.
 *
 * @param port the public port; 443 is left out of origins
 */
public record PublicOrigin(String domain, int port) {
    /** {@code https://auth.<slug>.<domain>[:port]}, no trailing slash (OpenID Connect Core §2 {@code iss}). */
    public String issuer(Slug slug) {
        return "https://" + host(slug) + (port == 443 ? "" : ":" + port);
    }

    public URI issuerUri(Slug slug) {
        return URI.create(issuer(slug));
    }

    public String host(Slug slug) {
        return "auth." + slug.value() + "." + domain;
    }
}
