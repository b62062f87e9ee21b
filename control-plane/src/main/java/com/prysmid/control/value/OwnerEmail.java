package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where the customer who owns a workspace is reached: the only personal datum of the control plane. {@code toString} does not
 * show it, so that it cannot slip into a log.
 */
public record OwnerEmail(@JsonValue String address) {
    /** The mail address of RFC 5321 without quoted local parts and address literals, which no customer of ours has. */
    private static final Pattern SHAPE = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

    /** RFC 5321 4.5.3.1.3: a path is at most 256 octets, two of which are the angle brackets. */
    private static final int LONGEST = 254;

    // Stored addresses are trusted, as DisplayName explains.
    @JsonCreator
    public OwnerEmail {}

    /** Checks an address that comes from outside. */
    public static OwnerEmail parse(String text) {
        if (text.length() > LONGEST
                || !SHAPE.matcher(text).matches()
                || text.startsWith(".")
                || text.contains("..")
                || text.contains(".@")) {
            throw new InvalidValue("invalid_email", "must be a mail address such as owner@example.com");
        }
        return new OwnerEmail(text);
    }

    @Override
    public String toString() {
        return "OwnerEmail[redacted]";
    }
}
