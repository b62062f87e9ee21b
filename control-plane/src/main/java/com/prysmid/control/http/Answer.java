package com.prysmid.control.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** Renders answers. Every answer carries the security headers and the request's id. */
final class Answer {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final ContentType PROBLEM = MediaTypes.customWithFixedCharset(
                    "application", "problem+json", HttpCharsets.UTF_8, Map.of(), true)
            .toContentType();

    /** An API has no page: nothing may frame it, sniff it, cache it or learn where its caller came from. */
    private static final List<HttpHeader> SECURITY = List.of(
            RawHeader.create("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cache-Control", "no-store"));

    private Answer() {}

    /** A JSON answer. */
    static HttpResponse json(int status, Object body) {
        return answer(status, ContentTypes.APPLICATION_JSON, body);
    }

    private static HttpResponse answer(int status, ContentType type, Object body) {
        try {
            return HttpResponse.create()
                    .withStatus(StatusCodes.get(status))
                    .withEntity(HttpEntities.create(type, JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of " + body.getClass() + " cannot be written", e);
        }
    }

    /** One line of JSON Lines, with its end. */
    static byte[] line(Object body) {
        try {
            return (JSON.writeValueAsString(body) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line of " + body.getClass() + " cannot be written", e);
        }
    }

    /** A list answer, with the cursor of the next page or null. */
    static HttpResponse page(List<?> items, @Nullable String nextCursor) {
        // A map keeps the null, which the contract shows.
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", items);
        body.put("next_cursor", nextCursor);
        return json(200, body);
    }

    /** 204. */
    static HttpResponse nothing() {
        return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
    }

    static HttpResponse problem(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", StatusCodes.get(problem.status()).reason());
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            body.put("errors", problem.errors());
        }
        List<HttpHeader> headers = new ArrayList<>();
        problem.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        return answer(problem.status(), PROBLEM, body).addHeaders(headers);
    }

    /** The answer as it leaves: with the security headers and the request's id. */
    static HttpResponse finished(HttpResponse response, String requestId) {
        return response.addHeaders(SECURITY).addHeader(RawHeader.create("X-Request-Id", requestId));
    }
}
