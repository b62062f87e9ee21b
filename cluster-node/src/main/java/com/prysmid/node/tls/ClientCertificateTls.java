package com.prysmid.node.tls;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * TLS of the listener for OAuth clients with a certificate (RFC 8705): as {@link PublicTls}, and it asks for one. TLS proves
 * that the client holds the certificate's key; whether the certificate means anything is for the workspace to say, whose
 * apps name authorities or keys of their own. A client without one is let in, as at the other listener.
 */
public final class ClientCertificateTls {

    private ClientCertificateTls() {}

    /** For {@code Http.newServerAt(..).enableHttps(..)}, together with {@link #tellingCertificates}. */
    public static HttpsConnectionContext server(CertificateSource source) {
        SSLContext context = PublicTls.context(source, new AnyClientTrustManager());
        return ConnectionContext.httpsServer(() -> {
            SSLEngine engine = PublicTls.engine(context);
            engine.setWantClientAuth(true);
            return engine;
        });
    }

    /**
     * Requests then carry their TLS session as an attribute, which no client can write, and which the requests of every
     * other listener lack.
     */
    public static ServerSettings tellingCertificates(ServerSettings settings) {
        return settings.withParserSettings(settings.getParserSettings().withIncludeSslSessionAttribute(true));
    }
}
