package com.prysmid.tenant.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The port to the name service. Blocks: asked on threads of the guard's own. */
@FunctionalInterface
public interface HostResolver {

    /** Every address of a name; or of an IP address, itself. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The platform's, with what it reads from {@code /etc/hosts}. */
    static HostResolver platform() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
