package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** A password as a person typed it. Prints redacted; never persisted. */
public record PasswordInput(@JsonValue String reveal) {
    /** bcrypt reads no further than this many bytes. */
    public static final int MAX_BYTES = 72;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PasswordInput {}

    /** The same password however a keyboard makes its characters: Unicode NFKC, as it is hashed. */
    public String normalized() {
        return Normalizer.normalize(reveal, Normalizer.Form.NFKC);
    }

    /** Of {@link #normalized}, in UTF-8. */
    public int bytes() {
        return normalized().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return "PasswordInput[redacted]";
    }
}
