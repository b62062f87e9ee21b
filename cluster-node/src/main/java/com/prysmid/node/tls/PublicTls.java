package com.prysmid.node.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;

/** TLS of the listeners that browsers and apps reach: TLS 1.3, certificate by SNI; ALPN is added by pekko-http. */
public final class PublicTls {

    /**
     * JSSE sends no resumption ticket where a session would live longer than RFC 8446 §4.6.1 lets a ticket (7 days). We
     * want none: its server compares a ticket's host with the hello's only where matchers name the hosts, and ours are not
     * known beforehand. With an EC key a full handshake costs a tenth of a millisecond more, once per connection.
     */
    private static final int NO_TICKETS_SECONDS = 8 * 24 * 60 * 60;

    /** TLS 1.2 and older are refused with a {@code protocol_version} alert. */
    static final String PROTOCOL = "TLSv1.3";

    private PublicTls() {}

    /** For {@code Http.newServerAt(..).enableHttps(..)}. One context serves all hosts. */
    public static HttpsConnectionContext server(CertificateSource source) {
        SSLContext context = context(source);
        return ConnectionContext.httpsServer(() -> engine(context));
    }

    static SSLContext context(CertificateSource source, TrustManager... trust) {
        SSLContext context = newContext(new KeyManager[] {new ServerNameKeyManager(source)}, trust);
        context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
        return context;
    }

    static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {PROTOCOL});
        return engine;
    }

    static SSLContext newContext(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do TLS 1.3", e);
        }
    }
}
