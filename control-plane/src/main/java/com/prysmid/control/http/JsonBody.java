package com.prysmid.control.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.control.value.InvalidValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON object, read strictly: every field is asked for by name, what is missing, of a wrong type, invalid or not asked
 * for is noted, and all that is noted is answered at once. Values are never repeated in a message. Made for one request and thread.
 */
final class JsonBody {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    /** Names come from outside and go back in the answer: enough to recognise them by, and no more. */
    private static final int LONGEST_NAME = 60;

    private static final int LONGEST_LIST = 100;

    private final JsonNode object;
    private final Set<String> known = new HashSet<>();
    private final List<Problem.FieldError> errors = new ArrayList<>();

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** A body that is no JSON object at all. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** For operations that take none. */
    static JsonBody none() {
        return new JsonBody(JSON.createObjectNode());
    }

    static JsonBody parse(byte[] bytes) throws Malformed {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Malformed(
                    "The body is not valid JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "), or names a field twice.");
        } catch (IOException e) {
            throw new Malformed("The body is not valid JSON in UTF-8.");
        }
        if (node == null || !node.isObject()) {
            throw new Malformed("The body must be a JSON object.");
        }
        return new JsonBody(node);
    }

    /** A string that must be there, parsed; null if it is not, which is then noted. */
    <T> @Nullable T text(String field, Function<String, T> parse) {
        known.add(field);
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            note(field, "required", "is required");
            return null;
        }
        if (!value.isTextual()) {
            note(field, "wrong_type", "must be a string");
            return null;
        }
        return parsed(field, value.textValue(), parse);
    }

    /** A string that may be there, parsed; null if it is absent or null, or wrong, which is then noted. */
    <T> @Nullable T optionalText(String field, Function<String, T> parse) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            known.add(field);
            return null;
        }
        return text(field, parse);
    }

    /**
     * Strings that may be there, at least one, each parsed; null if they are absent or null, or any is wrong, which is then noted.
     */
    <T> @Nullable List<T> optionalTexts(String field, Function<String, T> parse) {
        known.add(field);
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isArray() || value.isEmpty() || value.size() > LONGEST_LIST) {
            note(field, "wrong_type", "must be an array of 1 to " + LONGEST_LIST + " strings");
            return null;
        }
        List<T> all = new ArrayList<>();
        for (JsonNode item : value) {
            T one = item.isTextual() ? parsed(field, item.textValue(), parse) : null;
            if (one == null) {
                if (!item.isTextual()) {
                    note(field, "wrong_type", "must hold strings only");
                }
                return null;
            }
            all.add(one);
        }
        return all;
    }

    /** An object that may be there, parsed; null if it is absent or null, or wrong, which is then noted. */
    <T> @Nullable T optionalObject(String field, Function<Map<String, Object>, T> parse) {
        known.add(field);
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            note(field, "wrong_type", "must be an object");
            return null;
        }
        return parsed(field, JSON.convertValue(value, MEMBERS), parse);
    }

    /** All that is wrong, including every field nobody asked for. */
    List<Problem.FieldError> errors() {
        List<Problem.FieldError> all = new ArrayList<>(errors);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                all.add(new Problem.FieldError(shown(name), "unknown_field", "is not a field of this request"));
            }
        });
        return all;
    }

    private <V, T> @Nullable T parsed(String field, V value, Function<V, T> parse) {
        try {
            return parse.apply(value);
        } catch (InvalidValue e) {
            note(field, e.code(), e.explanation());
            return null;
        }
    }

    private void note(String field, String code, String message) {
        errors.add(new Problem.FieldError(field, code, message));
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }
}
