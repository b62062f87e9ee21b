package com.prysmid.node.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;

/** TLS 1.3 in which both sides show a certificate, and the client must have one given name. */
public final class MutualTls {

    private MutualTls() {}

    /**
     * A server that admits one peer.
     *
     * @param identity the server's own
     * @param authorities who may have issued the client's certificate
     * @param peerName the DNS subject alternative name that the client's certificate must carry: every internal
     *     certificate has the same issuer, so the issuer alone would let any of them in
     */
    public static HttpsConnectionContext server(
            ServerIdentity identity, List<X509Certificate> authorities, String peerName) {
        SSLContext context = serverContext(identity, authorities, peerName);
        return ConnectionContext.httpsServer(() -> {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setEnabledProtocols(new String[] {PublicTls.PROTOCOL});
            engine.setNeedClientAuth(true);
            return engine;
        });
    }

    static SSLContext serverContext(ServerIdentity identity, List<X509Certificate> authorities, String peerName) {
        return PublicTls.newContext(
                keys(identity), new TrustManager[] {new NamedPeerTrustManager(trust(authorities), peerName)});
    }

    /** A client that shows an identity and trusts the given authorities; host names are checked by the HTTP client. */
    public static SSLContext clientContext(ServerIdentity identity, List<X509Certificate> authorities) {
        return PublicTls.newContext(keys(identity), new TrustManager[] {trust(authorities)});
    }

    /** A client without a certificate of its own. */
    public static SSLContext clientContext(List<X509Certificate> authorities) {
        return PublicTls.newContext(new KeyManager[0], new TrustManager[] {trust(authorities)});
    }

    private static KeyManager[] keys(ServerIdentity identity) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    "identity", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key and certificate cannot be used for TLS", e);
        }
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities) {
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("PKIX gave no trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these authorities cannot be trusted", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store reads nothing", e);
        }
    }
}
