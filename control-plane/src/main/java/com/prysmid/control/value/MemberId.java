package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A person who signs in at the dashboard, by what the workspace {@code console} calls them: its {@code sub}, which is opaque. */
public record MemberId(@JsonValue String text) implements Comparable<MemberId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @JsonCreator
    public MemberId {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue("invalid_member", "must be the id of a member");
        }
    }

    @Override
    public int compareTo(MemberId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
