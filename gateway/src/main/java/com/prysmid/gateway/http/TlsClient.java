package com.prysmid.gateway.http;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;

/**
 * What TLS told about the client. Only the session that the listener itself attaches to a request counts: headers such as
 * {@code Tls-Session-Info} or {@code X-Client-Cert} are the client's own words, and nothing here reads them.
 */
final class TlsClient {
    private static final int HTTPS_PORT = 443;

    private TlsClient() {}

    /** Whether the request came in where clients are asked for a certificate; they may have none. */
    static boolean wasAsked(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession).isPresent();
    }

    /** Of a request whose host was found right: the URI has it from the Host header or {@code :authority}. */
    static String origin(HttpRequest request) {
        Uri uri = request.getUri();
        String host = uri.getHost().address().toLowerCase(Locale.ROOT);
        return "https://" + host + (uri.getPort() == HTTPS_PORT ? "" : ":" + uri.getPort());
    }

    static Optional<X509Certificate> certificate(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession).flatMap(session -> {
            try {
                Certificate leaf = session.getSession().getPeerCertificates()[0];
                return leaf instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
            } catch (SSLPeerUnverifiedException e) {
                return Optional.empty();
            }
        });
    }
}
