package com.prysmid.tenant.crypto.passkey;

import java.net.URI;

/**
 * Whom a passkey is for. One workspace's passkey is good at no other, since their hosts differ.
 *
 * @param origin scheme, host and port, exactly as a browser writes it: the issuer
 */
public record RelyingParty(String origin) {

    /** The RP ID: the origin's host, and no domain above it, which other workspaces would share. */
    public String id() {
        return URI.create(origin).getHost();
    }
}
