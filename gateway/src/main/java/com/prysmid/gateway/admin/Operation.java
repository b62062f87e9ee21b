package com.prysmid.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of what is served.
 *
 * @param method     in upper case
 * @param template   the path below {@code /admin/v1}, with variables in braces
 * @param permission what the caller must be allowed; null: anybody may, without a token
 * @param body       the record that the body is read into; null where there is none
 * @param mayLackBody whether nothing at all stands for an empty object
 * @param answer     what is answered where all goes well
 * @param parameters of the query
 * @param handler    is given the body as JSON where there is one
 * @param uploads    media types of which the body may be instead of JSON; empty: it is JSON, or there is none
 */
record Operation(
        String method,
        String template,
        @Nullable Permission permission,
        String summary,
        @Nullable Class<? extends Record> body,
        boolean mayLackBody,
        Output answer,
        List<Parameter> parameters,
        Handler handler,
        List<String> uploads) {
    /** An operation whose body is JSON, or that has none. */
    Operation(
            String method,
            String template,
            @Nullable Permission permission,
            String summary,
            @Nullable Class<? extends Record> body,
            boolean mayLackBody,
            Output answer,
            List<Parameter> parameters,
            Handler handler) {
        this(method, template, permission, summary, body, mayLackBody, answer, parameters, handler, List.of());
    }

    /** What is answered: its status, and the record in it, or in the items of a list; null for no JSON. */
    record Output(int status, @Nullable Class<?> type, boolean isList, String mediaType) {
        static final String JSON = "application/json";

        static Output ok(Class<? extends Record> type) {
            return new Output(200, type, false, JSON);
        }

        static Output created(Class<? extends Record> type) {
            return new Output(201, type, false, JSON);
        }

        static Output list(Class<? extends Record> items) {
            return new Output(200, items, true, JSON);
        }

        static Output nothing() {
            return new Output(204, null, false, "");
        }
    }

    /** A parameter of the query. */
    record Parameter(String name, String description) {
        static final Parameter LIMIT = new Parameter("limit", "How many items at most: 1 to 200, by default 50.");
        static final Parameter CURSOR = new Parameter("cursor", "The next_cursor of the page before.");
    }

    /** Does it. An expected failure is an answer; a failed stage is an outage. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<HttpResponse> handle(AdminCall call, @Nullable JsonNode body);
    }

    /** An operation without a body. */
    static Operation of(
            String method,
            String template,
            Permission permission,
            String summary,
            Output answer,
            Function<AdminCall, CompletionStage<HttpResponse>> action) {
        return new Operation(
                method,
                template,
                permission,
                summary,
                null,
                false,
                answer,
                List.of(),
                (call, body) -> action.apply(call));
    }

    /** An operation that takes a body. */
    static <B extends Record> Operation of(
            String method,
            String template,
            Permission permission,
            String summary,
            Class<B> type,
            Output answer,
            BiFunction<AdminCall, B, CompletionStage<HttpResponse>> action) {
        Handler handler = (call, body) -> {
            if (body == null) {
                throw new IllegalStateException("an operation with a body is called with one");
            }
            return switch (RecordReader.read(type, body)) {
                case RecordReader.Outcome.Read<B>(B value) -> action.apply(call, value);
                case RecordReader.Outcome.Wrong<B>(var errors) -> Answer.refuse(HttpProblem.invalid(errors));
            };
        };
        return new Operation(method, template, permission, summary, type, false, answer, List.of(), handler);
    }

    /** A body of bytes, put in the place of what was there. */
    static Operation uploading(
            String template,
            Permission permission,
            String summary,
            List<String> mediaTypes,
            Output answer,
            BiFunction<AdminCall, AdminCall.Upload, CompletionStage<HttpResponse>> action) {
        return new Operation(
                "PUT",
                template,
                permission,
                summary,
                null,
                false,
                answer,
                List.of(),
                (call, body) -> action.apply(call, call.upload()),
                mediaTypes);
    }

    /** A merge patch (RFC 7396) over a document that the action reads, merges and writes. */
    static Operation merging(
            String template,
            Permission permission,
            String summary,
            Class<? extends Record> document,
            Output answer,
            BiFunction<AdminCall, JsonNode, CompletionStage<HttpResponse>> action) {
        Handler handler = (call, body) -> {
            if (body == null) {
                throw new IllegalStateException("an operation with a body is called with one");
            }
            return action.apply(call, body);
        };
        return new Operation("PATCH", template, permission, summary, document, false, answer, List.of(), handler);
    }

    /** A list: with {@code limit} and {@code cursor}, and these filters. */
    static Operation list(
            String template,
            Permission permission,
            String summary,
            Class<? extends Record> items,
            Function<AdminCall, CompletionStage<HttpResponse>> action,
            Parameter... filters) {
        List<Parameter> parameters = new ArrayList<>(List.of(filters));
        parameters.add(Parameter.LIMIT);
        parameters.add(Parameter.CURSOR);
        return new Operation(
                "GET",
                template,
                permission,
                summary,
                null,
                false,
                Output.list(items),
                List.copyOf(parameters),
                (call, body) -> action.apply(call));
    }

    Operation orWithoutBody() {
        return new Operation(method, template, permission, summary, body, true, answer, parameters, handler);
    }

    Operation taking(Parameter... more) {
        return new Operation(method, template, permission, summary, body, mayLackBody, answer, List.of(more), handler);
    }
}
