package com.prysmid.node.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code prysm dev} was asked for.
 *
 * @param data everything that outlives the process
 * @param fresh whether the data directory is emptied first
 * @param domain workspaces live at {@code auth.<slug>.<domain>}
 * @param port of the workspaces; 0 takes a free one, as it does for the other two
 * @param mtlsPort of the workspaces' second listener, which asks for client certificates
 * @param consolePort of {@code api.<domain>} and {@code app.<domain>}
 * @param nodes cluster nodes in this JVM; the first one answers browsers, the others run workspaces
 * @param outbound where URLs that tenants name may lead
 */
record DevOptions(
        Path data,
        boolean fresh,
        String domain,
        int port,
        int mtlsPort,
        int consolePort,
        int nodes,
        DevOutbound outbound) {

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
    private static final int MOST_NODES = 9;
    private static final int LAST_PORT = 65_535;

    DevOptions {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("--domain takes a host name in lower case, such as prysm.localhost");
        }
        for (int one : List.of(port, mtlsPort, consolePort)) {
            if (one < 0 || one > LAST_PORT) {
                throw new IllegalArgumentException("a port is between 1 and " + LAST_PORT);
            }
        }
        if (mtlsPort != 0 && (mtlsPort == port || mtlsPort == consolePort)) {
            throw new IllegalArgumentException("--mtls-port takes a port of its own: " + mtlsPort + " is taken");
        }
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("--nodes takes 1 to " + MOST_NODES);
        }
    }
}
