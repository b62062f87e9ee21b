package com.prysmid.node.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.prysmid.node.tls.MutualTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Calls dev's own listeners as any client would, over TLS with a checked certificate. Hosts under the dev domain need no
 * DNS: the connection goes to 127.0.0.1, and the Host header says who is meant.
 */
final class DevClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Lets requests name their host. The JDK reads this once, when its HTTP client is first used by anybody: so this is
     * called before anything else runs.
     */
    static void allowHostHeader() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    DevClient(X509Certificate authority) {
        this.http = HttpClient.newBuilder()
                .sslContext(MutualTls.clientContext(List.of(authority)))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
    }

    /** An answer: its status and its JSON, or a missing node where the body is none. */
    record Answer(int status, JsonNode body) {}

    /**
     * Sends one request.
     *
     * @param url of the origin that is meant; its host is reached at 127.0.0.1
     * @param body empty for none
     */
    Answer send(String method, String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        URI meant = URI.create(url);
        URI reached = URI.create("https://127.0.0.1:" + meant.getPort() + meant.getRawPath()
                + (meant.getRawQuery() == null ? "" : "?" + meant.getRawQuery()));
        HttpRequest.Builder request = HttpRequest.newBuilder(reached)
                .timeout(LIMIT)
                .header("Host", meant.getRawAuthority())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), parsed(response.body()));
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
