package com.prysmid.tenant.crypto;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The URI of a request, in the one spelling that equal URIs share (RFC 3986 sections 6.2.2 and 6.2.3): case of scheme, host and
 * escapes, needless escapes, dot segments, the default port, and an empty path make no difference; everything else does.
 *
 * @param text without query and fragment, which RFC 9449 section 4.3 leaves out of the comparison
 */
record TargetUri(String text) {

    private static final int MAX_CHARACTERS = 2_048;

    /** Empty for what is not an absolute http or https URI, or says who the user is. */
    static Optional<TargetUri> parse(String text) {
        // java.net.URI takes characters beyond ASCII, RFC 3986 does not.
        if (text.length() > MAX_CHARACTERS || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text).parseServerAuthority();
            return uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null
                    ? Optional.empty()
                    : defaultPort(uri.getScheme().toLowerCase(Locale.ROOT))
                            .map(port -> new TargetUri(normalized(uri, port)));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> Optional.of(443);
            case "http" -> Optional.of(80);
            default -> Optional.empty();
        };
    }

    private static String normalized(URI uri, int defaultPort) {
        String port = uri.getPort() < 0 || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
        String path = escapes(uri.normalize().getRawPath());
        return uri.getScheme().toLowerCase(Locale.ROOT)
                + "://"
                + uri.getHost().toLowerCase(Locale.ROOT)
                + port
                + (path.isEmpty() ? "/" : path);
    }

    /** RFC 3986 sections 6.2.2.1 and 6.2.2.2. */
    private static String escapes(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        StringBuilder normal = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                normal.append(c);
                continue;
            }
            String hex = path.substring(i + 1, i + 3);
            char escaped = (char) Integer.parseInt(hex, 16);
            i += 2;
            if (isUnreserved(escaped)) {
                normal.append(escaped);
            } else {
                normal.append('%').append(hex.toUpperCase(Locale.ROOT));
            }
        }
        return normal.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
