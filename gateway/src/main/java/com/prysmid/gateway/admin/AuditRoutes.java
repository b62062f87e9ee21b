package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.READ_AUDIT;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.admin.Operation.Parameter;
import com.prysmid.gateway.ask.AuditPages;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.AuditCommand.AuditEntry;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.AuditCommand.AuditPage;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: the journal of what happened in the workspace, newest first. */
final class AuditRoutes {
    private static final String JSON_LINES = "application/jsonl";

    private static final Parameter[] FILTERS = {
        new Parameter("type", "An entry's type, such as user.signed_in."),
        new Parameter("actor", "The id of who did it."),
        new Parameter("target", "The id of what it was done to."),
        new Parameter("from", "RFC 3339; entries at or after it."),
        new Parameter("to", "RFC 3339; entries before it.")
    };

    private final Entities entities;
    private final AuditPages journal;

    AuditRoutes(Entities entities) {
        this.entities = entities;
        this.journal = new AuditPages(entities);
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        "/audit", READ_AUDIT, "Search the audit journal", AuditEntry.class, this::search, FILTERS),
                Operation.of(
                                "GET",
                                "/audit/export",
                                READ_AUDIT,
                                "Download audit entries as JSON Lines",
                                new Output(200, AuditEntry.class, false, JSON_LINES),
                                this::export)
                        .taking(FILTERS));
    }

    private CompletionStage<HttpResponse> search(AdminCall call) {
        return filtered(
                call,
                filter -> ask(call, filter, call.query().cursor(), call.query().limit())
                        .thenApply(page -> Answer.ok(new Answer.Page<>(page.items(), page.nextCursor()))));
    }

    private CompletionStage<HttpResponse> export(AdminCall call) {
        return filtered(
                call,
                filter -> journal.first(call.slug(), filter)
                        .thenApply(first -> HttpResponse.create()
                                .withEntity(HttpEntities.createChunked(
                                        jsonLines(),
                                        journal.from(call.slug(), filter, first)
                                                .map(AuditRoutes::lines)
                                                .filter(bytes -> !bytes.isEmpty())))));
    }

    private CompletionStage<AuditPage> ask(AdminCall call, AuditFilter filter, @Nullable String cursor, int limit) {
        return entities.workspace(
                call.slug(),
                replyTo -> new AuditCommand.Search(call.slug(), filter, cursor, limit, replyTo),
                AuditPage.class);
    }

    private static ByteString lines(AuditPage page) {
        ByteStringBuilder lines = new ByteStringBuilder();
        for (AuditEntry entry : page.items()) {
            lines.append(ByteString.fromArray(ApiJson.bytes(entry))).putByte((byte) '\n');
        }
        return lines.result();
    }

    private static ContentType jsonLines() {
        return MediaTypes.customWithFixedCharset("application", "jsonl", HttpCharsets.UTF_8, java.util.Map.of(), false)
                .toContentType();
    }

    private static CompletionStage<HttpResponse> filtered(
            AdminCall call, Function<AuditFilter, CompletionStage<HttpResponse>> next) {
        List<FieldError> errors = new ArrayList<>();
        AdminCall.Query query = call.query();
        AuditFilter filter = new AuditFilter(
                query.get("type"),
                query.get("actor"),
                query.get("target"),
                time("from", query.get("from"), errors),
                time("to", query.get("to"), errors));
        return errors.isEmpty() ? next.apply(filter) : Answer.refuse(HttpProblem.invalid(errors));
    }

    private static @Nullable Instant time(String name, @Nullable String text, List<FieldError> errors) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            errors.add(new FieldError(name, "format", "must be a time as in RFC 3339, such as 2026-11-24T09:30:00Z"));
            return null;
        }
    }
}
