package com.prysmid.node.dev;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.prysmid.node.tls.CertificateSource;
import com.prysmid.node.tls.ServerIdentity;
import java.security.KeyPair;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Certificates of {@code auth.<slug>.<domain>}, issued when a client first asks for one. All share one key, so a new name
 * costs one signature of the root and no key generation; at most {@value #NAMES} are kept. A name outside that pattern is
 * never issued, so nobody can have dev's CA sign for a foreign host.
 */
final class DevCertificates implements CertificateSource {

    private static final int NAMES = 1_000;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private final DevAuthority authority;
    private final Pattern workspaceHost;
    private final KeyPair sharedKey = DevAuthority.newEcKey();
    private final Cache<String, ServerIdentity> issued =
            Caffeine.newBuilder().maximumSize(NAMES).build();
    private final ServerIdentity fallback;

    /** @param fallback the certificate of {@code <domain>} itself */
    DevCertificates(DevAuthority authority, String domain, ServerIdentity fallback) {
        this.authority = authority;
        this.workspaceHost = Pattern.compile("auth\\." + LABEL + "\\." + Pattern.quote(domain));
        this.fallback = fallback;
    }

    @Override
    public Optional<ServerIdentity> forHost(String hostName) {
        if (!workspaceHost.matcher(hostName).matches()) {
            return Optional.empty();
        }
        return Optional.of(issued.get(hostName, name -> authority.issue(name, sharedKey)));
    }

    @Override
    public ServerIdentity fallback() {
        return fallback;
    }
}
