package com.prysmid.gateway.host;

import com.prysmid.tenant.protocol.Slug;

/** What a request's host comes to. */
public sealed interface HostMatch {
    record Workspace(Slug slug) implements HostMatch {}

    /** A proper host, and not one of ours. */
    record Unknown() implements HostMatch {}

    /** No host, several, or something that is none (RFC 9112 §3.2: 400). */
    record Malformed() implements HostMatch {}
}
