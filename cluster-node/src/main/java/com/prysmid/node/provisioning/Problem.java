package com.prysmid.node.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.tenant.protocol.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/**
 * An error as the control plane is told it (RFC 9457).
 *
 * @param code stable and machine-readable
 * @param detail for people; no personal data, no class name
 * @param retryAfter when trying again makes sense
 */
record Problem(
        int status,
        String code,
        String detail,
        List<Refused.FieldError> errors,
        @Nullable Duration retryAfter) {

    private static final ContentType TYPE =
            MediaTypes.applicationWithOpenCharset("problem+json").toContentType(HttpCharsets.UTF_8);

    /** A port that cannot answer now asks to be asked again soon: hardly anything here takes long. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** But for a backup, which takes a second for some ten megabytes. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    static Problem invalid(String field, String code, String message) {
        return new Problem(
                422,
                "invalid_input",
                "Some members of the input are not valid.",
                List.of(new Refused.FieldError(field, code, message)),
                null);
    }

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), null);
    }

    /** Of a deletion that takes longer than somebody should wait: whoever asks again is told how it went. */
    static Problem underWay() {
        return new Problem(
                503, "deletion_under_way", "The workspace is shut and is being backed up.", List.of(), A_WHILE);
    }

    static Problem unavailable() {
        return new Problem(503, "unavailable", "The workspace cannot be reached now.", List.of(), SOON);
    }

    static Problem of(Refused refused) {
        int status = switch (refused.reason()) {
            case NO_SUCH_WORKSPACE, NOT_FOUND -> 404;
            case CONFLICT, WORKSPACE_NOT_ACTIVE -> 409;
            case INVALID -> 422;
            case GUESSED_TOO_OFTEN -> 429;
            case OVERLOADED -> 503;
            case FORBIDDEN -> 403;
            case INVALID_CLIENT,
                    INVALID_GRANT,
                    NOT_GRANTED,
                    INVALID_SCOPE,
                    UNAUTHORIZED_CLIENT,
                    INVALID_TOKEN,
                    INVALID_DPOP_PROOF,
                    INVALID_CREDENTIALS -> 400;
        };
        Duration retryAfter = status == 503 && refused.retryAfter() == null ? SOON : refused.retryAfter();
        return new Problem(status, refused.code(), refused.detail(), refused.fields(), retryAfter);
    }

    HttpResponse response() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
        if (!errors.isEmpty()) {
            ArrayNode list = body.putArray("errors");
            for (Refused.FieldError error : errors) {
                list.addObject()
                        .put("field", error.field())
                        .put("code", error.code())
                        .put("message", error.message());
            }
        }
        HttpResponse response = HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(TYPE, body.toString().getBytes(StandardCharsets.UTF_8)));
        return retryAfter == null
                ? response
                : response.addHeader(
                        RawHeader.create("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
    }
}
