package com.prysmid.control.http;

import com.prysmid.control.value.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Points in time as callers write them. */
final class ApiTime {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private ApiTime() {}

    /** RFC 3339; else an {@link InvalidValue}. */
    static Instant parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            // What a four-digit year cannot say is no time of ours, and not of every database either.
            if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw new InvalidValue("invalid_time", "must be a time of RFC 3339, such as 2026-11-24T08:00:00Z");
    }
}
