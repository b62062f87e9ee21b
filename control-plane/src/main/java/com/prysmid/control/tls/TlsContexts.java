package com.prysmid.control.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;

/** Builds the TLS contexts of this process. Everything speaks TLS 1.3 and nothing else. */
public final class TlsContexts {
    private static final String TLS_1_3 = "TLSv1.3";

    private TlsContexts() {}

    /** For a public listener: shows a certificate and asks for none. */
    public static SSLContext server(ServerIdentity identity) {
        return SSLFactory.builder()
                .withIdentityMaterial(PemUtils.loadIdentityMaterial(identity.certificate(), identity.key()))
                .withProtocols(TLS_1_3)
                .build()
                .getSslContext();
    }

    /** For a caller that shows a certificate of its own and trusts one authority. */
    public static SSLContext client(MutualTls tls) {
        return SSLFactory.builder()
                .withIdentityMaterial(PemUtils.loadIdentityMaterial(tls.certificate(), tls.key()))
                .withTrustMaterial(PemUtils.loadTrustMaterial(tls.authority()))
                .withProtocols(TLS_1_3)
                .build()
                .getSslContext();
    }

    /**
     * For a caller of public origins.
     *
     * @param authority PEM file of the only authority to trust; empty: those of the JVM
     */
    public static SSLContext publicClient(Optional<Path> authority) {
        SSLFactory.Builder builder = SSLFactory.builder().withProtocols(TLS_1_3);
        return authority
                .map(file -> builder.withTrustMaterial(PemUtils.loadTrustMaterial(file)))
                .orElseGet(builder::withDefaultTrustMaterial)
                .build()
                .getSslContext();
    }

    /** An engine for one connection to a host, whose certificate must be valid for that name (RFC 9525). */
    public static SSLEngine clientEngine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {TLS_1_3});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(host)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** An engine for one accepted connection; older protocol versions are refused in the handshake. */
    public static SSLEngine serverEngine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {TLS_1_3});
        return engine;
    }

    /** Parameters of a calling connection. */
    public static SSLParameters clientParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {TLS_1_3});
        return parameters;
    }
}
