package com.prysmid.control.http;

import com.prysmid.control.accounts.Role;
import com.prysmid.control.tokens.Scope;
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
    sealed interface Access {
        /** Nobody needs a credential. */
        record Anybody() implements Access {}

        /** Whoever is signed in at the dashboard, whatever they belong to; no token stands for a person. */
        record SignedIn() implements Access {}

        /**
         * A token with this scope, or a member with this role in the account concerned: the one the path names by {@code {account}}, or
         * by {@code {slug}} of a workspace of its; where it names none, each account in which they have the role.
         */
        record Needs(Scope scope, Role role) implements Access {}

        Access ANYBODY = new Anybody();
        Access SIGNED_IN = new SignedIn();

        static Access needs(Scope scope, Role role) {
            return new Needs(scope, role);
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

    /** Whether it is the dashboard's own, and not served at the API's host. */
    boolean dashboardOnly() {
        return template.startsWith("/bff/");
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
