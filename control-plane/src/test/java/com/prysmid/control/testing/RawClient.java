package com.prysmid.control.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;

/** A TLS socket to the API, for what an HTTP library would never send. */
public final class RawClient {
    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;
    private final SSLContext context;

    public RawClient(int port, Path authority) {
        this.port = port;
        this.context = SSLFactory.builder()
                .withTrustMaterial(PemUtils.loadTrustMaterial(authority))
                .build()
                .getSslContext();
    }

    /** A socket that offers this protocol version only; the handshake is still to be made. */
    public SSLSocket socket(String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends these characters and reads until the server closes. */
    public String exchange(String request) throws IOException {
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
