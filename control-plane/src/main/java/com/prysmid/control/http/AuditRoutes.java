package com.prysmid.control.http;

import com.prysmid.control.accounts.Role;
import com.prysmid.control.audit.AuditEntry;
import com.prysmid.control.audit.AuditQuery;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.value.InvalidValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code /v1/audit}: the control plane's own journal, as pages and as one stream. Read-only: nothing here can change it. */
final class AuditRoutes {
    /** One JSON object a line, as the workspaces' own exports are. */
    private static final ContentType JSON_LINES = MediaTypes.customWithFixedCharset(
                    "application", "jsonl", HttpCharsets.UTF_8, Map.of(), false)
            .toContentType();

    private static final String[] FILTERS = {"workspace", "type", "actor", "from", "to"};

    /** More digits than that are no number of ours. */
    private static final String NUMBER = "[1-9][0-9]{0,17}";

    private final ReadSide readSide;

    AuditRoutes(ReadSide readSide) {
        this.readSide = readSide;
    }

    List<Operation> operations() {
        return List.of(
                new Operation("GET", "/v1/audit", Access.needs(Scope.READ_AUDIT, Role.ADMIN), Content.NONE, this::page),
                new Operation(
                        "GET",
                        "/v1/audit/export",
                        Access.needs(Scope.READ_AUDIT, Role.ADMIN),
                        Content.NONE,
                        this::export));
    }

    private CompletionStage<HttpResponse> page(Call call) {
        return switch (asked(call)) {
            case Asked.Wrong(Problem problem) -> problem(problem);
            case Asked.For(AuditQuery query, int limit, Long before) ->
                readSide.audit(query, before, limit)
                        .thenApply(page -> Answer.page(
                                page.items().stream().map(AuditRoutes::shown).toList(),
                                page.next() == null
                                        ? null
                                        : Call.cursor(page.next().toString())));
        };
    }

    private CompletionStage<HttpResponse> export(Call call) {
        return switch (asked(call)) {
            case Asked.Wrong(Problem problem) -> problem(problem);
            case Asked.For(AuditQuery query, int limit, Long before) ->
                CompletableFuture.completedStage(HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                JSON_LINES,
                                readSide.export(query).map(entry -> ByteString.fromArray(Answer.line(shown(entry)))))));
        };
    }

    /** What is asked for, or what is wrong with the question. */
    private sealed interface Asked {
        record For(AuditQuery query, int limit, @Nullable Long before) implements Asked {}

        record Wrong(Problem problem) implements Asked {}
    }

    private static Asked asked(Call call) {
        return switch (call.paging(FILTERS)) {
            case Call.Paging.Invalid(Problem problem) -> new Asked.Wrong(problem);
            case Call.Paging.Of(int limit, String after, Map<String, String> filters) -> {
                List<Problem.FieldError> errors = new ArrayList<>();
                Instant from = time("from", filters, errors);
                Instant to = time("to", filters, errors);
                if (after != null && !after.matches(NUMBER)) {
                    errors.add(new Problem.FieldError(
                            "cursor", "invalid_cursor", "must be a next_cursor of an earlier answer"));
                }
                if (!errors.isEmpty()) {
                    yield new Asked.Wrong(Problem.invalid(errors));
                }
                AuditQuery query = new AuditQuery(
                        call.standing().accountIds(),
                        filters.get("workspace"),
                        filters.get("type"),
                        filters.get("actor"),
                        from,
                        to);
                yield new Asked.For(query, limit, after == null ? null : Long.valueOf(after));
            }
        };
    }

    private static @Nullable Instant time(String name, Map<String, String> filters, List<Problem.FieldError> errors) {
        String text = filters.get(name);
        if (text == null) {
            return null;
        }
        try {
            return ApiTime.parse(text);
        } catch (InvalidValue e) {
            errors.add(new Problem.FieldError(name, e.code(), e.explanation()));
            return null;
        }
    }

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }

    private static Map<String, Object> shown(AuditEntry entry) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", "aud_" + entry.source().ordering());
        body.put("at", entry.at());
        body.put("type", entry.type());
        body.put("actor", entry.by().actor());
        body.put("account_id", entry.accountId());
        body.put("workspace", entry.workspace());
        body.put("target", entry.target());
        body.put("ip", entry.by().ip());
        body.put("user_agent", entry.by().userAgent());
        body.put(
                "request_id",
                entry.by().requestId().isEmpty() ? null : entry.by().requestId());
        body.put("before", entry.before().isEmpty() ? null : entry.before());
        body.put("after", entry.after().isEmpty() ? null : entry.after());
        return body;
    }
}
