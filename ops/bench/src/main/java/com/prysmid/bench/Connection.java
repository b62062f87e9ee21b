package com.prysmid.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One keep-alive HTTP/1.1 connection over TLS 1.3 to 127.0.0.1, with the certificate checked against the host meant. As
 * thin as can be: the load must not cost more than what it measures. Not thread-safe.
 */
final class Connection implements AutoCloseable {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String authority;

    Connection(SSLContext tls, String host, int port) throws IOException {
        this.authority = port == 443 ? host : host + ":" + port;
        this.socket = (SSLSocket) tls.getSocketFactory()
                .createSocket(new Socket(InetAddress.getLoopbackAddress(), port), host, port, true);
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16_384);
    }

    /** @param headers by lower-case name; repeated ones joined by a line feed */
    record Response(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Response get(String path, String... headers) throws IOException {
        return send("GET", path, "", "", headers);
    }

    Response postForm(String path, String form, String... headers) throws IOException {
        return send("POST", path, "application/x-www-form-urlencoded", form, headers);
    }

    /** @param headers whole lines, such as {@code Cookie: a=b} */
    Response send(String method, String path, String type, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\nContent-Length: ");
            head.append(bytes.length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
        return read();
    }

    private Response read() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + "\n" + b);
        }
        byte[] body;
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            body = chunks();
        } else {
            body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        return new Response(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            whole.write(in.readNBytes(size));
            line();
        }
        line();
        return whole.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** The cookies that an answer sets, as a {@code Cookie} header's value. */
    static String cookies(Response response) {
        List<String> pairs = new ArrayList<>();
        for (String cookie : response.header("set-cookie").split("\n", -1)) {
            if (!cookie.isEmpty()) {
                pairs.add(cookie.substring(0, Math.max(cookie.indexOf(';'), 0)));
            }
        }
        return String.join("; ", pairs);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
