package com.prysmid.control.vault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A Fernet token as text. Worthless without a key of the vault, and still nobody's to see: {@code toString} is redacted. */
public record Sealed(@JsonValue String text) {
    @JsonCreator
    public Sealed {}

    @Override
    public String toString() {
        return "Sealed[redacted]";
    }
}
