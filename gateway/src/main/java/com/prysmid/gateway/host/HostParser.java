package com.prysmid.gateway.host;

import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.protocol.Slug;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;

/** {@code auth.<slug>.<domain>[:port]}, the whole of it, in any case. */
public final class HostParser {
    /** RFC 3986 §3.2.2 reg-name or IP literal, with an optional port; no user information. */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._~%!$&'()*+,;=-]{1,255}|\\[[0-9A-Fa-f:.]{2,64}])(?::([0-9]{1,5}))?");

    private final String suffix;
    private final int port;

    public HostParser(PublicOrigin origin) {
        this.suffix = "." + origin.domain().toLowerCase(Locale.ROOT);
        this.port = origin.port();
    }

    public HostMatch parse(HttpRequest request) {
        List<String> authorities = new ArrayList<>(1);
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("host")) {
                authorities.add(header.value());
            }
        }
        // HTTP/2 has no Host header of need; pekko-http puts :authority into the request's URI.
        Uri uri = request.getUri();
        if (!uri.getUserInfo().isEmpty()) {
            return new HostMatch.Malformed();
        }
        if (authorities.isEmpty() && uri.isAbsolute()) {
            authorities.add(authority(uri));
        } else if (uri.isAbsolute() && !agrees(authorities.getFirst(), uri)) {
            return new HostMatch.Malformed();
        }
        return parse(authorities);
    }

    /** @param authorities all that the request names: exactly one is right */
    HostMatch parse(List<String> authorities) {
        if (authorities.size() != 1) {
            return new HostMatch.Malformed();
        }
        Matcher matcher = AUTHORITY.matcher(authorities.getFirst());
        if (!matcher.matches()) {
            return new HostMatch.Malformed();
        }
        int presented = matcher.group(2) == null ? 443 : Integer.parseInt(matcher.group(2));
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (presented != port || !host.startsWith("auth.") || !host.endsWith(suffix)) {
            return new HostMatch.Unknown();
        }
        int end = host.length() - suffix.length();
        return slug(end > 5 ? host.substring(5, end) : "")
                .<HostMatch>map(HostMatch.Workspace::new)
                .orElseGet(HostMatch.Unknown::new);
    }

    private static Optional<Slug> slug(String label) {
        return label.isEmpty() ? Optional.empty() : Slug.parse(label);
    }

    private static boolean agrees(String header, Uri uri) {
        return header.equalsIgnoreCase(authority(uri)) || header.equalsIgnoreCase(host(uri) + ":" + uri.getPort());
    }

    private static String authority(Uri uri) {
        int port = uri.asScala().authority().port();
        return port == 0 ? host(uri) : host(uri) + ":" + port;
    }

    private static String host(Uri uri) {
        return uri.asScala().authority().host().toString();
    }
}
