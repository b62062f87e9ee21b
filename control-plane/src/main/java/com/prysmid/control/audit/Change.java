package com.prysmid.control.audit;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a fact changed: only the members that differ, as they were and as they became.
 *
 * @param before without the members that were not there
 * @param after without the members that are not there any more
 */
public record Change(Map<String, Object> before, Map<String, Object> after) {
    public Change {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /** Nothing that is shown. */
    public static Change none() {
        return new Change(Map.of(), Map.of());
    }

    /** Something came to be. */
    public static Change made(Map<String, Object> after) {
        return new Change(Map.of(), after);
    }

    /** The difference of two descriptions of the same thing. */
    public static Change between(Map<String, Object> before, Map<String, Object> after) {
        return new Change(differing(before, after), differing(after, before));
    }

    private static Map<String, Object> differing(Map<String, Object> these, Map<String, Object> those) {
        Map<String, Object> differing = new TreeMap<>();
        these.forEach((name, value) -> {
            if (!Objects.equals(value, those.get(name))) {
                differing.put(name, value);
            }
        });
        return differing;
    }
}
