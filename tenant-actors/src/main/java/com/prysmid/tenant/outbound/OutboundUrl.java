package com.prysmid.tenant.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that may be fetched, as far as its text tells: https, no user information, no fragment, a host that everybody reads
 * the same way. What the host resolves to is judged when it is fetched.
 *
 * @param host   a domain name in lower case, or an IP address without brackets
 * @param target path and query, as they were written
 */
public record OutboundUrl(String host, int port, String target) {
    private static final int LIMIT = 2_000;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;
    private static final int NAME_LIMIT = 253;

    /**
     * RFC 1123 §2.1 without the trailing dot. The last label begins with a letter, so that no number in whatever base is taken
     * for a name.
     */
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** Empty where it is none. */
    public static Optional<OutboundUrl> parse(String text) {
        // java.net.URI takes characters beyond ASCII; RFC 3986 does not.
        if (text.length() > LIMIT || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            return Optional.empty();
        }
        int port = uri.getPort() == -1 ? HTTPS : uri.getPort();
        if (port < 1 || port > LAST_PORT) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return host(uri.getHost()).map(host -> new OutboundUrl(host, port, target));
    }

    private static Optional<String> host(String written) {
        if (written.startsWith("[") && written.endsWith("]")) {
            String inside = written.substring(1, written.length() - 1);
            return AddressLiteral.parse(inside).map(InetAddress::getHostAddress);
        }
        String host = written.toLowerCase(Locale.ROOT);
        boolean plain = host.length() <= NAME_LIMIT && NAME.matcher(host).matches();
        return plain || AddressLiteral.parse(host).isPresent() ? Optional.of(host) : Optional.empty();
    }

    /** For the {@code Host} header (RFC 9112 §3.2): the port is left out where it is the scheme's own. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == HTTPS ? name : name + ":" + port;
    }
}
