package com.prysmid.tenant.outbound;

import com.prysmid.tenant.protocol.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A GET, or with {@code content} a POST.
 *
 * @param url       as the tenant wrote it; judged when it is sent
 * @param accept    the media types asked for (RFC 9110 §12.5.1)
 * @param authorization the whole value of the {@code Authorization} header (RFC 9110 §11.6.2)
 * @param mostBytes the longest body that is taken
 */
public record OutboundRequest(
        String url,
        String accept,
        @Nullable Content content,
        @Nullable Secret authorization,
        int mostBytes) {

    /** @param body may hold tokens, so it prints redacted */
    public record Content(String mediaType, Secret body) {}

    public OutboundRequest {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("an answer has room for at least a byte");
        }
    }

    public static OutboundRequest get(String url, String accept, int mostBytes) {
        return new OutboundRequest(url, accept, null, null, mostBytes);
    }

    /** {@code application/x-www-form-urlencoded}, in the map's order. */
    public static OutboundRequest postForm(String url, Map<String, String> fields, int mostBytes) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return post(url, "application/x-www-form-urlencoded", body, mostBytes);
    }

    public static OutboundRequest postJson(String url, String json, int mostBytes) {
        return post(url, "application/json", json, mostBytes);
    }

    /** RFC 6750 §2.1. */
    public OutboundRequest withBearer(Secret token) {
        return withAuthorization("Bearer " + token.reveal());
    }

    /** RFC 6749 §2.3.1: both are form-encoded before they are put together. */
    public OutboundRequest withBasic(String clientId, Secret secret) {
        String pair = encoded(clientId) + ":" + encoded(secret.reveal());
        return withAuthorization(
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }

    public OutboundRequest accepting(String mediaTypes) {
        return new OutboundRequest(url, mediaTypes, content, authorization, mostBytes);
    }

    private OutboundRequest withAuthorization(String value) {
        return new OutboundRequest(url, accept, content, new Secret(value), mostBytes);
    }

    private static OutboundRequest post(String url, String mediaType, String body, int mostBytes) {
        return new OutboundRequest(
                url, "application/json, */*;q=0.1", new Content(mediaType, new Secret(body)), null, mostBytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
