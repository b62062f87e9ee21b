package com.prysmid.gateway.admin;

import org.jspecify.annotations.Nullable;

/**
 * Marks a request record as a JSON merge patch (RFC 7396): a member that is absent keeps its value. Members that may be taken
 * away are {@link Change}s; an explicit {@code null} for any other is refused.
 */
interface MergePatch {
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
}
