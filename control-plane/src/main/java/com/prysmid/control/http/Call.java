package com.prysmid.control.http;

import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an operation: host, path, credential and body have been checked.
 *
 * @param by who acts, with which request, from where: what every event says of its origin
 * @param standing how far whoever acts reaches
 * @param path the values of the path's variables
 * @param body the JSON object; an empty one where an operation takes no body
 * @param idempotencyKey digest of who acts and their {@code Idempotency-Key}, if they sent one: keys of different callers never
 *     meet
 */
record Call(
        HttpRequest request,
        Provenance by,
        Standing standing,
        Map<String, String> path,
        JsonBody body,
        @Nullable Sha256 idempotencyKey) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;
    private static final int LONGEST_FILTER = 200;

    /** The workspace in the path; empty if no workspace can have that name. */
    Optional<Slug> slug() {
        try {
            return Optional.of(Slug.parse(path.getOrDefault("slug", "")));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    /** Which part of a list is asked for, or what is wrong with the question. */
    sealed interface Paging {
        /**
         * @param after the last item of the page before, or null for the first page
         * @param filters what else is asked for, by name; an empty value is none
         */
        record Of(int limit, @Nullable String after, Map<String, String> filters) implements Paging {
            public Of {
                filters = Map.copyOf(filters);
            }
        }

        record Invalid(Problem problem) implements Paging {}
    }

    /** @param filters the names of the parameters that are accepted beside {@code limit} and {@code cursor} */
    Paging paging(String... filters) {
        List<Problem.FieldError> errors = new ArrayList<>();
        int limit = DEFAULT_LIMIT;
        String after = null;
        Map<String, String> values = new HashMap<>();
        Set<String> accepted = Set.of(filters);
        for (Map.Entry<String, String> parameter : request.getUri().query().toMultiMap().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> Map.entry(entry.getKey(), value)))
                .toList()) {
            String value = parameter.getValue();
            switch (parameter.getKey()) {
                case "limit" -> {
                    if (value.matches("[1-9][0-9]{0,2}") && Integer.parseInt(value) <= LARGEST_LIMIT) {
                        limit = Integer.parseInt(value);
                    } else {
                        errors.add(new Problem.FieldError("limit", "out_of_range", "must be a number from 1 to 200"));
                    }
                }
                case "cursor" -> {
                    after = decoded(value).orElse(null);
                    if (after == null) {
                        errors.add(new Problem.FieldError(
                                "cursor", "invalid_cursor", "must be a next_cursor of an earlier answer"));
                    }
                }
                default -> {
                    String name = parameter.getKey();
                    if (!accepted.contains(name)) {
                        errors.add(new Problem.FieldError(
                                name, "unknown_parameter", "is not a parameter of this request"));
                    } else if (value.length() > LONGEST_FILTER || !value.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
                        errors.add(new Problem.FieldError(
                                name, "invalid_value", "must be at most 200 printable characters"));
                    } else if (values.putIfAbsent(name, value) != null) {
                        errors.add(new Problem.FieldError(name, "repeated", "must be given once"));
                    }
                }
            }
        }
        return errors.isEmpty() ? new Paging.Of(limit, after, values) : new Paging.Invalid(Problem.invalid(errors));
    }

    /** The cursor that continues after this item. */
    static String cursor(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String cursor) {
        try {
            String last = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return last.matches("[A-Za-z0-9_-]{1,80}") ? Optional.of(last) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
