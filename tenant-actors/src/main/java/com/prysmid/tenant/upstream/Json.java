package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON of strangers: no member twice, no deep nesting, nothing behind its end. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper(factory());

    private Json() {}

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> object(String text) {
        return read(text).filter(JsonNode::isObject);
    }

    /** Text, numbers and booleans by name; what is nested stays as it is. */
    static Map<String, Object> members(JsonNode object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isTextual()) {
                members.put(entry.getKey(), value.textValue());
            } else if (value.isBoolean()) {
                members.put(entry.getKey(), value.booleanValue());
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                members.put(entry.getKey(), value.longValue());
            }
        });
        return members;
    }

    static Optional<String> text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isTextual() && !value.textValue().isEmpty()
                ? Optional.of(value.textValue())
                : Optional.empty();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxNumberLength(32)
                        .build())
                .build();
    }
}
