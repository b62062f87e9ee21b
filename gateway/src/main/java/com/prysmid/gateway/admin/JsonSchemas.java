package com.prysmid.gateway.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.json.MemberNames;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * JSON Schemas (2020-12, as OpenAPI 3.1 has them) of the records that are read and written: made from the same components that
 * reading and writing go by, so that the description cannot say anything else.
 */
final class JsonSchemas {
    private static final String REFERENCE = "#/components/schemas/";

    private final Map<String, Object> byName = new TreeMap<>();

    /** All records referred to so far. */
    Map<String, Object> components() {
        return byName;
    }

    /** What a request must look like: no other members. */
    Map<String, Object> request(Class<? extends Record> type) {
        return reference(type, true);
    }

    /** What a merge patch must look like: every member may be left out, and those that may be taken away be null. */
    Map<String, Object> patch(Class<? extends Record> type) {
        if (MergePatch.class.isAssignableFrom(type)) {
            return request(type);
        }
        String name = type.getSimpleName() + "Patch";
        byName.computeIfAbsent(name, missing -> {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                Map<String, Object> schema = value(component.getGenericType(), true);
                properties.put(MemberNames.of(component), MemberNames.isOptional(component) ? orNull(schema) : schema);
            }
            return Map.of("type", "object", "properties", properties, "additionalProperties", false);
        });
        return Map.of("$ref", REFERENCE + name);
    }

    Map<String, Object> answer(Class<?> type) {
        return reference(type, false);
    }

    /** A page of a list. */
    Map<String, Object> page(Class<?> items) {
        return Map.of(
                "type",
                "object",
                "required",
                List.of("items", "next_cursor"),
                "properties",
                Map.of(
                        "items",
                        Map.of("type", "array", "items", answer(items)),
                        "next_cursor",
                        Map.of("type", List.of("string", "null"))));
    }

    private Map<String, Object> reference(Class<?> type, boolean isRequest) {
        String name = type.getSimpleName();
        if (!byName.containsKey(name)) {
            // Placed first, so that a record that holds itself would end.
            byName.put(name, Map.of());
            byName.put(name, object(type, isRequest));
        }
        return Map.of("$ref", REFERENCE + name);
    }

    private Map<String, Object> object(Class<?> type, boolean isRequest) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        members(type).forEach(component -> {
            String name = MemberNames.of(component);
            boolean isOptional = MemberNames.isOptional(component);
            boolean mayBeNull = component.getType() == MergePatch.Change.class || (isOptional && !isRequest);
            Map<String, Object> schema = value(component.getGenericType(), isRequest);
            properties.put(name, mayBeNull ? orNull(schema) : schema);
            if (!isOptional) {
                required.add(name);
            }
        });
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        if (isRequest) {
            object.put("additionalProperties", false);
        }
        return object;
    }

    /** Members of an unwrapped record are its holder's own. */
    private static Stream<RecordComponent> members(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? members(component.getType())
                        : Stream.of(component));
    }

    private Map<String, Object> value(Type type, boolean isRequest) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return Map.of("type", "array", "items", value(arguments[0], isRequest));
            }
            if (generic.getRawType() == Map.class) {
                return Map.of("type", "object");
            }
            if (generic.getRawType() == MergePatch.Change.class) {
                return value(arguments[0], isRequest);
            }
        }
        if (type instanceof Class<?> plain) {
            return plain(plain, isRequest);
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private Map<String, Object> plain(Class<?> type, boolean isRequest) {
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == Secret.class || type == PasswordInput.class) {
            return Map.of("type", "string", "format", "password");
        }
        if (type == Boolean.class || type == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == Integer.class || type == int.class || type == long.class || type == Duration.class) {
            return Map.of("type", "integer");
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == JsonNode.class) {
            return Map.of("type", "object");
        }
        if (type.isEnum()) {
            return Map.of("type", "string", "enum", MemberNames.ofConstants(type));
        }
        if (type.isRecord()) {
            return reference(type, isRequest);
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }
}
