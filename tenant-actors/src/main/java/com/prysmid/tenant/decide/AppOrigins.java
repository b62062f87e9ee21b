package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.state.AppRegistry;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The web origins (RFC 6454 §6.2) that a workspace's web apps are at: those of their redirect URIs. */
public final class AppOrigins {
    private AppOrigins() {}

    public static Set<String> of(AppRegistry apps) {
        return apps.byClientId().values().stream()
                .map(AppRegistry.App::metadata)
                .filter(metadata -> metadata.applicationType().equals("web"))
                .map(AppMetadata::redirectUris)
                .flatMap(uris -> uris.stream().map(AppOrigins::of).flatMap(Optional::stream))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As a browser writes it: in lower case, without the port that the scheme has anyway. */
    static Optional<String> of(String redirectUri) {
        URI uri = URI.create(redirectUri);
        String host = uri.getHost();
        if (host == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : 0;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return usual == 0 ? Optional.empty() : Optional.of(scheme + "://" + host.toLowerCase(Locale.ROOT) + port);
    }
}
