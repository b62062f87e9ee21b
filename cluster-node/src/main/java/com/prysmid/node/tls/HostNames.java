package com.prysmid.node.tls;

import java.util.Locale;

/** How host names are compared here: DNS names are case-insensitive, and may be written with the root's trailing dot. */
public final class HostNames {

    private HostNames() {}

    /** Lower case, one trailing dot removed. */
    public static String canonical(String hostName) {
        String lower = hostName.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The wildcard that covers a name by RFC 9525 §6.3 (left-most label only), e.g. {@code *.acme.prysm.id}. */
    static String wildcardOf(String canonicalName) {
        int dot = canonicalName.indexOf('.');
        return dot < 0 ? canonicalName : "*" + canonicalName.substring(dot);
    }
}
