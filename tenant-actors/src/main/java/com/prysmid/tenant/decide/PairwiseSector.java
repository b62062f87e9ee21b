package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.state.AppRegistry.App;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which apps know a user by one name (OpenID Connect Core §8.1): those of one host. */
public final class PairwiseSector {
    public static final String PAIRWISE = "pairwise";

    private PairwiseSector() {}

    /** The sector of an app that asked for pairwise subjects; empty for one that calls users by their own ids. */
    public static Optional<String> of(App app) {
        return isPairwise(app.metadata())
                // Registration asks for a host; whatever comes to lack one shares its names with no other app.
                ? host(app.metadata()).or(() -> Optional.of("app " + app.clientId()))
                : Optional.empty();
    }

    public static boolean isPairwise(AppMetadata metadata) {
        return metadata.tokens().subjectType().equals(PAIRWISE);
    }

    /** The host of the sector identifier, or else of all the redirect URIs; empty where there are several or none. */
    static Optional<String> host(AppMetadata metadata) {
        String sectorIdentifier = metadata.tokens().sectorIdentifierUri();
        if (sectorIdentifier != null) {
            return Optional.ofNullable(hostOf(sectorIdentifier));
        }
        Set<String> hosts = new HashSet<>();
        for (String uri : metadata.redirectUris()) {
            String host = hostOf(uri);
            if (host == null) {
                return Optional.empty();
            }
            hosts.add(host);
        }
        return hosts.size() == 1 ? Optional.of(hosts.iterator().next()) : Optional.empty();
    }

    private static @Nullable String hostOf(String uri) {
        try {
            String host = URI.create(uri).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
