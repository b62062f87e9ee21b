package com.prysmid.tenant.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS as a client: the platform's authorities and some of ours, and the certificate must carry the host's name. */
public final class OutboundTls {
    private final SSLContext context;

    private OutboundTls(SSLContext context) {
        this.context = context;
    }

    /** @param further a PEM file of authorities to trust besides the platform's */
    public static OutboundTls trusting(Optional<Path> further) throws IOException {
        try {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            List<X509Certificate> trusted = new ArrayList<>(platform());
            if (further.isPresent()) {
                trusted.addAll(read(further.get()));
            }
            for (int i = 0; i < trusted.size(); i++) {
                authorities.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(authorities), null);
            return new OutboundTls(context);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS with these authorities", e);
        }
    }

    /** For a connection to that host, whatever address it goes to (RFC 9110 §4.3.4). */
    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** For clients that see to names and versions themselves. */
    public SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    private static List<X509Certificate> platform() throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                found.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return found;
    }

    private static TrustManager[] managers(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = new ArrayList<>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " is not a PEM file of certificates", e);
        }
    }
}
