package com.prysmid.node.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses the server's certificate by the name in the client's hello (RFC 6066 §3). Thread-safe. */
final class ServerNameKeyManager extends X509ExtendedKeyManager {

    private final CertificateSource source;

    /**
     * What an alias stands for. JSSE asks for alias, key and chain in three calls; an alias that names one certificate
     * (and not a host) keeps key and chain of one kind when a certificate is replaced in between. Weak values: an
     * identity stays here only as long as its source holds it, so a flood of names cannot fill this map.
     */
    private final Cache<String, ServerIdentity> byAlias =
            Caffeine.newBuilder().weakValues().build();

    ServerNameKeyManager(CertificateSource source) {
        this.source = source;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null ? null : alias(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return socket instanceof SSLSocket tls ? alias(keyType, tls.getHandshakeSession()) : null;
    }

    private @Nullable String alias(String keyType, @Nullable SSLSession handshake) {
        ServerIdentity identity =
                requestedName(handshake).flatMap(source::forHost).orElseGet(source::fallback);
        // JSSE asks once per signature family the client offers; RSASSA-PSS is signed with an ordinary RSA key too.
        if (!identity.key().getAlgorithm().equals(keyType)) {
            return null;
        }
        String alias = identity.leaf().getSubjectX500Principal().getName() + "#"
                + identity.leaf().getSerialNumber().toString(16);
        byAlias.put(alias, identity);
        return alias;
    }

    private static Optional<String> requestedName(@Nullable SSLSession handshake) {
        if (!(handshake instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name.getType() == StandardConstants.SNI_HOST_NAME && name instanceof SNIHostName host) {
                return Optional.of(HostNames.canonical(host.getAsciiName()));
            }
        }
        return Optional.empty();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        ServerIdentity identity = alias == null ? null : byAlias.getIfPresent(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        ServerIdentity identity = alias == null ? null : byAlias.getIfPresent(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
