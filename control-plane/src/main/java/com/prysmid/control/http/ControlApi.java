package com.prysmid.control.http;

import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.tokens.ApiToken;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.TokenHolder;
import com.prysmid.control.tokens.TokenRights;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.workspaces.Workspaces;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: host → operation → token → body → handler → headers. Each check answers by itself, so none can be
 * forgotten by a handler.
 */
public final class ControlApi {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);

    private static final String REQUEST_ID_SHAPE = "[A-Za-z0-9._-]{1,64}";

    private final String apiHost;
    private final String appHost;
    private final Tokens tokens;
    private final List<Operation> operations;

    public ControlApi(
            String domain, Workspaces workspaces, Tokens tokens, ReadSide readSide, URI securityContact, Clock clock) {
        this.apiHost = "api." + domain;
        this.appHost = "app." + domain;
        this.tokens = tokens;
        this.operations = Stream.of(
                        new ServiceRoutes(apiHost, securityContact, clock).operations(),
                        new WorkspaceRoutes(workspaces, readSide).operations(),
                        new AuditRoutes(readSide).operations(),
                        new TokenRoutes(tokens, clock).operations())
                .flatMap(List::stream)
                .toList();
    }

    /** Every operation that is served. */
    List<Operation> operations() {
        return operations;
    }

    /** Answers a request; never fails. */
    CompletionStage<HttpResponse> handle(HttpRequest request, Materializer materializer) {
        String requestId = requestId(request);
        CompletionStage<HttpResponse> answer;
        try {
            answer = route(request, requestId, materializer);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        return answer.exceptionally(failure -> failed(failure, requestId))
                .thenApply(response -> Answer.finished(response, requestId));
    }

    private CompletionStage<HttpResponse> route(HttpRequest request, String requestId, Materializer materializer) {
        // The whole host, compared as a whole: a prefix or suffix of ours is somebody else's.
        String host = request.getUri().host().address().toLowerCase(Locale.ROOT);
        if (host.equals(appHost)) {
            return BodyReader.refuse(
                    request,
                    materializer,
                    Problem.notFound(
                            "The dashboard is not part of this build; the API is under /v1/ of " + apiHost + "."));
        }
        if (!host.equals(apiHost)) {
            return BodyReader.refuse(
                    request, materializer, Problem.notFound("Nothing is served under this host name."));
        }
        List<String> segments = segments(request);
        List<String> allowed = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<Map<String, String>> variables = operation.match(segments);
            if (variables.isPresent()) {
                if (operation.method().equals(request.method().name())) {
                    return authorize(operation, variables.get(), request, requestId, materializer);
                }
                allowed.add(operation.method());
            }
        }
        return BodyReader.refuse(
                request,
                materializer,
                allowed.isEmpty()
                        ? Problem.notFound("There is nothing at this path.")
                        : new Problem(
                                405,
                                "method_not_allowed",
                                "This path does not have that method.",
                                List.of(),
                                Map.of("Allow", String.join(", ", allowed))));
    }

    /** The path's segments; none if it has an empty one, so that each resource has one path only. */
    private static List<String> segments(HttpRequest request) {
        String path = request.getUri().getPathString();
        List<String> segments = new ArrayList<>();
        if (!path.contains("//") && !path.endsWith("/")) {
            request.getUri().pathSegments().forEach(segments::add);
        }
        return segments;
    }

    private CompletionStage<HttpResponse> authorize(
            Operation operation,
            Map<String, String> variables,
            HttpRequest request,
            String requestId,
            Materializer materializer) {
        Scope scope = operation.access().scope();
        if (scope == null) {
            return BodyReader.read(
                    operation,
                    new Caller(request, Origin.of(request, requestId, Origin.NOBODY), TokenRights.NONE, variables),
                    materializer);
        }
        Optional<String> header = request.getHeader("Authorization").map(found -> found.value());
        Optional<ApiToken> token = header.filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .flatMap(value -> ApiToken.parse(value.substring(7).strip()));
        if (token.isEmpty()) {
            return BodyReader.refuse(request, materializer, unauthenticated(header.isPresent()));
        }
        return tokens.recognise(token.get()).thenCompose(found -> {
            if (found.isEmpty()) {
                return BodyReader.refuse(request, materializer, unauthenticated(true));
            }
            TokenHolder holder = found.get();
            return holder.rights().allow(scope)
                    ? BodyReader.read(
                            operation,
                            new Caller(
                                    request, Origin.of(request, requestId, holder.actor()), holder.rights(), variables),
                            materializer)
                    : BodyReader.refuse(request, materializer, forbidden(scope));
        });
    }

    /** RFC 6750 §3.1. */
    private static Problem forbidden(Scope scope) {
        return new Problem(
                403,
                "insufficient_scope",
                "The API token does not have the scope " + scope.wire() + ".",
                List.of(),
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"prysm\", error=\"insufficient_scope\", scope=\"" + scope.wire() + "\""));
    }

    /** RFC 6750 3.1: no error code where no credential was sent. */
    private static Problem unauthenticated(boolean presented) {
        return new Problem(
                401,
                presented ? "invalid_token" : "token_required",
                presented ? "The API token is not valid." : "This needs an API token: Authorization: Bearer prysm_…",
                List.of(),
                Map.of("WWW-Authenticate", "Bearer realm=\"prysm\"" + (presented ? ", error=\"invalid_token\"" : "")));
    }

    private static HttpResponse failed(Throwable failure, String requestId) {
        Throwable cause = BodyReader.cause(failure);
        if (cause instanceof TimeoutException) {
            LOG.warn("request {}: no answer in time", requestId);
            return Answer.problem(Problem.unavailable("No answer in time; sending the same request again is safe."));
        }
        LOG.error("request {} failed", requestId, cause);
        return Answer.problem(Problem.of(500, "internal_error", "Something went wrong on our side."));
    }

    private static String requestId(HttpRequest request) {
        return request.getHeader("X-Request-Id")
                .map(header -> header.value())
                .filter(value -> value.matches(REQUEST_ID_SHAPE))
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
