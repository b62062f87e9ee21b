package com.prysmid.node.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 request written by hand, for what no client library would send. */
public final class RawRequest {
    private RawRequest() {}

    /** A status and everything behind it. */
    public record Reply(int status, String text) {}

    /**
     * @param serverName for TLS (SNI)
     * @param lines the request line and headers as they are sent
     */
    public static Reply send(SSLContext tls, int port, String serverName, String... lines) {
        return sendWithBody(tls, port, serverName, "", lines);
    }

    /** @param body ASCII; its length is not told by itself */
    public static Reply sendWithBody(SSLContext tls, int port, String serverName, String body, String... lines) {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                .createSocket(new Socket(InetAddress.getLoopbackAddress(), port), serverName, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(30_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
