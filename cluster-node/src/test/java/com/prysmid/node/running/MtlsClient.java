package com.prysmid.node.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An OAuth client at the listener that asks for certificates, with one or without. */
public final class MtlsClient {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final String origin;

    private MtlsClient(HttpClient http, String origin) {
        this.http = http;
        this.origin = origin;
    }

    /** @param keys null: a client without a certificate */
    public static MtlsClient at(TestWorkspace workspace, @Nullable ClientKeys keys) {
        return at(workspace, keys, HttpClient.Version.HTTP_2);
    }

    public static MtlsClient at(TestWorkspace workspace, @Nullable ClientKeys keys, HttpClient.Version version) {
        RunningDev dev = RunningDev.shared();
        return new MtlsClient(
                http(dev, keys, version),
                "https://auth." + workspace.slug() + "." + dev.domain() + ":" + dev.mtlsPort());
    }

    /** The same client at the ordinary listener, which does not ask. */
    public static MtlsClient atOrdinaryPort(TestWorkspace workspace, @Nullable ClientKeys keys) {
        return new MtlsClient(http(RunningDev.shared(), keys, HttpClient.Version.HTTP_2), workspace.issuer());
    }

    private static HttpClient http(RunningDev dev, @Nullable ClientKeys keys, HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(keys == null ? dev.tls() : keys.tls(dev))
                .build();
    }

    public String origin() {
        return origin;
    }

    /** @param body a missing node where the answer is no JSON */
    public record Answer(int status, JsonNode body, HttpClient.Version version) {
        public String text(String member) {
            return body.path(member).asText();
        }

        /** The status and {@code error}, as in {@code 401 invalid_client}. */
        public String outcome() {
            return status + " " + text("error");
        }
    }

    /** @param headers names and values in turn */
    public Answer post(String path, Map<String, String> form, String... headers) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(request, headers);
    }

    /** A GET with the token in its header. */
    public Answer get(String path, String accessToken) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)), "Authorization", "Bearer " + accessToken);
    }

    private Answer send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), parsed(response.body()), response.version());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
