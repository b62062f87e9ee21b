package com.prysmid.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object into a record, strictly: every member has its type, none is missing, none is unknown. All that is wrong
 * is told together, each by its path ({@code address.country}, {@code redirect_uris[1]}); values are never repeated. Made for
 * one request.
 */
public final class RecordReader {
    /** Names of unknown members come from outside and go back: enough to recognise them by, and no more. */
    private static final int SHOWN_NAME_LIMIT = 60;

    private final List<FieldError> errors = new ArrayList<>();

    private RecordReader() {}

    /** What came of reading. */
    public sealed interface Outcome<T> {
        record Read<T>(T value) implements Outcome<T> {}

        record Wrong<T>(List<FieldError> errors) implements Outcome<T> {}
    }

    /** @param body a JSON object */
    public static <T extends Record> Outcome<T> read(Class<T> type, JsonNode body) {
        RecordReader reader = new RecordReader();
        T value = reader.object(type, body, "");
        return value == null || !reader.errors.isEmpty()
                ? new Outcome.Wrong<>(List.copyOf(reader.errors))
                : new Outcome.Read<>(value);
    }

    private <T extends Record> @Nullable T object(Class<T> type, JsonNode node, String path) {
        int before = errors.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        Set<String> known = new HashSet<>();
        for (int i = 0; i < components.length; i++) {
            String name = MemberNames.of(components[i]);
            known.add(name);
            values[i] = member(type, components[i], node.path(name), path + name);
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                note(path + shown(name), "unknown_field", "is not a member of this object");
            }
        });
        return errors.size() > before ? null : construct(type, components, values);
    }

    private @Nullable Object member(Class<?> owner, RecordComponent component, JsonNode node, String path) {
        if (component.getType() == MergePatch.Change.class) {
            return change(((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0], node, path);
        }
        boolean isPatch = MergePatch.class.isAssignableFrom(owner);
        if (node.isMissingNode() || (node.isNull() && !isPatch)) {
            if (!MemberNames.isOptional(component)) {
                note(path, "required", "is required");
            }
            return null;
        }
        return value(component.getGenericType(), node, path);
    }

    private MergePatch.Change<?> change(Type type, JsonNode node, String path) {
        if (node.isMissingNode()) {
            return new MergePatch.Change.Keep<>();
        }
        if (node.isNull()) {
            return new MergePatch.Change.Clear<>();
        }
        Object value = value(type, node, path);
        return value == null ? new MergePatch.Change.Keep<>() : new MergePatch.Change.Replace<>(value);
    }

    private @Nullable Object value(Type type, JsonNode node, String path) {
        if (type == String.class) {
            return text(node, path);
        }
        if (type == PasswordInput.class) {
            String text = text(node, path);
            return text == null ? null : new PasswordInput(text);
        }
        if (type == Secret.class) {
            String text = text(node, path);
            return text == null ? null : new Secret(text);
        }
        if (type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : wrongType(path, "true or false");
        }
        if (type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? node.intValue()
                    : wrongType(path, "a whole number");
        }
        if (type == Duration.class) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? Duration.ofSeconds(node.intValue())
                    : wrongType(path, "a whole number of seconds");
        }
        if (type == JsonNode.class) {
            return node.isObject() ? node : wrongType(path, "an object");
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return texts(node, path);
        }
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return constant(plain, node, path);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], node, path);
        }
        if (type instanceof Class<?> nested && nested.isRecord()) {
            return node.isObject()
                    ? object(nested.asSubclass(Record.class), node, path + ".")
                    : wrongType(path, "an object");
        }
        throw new IllegalStateException("no JSON for " + type);
    }

    private @Nullable List<Object> list(Type of, JsonNode node, String path) {
        if (!node.isArray()) {
            note(path, "wrong_type", "must be an array");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = value(of, node.get(i), path + "[" + i + "]");
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** An object whose members are all text. */
    private @Nullable Map<String, String> texts(JsonNode node, String path) {
        if (!node.isObject()) {
            note(path, "wrong_type", "must be an object");
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String value = text(entry.getValue(), path + "." + shown(entry.getKey()));
            if (value != null) {
                values.put(entry.getKey(), value);
            }
        });
        return values;
    }

    private @Nullable Object constant(Class<?> type, JsonNode node, String path) {
        List<String> names = MemberNames.ofConstants(type);
        int at = names.indexOf(node.asText());
        if (!node.isTextual() || at < 0) {
            note(path, "unsupported", "must be one of " + String.join(", ", names));
            return null;
        }
        return type.getEnumConstants()[at];
    }

    /** Text that every part behind can keep: Unicode without NUL (PostgreSQL) and without lone surrogates (UTF-8). */
    private @Nullable String text(JsonNode node, String path) {
        if (!node.isTextual()) {
            note(path, "wrong_type", "must be a string");
            return null;
        }
        String text = node.textValue();
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            note(path, "characters", "must be Unicode text without NUL");
            return null;
        }
        return text;
    }

    private @Nullable Object wrongType(String path, String expected) {
        note(path, "wrong_type", "must be " + expected);
        return null;
    }

    private void note(String path, String code, String message) {
        errors.add(new FieldError(path, code, message));
    }

    private static String shown(String name) {
        return name.length() > SHOWN_NAME_LIMIT ? name.substring(0, SHOWN_NAME_LIMIT) + "…" : name;
    }

    private static <T extends Record> T construct(
            Class<T> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            // Request records are their package's own.
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("a request record must take whatever has the right types", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
