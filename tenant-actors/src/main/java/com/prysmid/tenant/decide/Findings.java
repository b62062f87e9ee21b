package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong with an input, so that all of it is told at once. Not thread-safe. */
final class Findings {
    /** Long enough for every honest name, short enough for every page and index. */
    private static final int NAME_LIMIT = 100;

    private final List<FieldError> errors = new ArrayList<>();

    Findings add(String field, String code, String message) {
        errors.add(new FieldError(field, code, message));
        return this;
    }

    Findings require(boolean holds, String field, String code, String message) {
        return holds ? this : add(field, code, message);
    }

    /** What a parser takes; its {@link IllegalArgumentException}s are fit to be shown. */
    Findings requireParsed(String field, String code, Supplier<?> parser) {
        try {
            Objects.requireNonNull(parser.get());
            return this;
        } catch (IllegalArgumentException e) {
            return add(field, code, String.valueOf(e.getMessage()));
        }
    }

    /** A name that people read: 1–100 characters, no control characters, not only blanks. */
    Findings requireName(String field, String name) {
        require(
                !name.isBlank() && name.codePointCount(0, name.length()) <= NAME_LIMIT,
                field,
                "length",
                "must have 1 to " + NAME_LIMIT + " characters");
        return require(
                name.codePoints().noneMatch(Character::isISOControl),
                field,
                "characters",
                "must not have control characters");
    }

    /** The refusal, if anything was found. */
    Optional<Refused> refusal() {
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.invalid(errors));
    }
}
