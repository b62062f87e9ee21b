package com.prysmid.control.value;

/** Text that must not be seen: a password or an API token. {@code toString} is redacted. */
public record Secret(String reveal) {
    public Secret {
        if (reveal.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
