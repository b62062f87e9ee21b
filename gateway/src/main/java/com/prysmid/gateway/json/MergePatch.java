package com.prysmid.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Marks a request record as a JSON merge patch (RFC 7396): a member that is absent keeps its value. Members that may be taken
 * away are {@link Change}s; an explicit {@code null} for any other is refused.
 */
public interface MergePatch {
    /** What a patch says about a member that may be taken away. */
    sealed interface Change<T> {
        record Keep<T>() implements Change<T> {}

        record Clear<T>() implements Change<T> {}

        record Replace<T>(T value) implements Change<T> {}

        /** The member's value after the patch. */
        default @Nullable T over(@Nullable T old) {
            return switch (this) {
                case Keep<T> keep -> old;
                case Clear<T> clear -> null;
                case Replace<T>(T value) -> value;
            };
        }
    }

    /** The same for a member that is always there. */
    static <T> T or(@Nullable T given, T old) {
        return given == null ? old : given;
    }

    /** RFC 7396 §2 on a whole document: members that are null in the patch go, others replace or merge. */
    static ObjectNode merge(ObjectNode document, JsonNode patch) {
        ObjectNode merged = document.deepCopy();
        patch.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                merged.remove(entry.getKey());
            } else if (value.isObject() && merged.get(entry.getKey()) instanceof ObjectNode inner) {
                merged.set(entry.getKey(), merge(inner, value));
            } else {
                merged.set(entry.getKey(), value);
            }
        });
        return merged;
    }
}
