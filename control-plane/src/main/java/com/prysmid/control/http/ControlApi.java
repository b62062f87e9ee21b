package com.prysmid.control.http;

import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.operating.ServiceAccountHealth;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.signin.ConsoleSignIn;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.workspaces.Workspaces;
import java.net.URI;
import java.security.SecureRandom;
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
 * The way of every request: host → operation → credential → body → handler → headers. Each check answers by itself, so none can be
 * forgotten by a handler.
 */
public final class ControlApi {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);

    private static final String REQUEST_ID_SHAPE = "[A-Za-z0-9._-]{1,64}";

    private final String apiHost;
    private final String appHost;
    private final Gate gate;
    private final List<Operation> operations;

    /**
     * What is behind the API.
     *
     * @param signIn empty: nobody can sign in at the dashboard
     */
    public record Parts(
            Workspaces workspaces,
            ServiceAccountHealth health,
            Tokens tokens,
            Accounts accounts,
            Sessions sessions,
            ReadSide readSide,
            Optional<ConsoleSignIn> signIn) {}

    public ControlApi(String domain, Parts parts, URI securityContact, Clock clock) {
        this.apiHost = "api." + domain;
        this.appHost = "app." + domain;
        this.gate = new Gate(parts.tokens(), parts.sessions(), parts.accounts(), parts.workspaces(), parts.readSide());
        AccountChoice choice = new AccountChoice(parts.accounts());
        this.operations = Stream.of(
                        new ServiceRoutes(apiHost, securityContact, clock).operations(),
                        new WorkspaceRoutes(parts.workspaces(), parts.health(), parts.readSide(), choice).operations(),
                        new AccountRoutes(parts.accounts(), parts.readSide()).operations(),
                        new MemberRoutes(parts.accounts()).operations(),
                        new AuditRoutes(parts.readSide()).operations(),
                        new TokenRoutes(parts.tokens(), choice, clock).operations(),
                        new SessionRoutes(parts.sessions(), parts.signIn(), new SecureRandom()).operations())
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
        boolean dashboard = host.equals(appHost);
        if (!dashboard && !host.equals(apiHost)) {
            return BodyReader.refuse(
                    request, materializer, Problem.notFound("Nothing is served under this host name."));
        }
        List<String> segments = segments(request);
        List<String> allowed = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<Map<String, String>> variables = operation.match(segments);
            if (variables.isPresent() && (dashboard || !operation.dashboardOnly())) {
                if (operation.method().equals(request.method().name())) {
                    return admit(operation, variables.get(), request, requestId, dashboard, materializer);
                }
                allowed.add(operation.method());
            }
        }
        return BodyReader.refuse(
                request,
                materializer,
                allowed.isEmpty()
                        ? Problem.notFound(
                                dashboard
                                        ? "The dashboard's pages are not part of this build; the API is under /v1/."
                                        : "There is nothing at this path.")
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

    private CompletionStage<HttpResponse> admit(
            Operation operation,
            Map<String, String> variables,
            HttpRequest request,
            String requestId,
            boolean dashboard,
            Materializer materializer) {
        return gate.admit(operation, request, variables, dashboard).thenCompose(passage -> switch (passage) {
            case Gate.Passage.In(Standing standing) ->
                BodyReader.read(
                        operation,
                        new Caller(request, Origin.of(request, requestId, standing.actor()), standing, variables),
                        materializer);
            case Gate.Passage.Refused(Problem problem) -> BodyReader.refuse(request, materializer, problem);
        });
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
