package com.prysmid.control.workspaces;

import com.prysmid.control.value.Slug;

/**
 * The issuer a workspace will have, before the data plane has said so.
 *
 * @param domain the product's
 * @param port where workspaces are reached from outside
 */
public record IssuerNaming(String domain, int port) {
    private static final int HTTPS = 443;

    /** The origin, without a trailing slash. */
    public String of(Slug slug) {
        return "https://auth." + slug.text() + "." + domain + (port == HTTPS ? "" : ":" + port);
    }
}
