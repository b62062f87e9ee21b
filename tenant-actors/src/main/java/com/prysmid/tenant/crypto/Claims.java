package com.prysmid.tenant.crypto;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token's claims (RFC 7519 section 4), read by the type they must have: a claim of another type is as good as absent.
 *
 * @param values strings, longs, doubles, booleans, lists and maps, by name; unmodifiable
 */
public record Claims(Map<String, Object> values) {

    /** The end of the year 9999: a time beyond it is a mistake or an attempt at an overflow. */
    private static final long LATEST = 253_402_300_799L;

    public Claims {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The string of that name. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The NumericDate of that name, in whole seconds. */
    public Optional<Instant> time(String name) {
        long seconds = switch (values.get(name)) {
            case Long number -> number;
            case Double number when Double.isFinite(number) -> (long) Math.floor(number);
            case null, default -> -1;
        };
        return seconds >= 0 && seconds <= LATEST ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    /** The strings of that name, whether written as one string or as an array of them, as {@code aud} may be. */
    public List<String> texts(String name) {
        return switch (values.get(name)) {
            case String text -> List.of(text);
            case List<?> items
            when items.stream().allMatch(String.class::isInstance) ->
                items.stream().map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }

    /** Whether a time is there that cannot be read, or lies after that moment. */
    boolean hasTimeAfter(String name, Instant moment) {
        return values.containsKey(name) && time(name).map(moment::isBefore).orElse(true);
    }

    /** Names only: claims are personal data. */
    @Override
    public String toString() {
        return "Claims" + values.keySet();
    }
}
