package com.prysmid.control.http;

import com.prysmid.control.tokens.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of operations: what the OpenAPI document describes and a test holds against it.
 *
 * @param method in upper case
 * @param template the path, with variables in braces
 */
record Operation(String method, String template, Access access, Content content, Handler handler) {
    /**
     * Who may call it.
     *
     * @param scope what a token must let its holder do; null: nobody needs a token
     */
    record Access(@Nullable Scope scope) {
        static final Access ANYBODY = new Access(null);

        static Access needs(Scope scope) {
            return new Access(scope);
        }
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
