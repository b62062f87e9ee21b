package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** A user's opaque id, unique in its workspace; the {@code sub} claim. Holds neither {@code /}, {@code |} nor {@code .}. */
public record UserId(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a user id");
        }
    }

    public static Optional<UserId> parse(String value) {
        return SHAPE.matcher(value).matches() ? Optional.of(new UserId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
