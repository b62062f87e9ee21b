package com.prysmid.gateway.admin;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an operation: caller, path, query and body have been checked.
 *
 * @param issuer         of the workspace
 * @param act            by the caller
 * @param path           the values of the path's variables
 * @param collection     the path, without a trailing slash: what a creation adds to
 * @param query          the parameters that the operation takes
 * @param idempotencyKey as sent; null where none was
 * @param upload         the body as it came
 */
record AdminCall(
        Slug slug,
        String issuer,
        Administrator caller,
        Act act,
        Map<String, String> path,
        String collection,
        Query query,
        @Nullable String idempotencyKey,
        Upload upload) {

    /** Bytes of this type, as the sender tells. */
    record Upload(String mediaType, ByteString content) {
        /** Redacted: bodies carry secrets. */
        @Override
        public String toString() {
            return "Upload[" + mediaType + "]";
        }
    }

    String path(String variable) {
        return path.getOrDefault(variable, "");
    }

    /** The id of what this call creates: the same for the same idempotency key, else a new one. */
    String newId() {
        return idempotencyKey == null
                ? UUID.randomUUID().toString().replace("-", "")
                : IdempotentId.of(slug, collection, caller.key(), idempotencyKey);
    }

    String location(String id) {
        return AdminApi.ROOT + collection + "/" + id;
    }

    /**
     * The query's parameters, each given once.
     *
     * @param values by name; only those that were sent
     * @param limit  1–200
     */
    record Query(Map<String, String> values, int limit) {
        static final int DEFAULT_LIMIT = 50;
        static final int LARGEST_LIMIT = 200;

        Query {
            values = Map.copyOf(values);
        }

        @Nullable
        String get(String name) {
            return values.get(name);
        }

        @Nullable
        String cursor() {
            return values.get("cursor");
        }

        /** A part of a list that is held as a whole, ordered by id. */
        <T> Answer.Page<T> slice(List<T> all, Function<T, String> id) {
            String after;
            try {
                after = cursor() == null
                        ? ""
                        : new String(Base64.getUrlDecoder().decode(cursor()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw badCursor();
            }
            List<T> rest = all.stream()
                    .filter(item -> id.apply(item).compareTo(after) > 0)
                    .toList();
            List<T> items = rest.stream().limit(limit).toList();
            String next = rest.size() > items.size() ? cursor(id.apply(items.getLast())) : null;
            return new Answer.Page<>(items, next);
        }

        private static String cursor(String last) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static HttpProblem badCursor() {
        return HttpProblem.invalid(
                List.of(new FieldError("cursor", "invalid_cursor", "must be a next_cursor of an earlier answer")));
    }
}
