package com.prysmid.control.http;

import java.util.List;
import java.util.Map;

/**
 * An expected failure, as RFC 9457 renders it.
 *
 * @param status the HTTP status
 * @param code stable, snake_case, for programs
 * @param detail one sentence, for people
 * @param errors one entry per invalid field
 * @param headers to send along, such as {@code Retry-After}
 */
record Problem(int status, String code, String detail, List<FieldError> errors, Map<String, String> headers) {
    Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    /**
     * What is wrong with one field.
     *
     * @param field its name; members of an object are joined with dots
     */
    record FieldError(String field, String code, String message) {}

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of());
    }

    static Problem invalid(List<FieldError> errors) {
        return new Problem(
                422, "invalid_request", "The request has invalid fields; nothing was changed.", errors, Map.of());
    }

    static Problem notFound(String detail) {
        return of(404, "not_found", detail);
    }

    /** Somebody behind us is not answering: worth another try. */
    static Problem unavailable(String detail) {
        return new Problem(503, "temporarily_unavailable", detail, List.of(), Map.of("Retry-After", "2"));
    }
}
