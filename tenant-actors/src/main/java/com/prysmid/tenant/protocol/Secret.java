package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A secret that we made or were shown: a client secret, a code, a refresh token, a cookie value. Prints redacted. */
public record Secret(@JsonValue String reveal) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret {}

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
