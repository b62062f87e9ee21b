package com.prysmid.control.http;

import com.prysmid.control.value.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** The last checks before an operation: type, size, idempotency key and JSON of the body. */
final class BodyReader {
    /** The largest body: many times the largest valid request. */
    private static final int BODY_LIMIT = 64 * 1024;

    /** How much of a body that is too large is read all the same: a caller cut off while sending would not see the answer. */
    private static final int READ_LIMIT = 1024 * 1024;

    private static final Problem TOO_LARGE =
            Problem.of(413, "body_too_large", "The body must not be larger than 64 kB.");

    /** How long a body may take to arrive. */
    private static final long BODY_MILLIS = 10_000;

    /** Any printable ASCII: long enough for every kind of id, short enough not to be a place to store things. */
    private static final String KEY_SHAPE = "[\\x21-\\x7e]{1,255}";

    private static final Problem INVALID_KEY = Problem.invalid(List.of(new Problem.FieldError(
            "Idempotency-Key",
            "invalid_idempotency_key",
            "must be 1 to 255 printable ASCII characters without blanks")));

    private BodyReader() {}

    /** Reads the body an operation takes, and drops any that it does not. */
    static CompletionStage<HttpResponse> read(Operation operation, Caller caller, Materializer materializer) {
        HttpRequest request = caller.request();
        return switch (operation.content()) {
            case NONE -> {
                request.discardEntityBytes(materializer);
                yield operation.handler().handle(caller.with(JsonBody.none(), null));
            }
            case JSON -> {
                if (!MediaTypes.APPLICATION_JSON.equals(
                        request.entity().getContentType().mediaType())) {
                    yield refuse(
                            request,
                            materializer,
                            Problem.of(415, "unsupported_media_type", "The body must be of type application/json."));
                }
                if (request.entity().getContentLengthOption().orElse(0) > BODY_LIMIT) {
                    yield refuse(request, materializer, TOO_LARGE);
                }
                yield request.entity()
                        .withSizeLimit(READ_LIMIT)
                        .toStrict(BODY_MILLIS, materializer)
                        .handle((body, failure) ->
                                failure == null ? parse(operation, caller, body.getData()) : unreadable(failure))
                        .thenCompose(answer -> answer);
            }
        };
    }

    private static CompletionStage<HttpResponse> parse(Operation operation, Caller caller, ByteString bytes) {
        if (bytes.size() > BODY_LIMIT) {
            return answer(TOO_LARGE);
        }
        Optional<String> key = caller.request().getHeader("Idempotency-Key").map(header -> header.value());
        if (key.isPresent() && !key.get().matches(KEY_SHAPE)) {
            return answer(INVALID_KEY);
        }
        JsonBody body;
        try {
            body = JsonBody.parse(bytes.toArray());
        } catch (JsonBody.Malformed e) {
            return answer(Problem.of(400, "malformed_json", String.valueOf(e.getMessage())));
        }
        Sha256 digest = key.map(value -> Sha256.of(caller.by().actor().id() + "\n" + value))
                .orElse(null);
        return operation.handler().handle(caller.with(body, digest));
    }

    private static CompletionStage<HttpResponse> unreadable(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof EntityStreamSizeException) {
            return answer(TOO_LARGE);
        }
        if (cause instanceof TimeoutException) {
            return answer(Problem.of(408, "request_timeout", "The body did not arrive in time."));
        }
        return CompletableFuture.failedStage(cause);
    }

    private static CompletionStage<HttpResponse> answer(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }

    /** Answers without reading the body. */
    static CompletionStage<HttpResponse> refuse(HttpRequest request, Materializer materializer, Problem problem) {
        request.discardEntityBytes(materializer);
        return answer(problem);
    }

    /** What really failed, without the wrapping of stages. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
