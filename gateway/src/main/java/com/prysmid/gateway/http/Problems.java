package com.prysmid.gateway.http;

import com.prysmid.gateway.ask.NoAnswer;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.tenant.protocol.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a failure means in HTTP. */
public final class Problems {
    /** Registered error codes of RFC 8707, 9396 and 9101 that a refusal may have. */
    private static final Set<String> OF_REQUESTS =
            Set.of("invalid_target", "invalid_authorization_details", "invalid_request_object", "invalid_request_uri");

    private static final Set<String> TAKEN = Set.of("username_taken", "name_taken", "already_exists");

    private Problems() {}

    /** Empty for what nobody expected. */
    static Optional<HttpProblem> expected(Throwable thrown, Surface surface) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case HttpProblem problem -> Optional.of(problem);
            case RefusedException e -> Optional.of(of(e.refused(), surface));
            case NoAnswer e ->
                Optional.of(unavailable(surface, "No answer in time; try again shortly.", Duration.ofSeconds(2)));
            default -> Optional.empty();
        };
    }

    /** RFC 6749 §5.2 statuses and codes at OAuth endpoints; the refusal's own code elsewhere. */
    public static HttpProblem of(Refused refused, Surface surface) {
        return switch (surface) {
            case OAUTH -> oauth(refused);
            case SCIM -> scim(refused);
            case API, PAGE, METADATA -> other(refused, surface);
        };
    }

    private static HttpProblem oauth(Refused refused) {
        return switch (refused.reason()) {
            case NO_SUCH_WORKSPACE -> new HttpProblem(404, "invalid_request", refused.detail());
            case WORKSPACE_NOT_ACTIVE -> new HttpProblem(403, "access_denied", refused.detail());
            case INVALID ->
                new HttpProblem(
                        400,
                        OF_REQUESTS.contains(refused.code()) ? refused.code() : "invalid_request",
                        refused.detail());
            case NOT_FOUND, CONFLICT -> new HttpProblem(400, "invalid_request", refused.detail());
            case FORBIDDEN -> new HttpProblem(403, "access_denied", refused.detail());
            case INVALID_CLIENT -> new HttpProblem(401, "invalid_client", refused.detail());
            case INVALID_GRANT, INVALID_CREDENTIALS -> new HttpProblem(400, "invalid_grant", refused.detail());
            case NOT_GRANTED -> new HttpProblem(400, refused.code(), refused.detail());
            case INVALID_SCOPE -> new HttpProblem(400, "invalid_scope", refused.detail());
            case UNAUTHORIZED_CLIENT -> new HttpProblem(400, "unauthorized_client", refused.detail());
            case INVALID_TOKEN -> new HttpProblem(401, "invalid_token", refused.detail());
            case INVALID_DPOP_PROOF -> invalidDpopProof(refused);
            case GUESSED_TOO_OFTEN -> new HttpProblem(429, "access_denied", refused.detail());
            case OVERLOADED -> unavailable(Surface.OAUTH, refused.detail(), refused.retryAfter());
        };
    }

    /** RFC 9449 §5 and §8. */
    private static HttpProblem invalidDpopProof(Refused refused) {
        HttpProblem problem = new HttpProblem(400, refused.code(), refused.detail());
        return refused.nonce() == null ? problem : problem.with("DPoP-Nonce", refused.nonce());
    }

    /** RFC 7644 §3.12: names of members that are wrong become part of the text. */
    private static HttpProblem scim(Refused refused) {
        if (refused.reason() == Refused.Reason.INVALID) {
            String detail = refused.fields().isEmpty()
                    ? refused.detail()
                    : refused.fields().stream()
                            .map(field -> field.field() + " " + field.message())
                            .collect(Collectors.joining("; "));
            return new HttpProblem(400, "invalidValue", detail);
        }
        HttpProblem problem = other(refused, Surface.SCIM);
        return TAKEN.contains(refused.code())
                ? new HttpProblem(problem.status(), "uniqueness", problem.detail())
                : problem;
    }

    private static HttpProblem other(Refused refused, Surface surface) {
        int status = switch (refused.reason()) {
            case NO_SUCH_WORKSPACE, NOT_FOUND -> 404;
            case WORKSPACE_NOT_ACTIVE, FORBIDDEN -> 403;
            case INVALID -> 422;
            case CONFLICT -> 409;
            case INVALID_CLIENT, INVALID_TOKEN, INVALID_CREDENTIALS, INVALID_DPOP_PROOF -> 401;
            case INVALID_GRANT, NOT_GRANTED, INVALID_SCOPE, UNAUTHORIZED_CLIENT -> 400;
            case GUESSED_TOO_OFTEN -> 429;
            case OVERLOADED -> 503;
        };
        return status == 503
                ? unavailable(surface, refused.detail(), refused.retryAfter())
                : new HttpProblem(status, refused.code(), refused.detail(), refused.fields(), java.util.List.of());
    }

    private static HttpProblem unavailable(Surface surface, String detail, @Nullable Duration retryAfter) {
        long seconds = retryAfter == null ? 1 : Math.max(1, retryAfter.toSeconds());
        return new HttpProblem(503, surface == Surface.OAUTH ? "temporarily_unavailable" : "unavailable", detail)
                .with("Retry-After", Long.toString(seconds));
    }
}
