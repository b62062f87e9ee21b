package com.prysmid.gateway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a method and a path. Immutable. */
final class EndpointTable {
    /** What a method and a path come to. */
    sealed interface Match {
        record Found(Endpoint endpoint, Map<String, String> pathParameters) implements Match {}

        /** @param allow for the header of that name */
        record WrongMethod(Surface surface, String allow) implements Match {}

        record NoSuchPath(Surface surface) implements Match {}
    }

    /** All endpoints of one path, by method name. */
    private record Entry(List<String> segments, Map<String, Endpoint> byMethod) {}

    private final Map<String, Entry> fixed = new HashMap<>();
    private final List<Entry> patterns = new ArrayList<>();

    EndpointTable(List<Endpoint> endpoints) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            Entry entry = entries.computeIfAbsent(
                    endpoint.path(), path -> new Entry(List.of(path.substring(1).split("/", -1)), new TreeMap<>()));
            if (entry.byMethod().put(endpoint.method().value(), endpoint) != null) {
                throw new IllegalArgumentException(
                        "registered twice: " + endpoint.method().value() + " " + endpoint.path());
            }
        }
        entries.forEach((path, entry) -> {
            if (path.contains("{")) {
                patterns.add(entry);
            } else {
                fixed.put(path, entry);
            }
        });
    }

    /** @param segments the path's, decoded */
    Match find(HttpMethod method, String path, Iterable<String> segments) {
        Entry exact = fixed.get(path);
        if (exact != null) {
            return choose(exact, method, Map.of());
        }
        List<String> presented = new ArrayList<>();
        segments.forEach(presented::add);
        for (Entry entry : patterns) {
            Map<String, String> parameters = matches(entry.segments(), presented);
            if (parameters != null) {
                return choose(entry, method, parameters);
            }
        }
        return new Match.NoSuchPath(surfaceOf(path));
    }

    private static Match choose(Entry entry, HttpMethod method, Map<String, String> parameters) {
        Endpoint endpoint = entry.byMethod().get(method.value().equals("HEAD") ? "GET" : method.value());
        return endpoint != null
                ? new Match.Found(endpoint, parameters)
                : new Match.WrongMethod(
                        entry.byMethod().values().iterator().next().surface(),
                        String.join(", ", entry.byMethod().keySet()));
    }

    private static @Nullable Map<String, String> matches(List<String> pattern, List<String> presented) {
        if (pattern.size() != presented.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String segment = pattern.get(i);
            if (segment.startsWith("{")) {
                if (presented.get(i).isEmpty()) {
                    return null;
                }
                parameters.put(segment.substring(1, segment.length() - 1), presented.get(i));
            } else if (!segment.equals(presented.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static Surface surfaceOf(String path) {
        if (path.startsWith("/scim/")) {
            return Surface.SCIM;
        }
        if (path.startsWith("/admin/")) {
            return Surface.API;
        }
        return path.startsWith("/oauth/") || path.startsWith("/oidc/") ? Surface.OAUTH : Surface.PAGE;
    }
}
