package com.prysmid.node.dev;

import java.util.List;

/**
 * The internal certificates dev makes, and the names they carry. Each purpose has a name that no other certificate of the
 * same authority shares: that name is what tells a cluster member from the database when both are issued by one CA.
 */
enum InternalName {
    /** A cluster member. No host name in it: Artery compares names with its own certificate, and must match members only. */
    NODE("node", false),
    /** The control plane's own cluster of one. */
    CONTROL_NODE("control-node", false),
    /** The control plane as a client of the provisioning port. */
    CONTROL_PLANE("control-plane", false),
    PROVISIONING("provisioning", true),
    POSTGRES("postgres", true),
    MAIL("mail", true);

    private final String fileName;
    private final boolean reachedByHost;

    /** @param reachedByHost whether clients check the host they connected to */
    InternalName(String fileName, boolean reachedByHost) {
        this.fileName = fileName;
        this.reachedByHost = reachedByHost;
    }

    /** The DNS name that only this purpose's certificate carries. */
    String dnsName() {
        return fileName + ".prysmid.internal";
    }

    String fileName() {
        return fileName;
    }

    List<String> dnsNames() {
        return reachedByHost ? List.of(dnsName(), "localhost") : List.of(dnsName());
    }

    List<String> addresses() {
        return reachedByHost ? List.of("127.0.0.1") : List.of();
    }
}
