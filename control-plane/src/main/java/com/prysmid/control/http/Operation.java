package com.prysmid.control.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One row of the table of operations: what the OpenAPI document describes and a test holds against it.
 *
 * @param method in upper case
 * @param template the path, with variables in braces
 */
record Operation(String method, String template, Access access, Content content, Handler handler) {
    /** Who may call it. */
    enum Access {
        ANYBODY,
        TOKEN
    }

    /** What body it takes. */
    enum Content {
        NONE,
        JSON
    }

    /** What it does. An expected failure is an answer; a failed stage is an outage. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    /** The path's variables, if the path is this operation's. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> expected = List.of(template.substring(1).split("/"));
        if (expected.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            String part = expected.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
