package com.prysmid.tenant.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of token headers and claims, to and from plain maps. Closed on both sides: only JSON's own types and instants are
 * written, and a repeated member, trailing text, deep nesting or a number beyond bounds makes the whole text unreadable.
 */
final class ClaimsJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(32)
                    .build())
            .build();

    private ClaimsJson() {}

    /**
     * Members in the map's order; an {@link Instant} becomes whole seconds since the epoch (RFC 7519 NumericDate).
     *
     * @throws IllegalArgumentException for a value of another type
     */
    static byte[] render(Map<String, ?> claims) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, claims);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Instant time -> json.writeNumber(time.getEpochSecond());
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Map<?, ?> members -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    json.writeFieldName((String) member.getKey());
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Collection<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "a claim cannot be a " + value.getClass().getName());
        }
    }

    /** The members of a JSON object, or empty where the bytes are anything else. */
    static Optional<Map<String, Object>> parse(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, Object> members = object(json);
            return json.nextToken() == null ? Optional.of(members) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    /** Null, which a claim never means anything by, is left out. */
    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    Object item = value(json);
                    if (item != null) {
                        items.add(item);
                    }
                }
                yield items;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> {
                // Not one conditional expression: that would make every integer a double.
                if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    yield json.getDoubleValue();
                }
                yield json.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + json.currentToken());
        };
    }
}
