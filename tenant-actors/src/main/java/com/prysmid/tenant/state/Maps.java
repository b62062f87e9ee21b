package com.prysmid.tenant.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Persistent-style updates of small sorted maps: each gives a new unmodifiable map and leaves the old one alone. */
final class Maps {
    private Maps() {}

    static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }

    static <V> Map<String, V> without(Map<String, V> map, String key) {
        if (!map.containsKey(key)) {
            return map;
        }
        Map<String, V> copy = new TreeMap<>(map);
        copy.remove(key);
        return Collections.unmodifiableMap(copy);
    }

    static <V> Map<String, V> keep(Map<String, V> map, BiPredicate<String, V> keep) {
        if (map.isEmpty() || map.entrySet().stream().allMatch(e -> keep.test(e.getKey(), e.getValue()))) {
            return map;
        }
        Map<String, V> copy = new TreeMap<>();
        map.forEach((key, value) -> {
            if (keep.test(key, value)) {
                copy.put(key, value);
            }
        });
        return Collections.unmodifiableMap(copy);
    }
}
