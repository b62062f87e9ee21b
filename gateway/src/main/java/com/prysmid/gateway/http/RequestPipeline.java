package com.prysmid.gateway.http;

import com.prysmid.gateway.host.HostMatch;
import com.prysmid.gateway.host.HostParser;
import com.prysmid.gateway.host.WorkspaceLookup;
import com.prysmid.gateway.http.EndpointTable.Match;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Request id → host → workspace → other origins → path → body → handler → error rendering → headers. Thread-safe. */
public final class RequestPipeline implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    /** No form or JSON of ours needs more; RFC 9110 §15.5.14 beyond it. */
    static final long BODY_LIMIT = 64 * 1024;

    /** A client that sends so slowly only holds a connection. */
    private static final long BODY_TIMEOUT_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

    private final HostParser hosts;
    private final HostParser mtlsHosts;
    private final WorkspaceLookup workspaces;
    private final EndpointTable endpoints;
    private final CrossOrigin crossOrigin;
    private final Pages pages;
    private final ErrorRendering errors;
    private final Materializer materializer;

    /** @param mtlsHosts the names at the listener that asks for certificates */
    public RequestPipeline(
            ActorSystem<?> system,
            HostParser hosts,
            HostParser mtlsHosts,
            WorkspaceLookup workspaces,
            List<Endpoint> endpoints,
            CrossOrigin crossOrigin,
            Pages pages) {
        this.hosts = hosts;
        this.mtlsHosts = mtlsHosts;
        this.workspaces = workspaces;
        this.endpoints = new EndpointTable(endpoints);
        this.crossOrigin = crossOrigin;
        this.pages = pages;
        this.errors = new ErrorRendering(pages);
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        String requestId = RequestId.of(request);
        return switch ((TlsClient.wasAsked(request) ? mtlsHosts : hosts).parse(request)) {
            case HostMatch.Malformed malformed -> refuseHost(request, 400, requestId);
            case HostMatch.Unknown unknown -> refuseHost(request, 404, requestId);
            case HostMatch.Workspace(var slug) ->
                workspaces
                        .find(slug)
                        .handle((found, thrown) -> {
                            if (thrown != null) {
                                discard(request);
                                return completed(
                                        errors.render(thrown, Surface.PAGE, requestId, new Visit(request, null)),
                                        Surface.PAGE,
                                        requestId);
                            }
                            return found.map(workspace -> dispatch(request, workspace, requestId))
                                    .orElseGet(() -> refuseHost(request, 404, requestId));
                        })
                        .thenCompose(Function.identity());
        };
    }

    private CompletionStage<HttpResponse> refuseHost(HttpRequest request, int status, String requestId) {
        discard(request);
        return completed(Responses.html(status, pages.notFound(new Visit(request, null))), Surface.PAGE, requestId);
    }

    private CompletionStage<HttpResponse> dispatch(
            HttpRequest request, WorkspaceDescription workspace, String requestId) {
        if (!crossOrigin.concerns(request)) {
            return toEndpoint(request, workspace, requestId);
        }
        return crossOrigin.headers(request, workspace).thenCompose(headers -> {
            if (crossOrigin.isPreflight(request)) {
                discard(request);
                return completed(Responses.empty(204).addHeaders(headers), Surface.OAUTH, requestId);
            }
            return toEndpoint(request, workspace, requestId).thenApply(response -> response.addHeaders(headers));
        });
    }

    private CompletionStage<HttpResponse> toEndpoint(
            HttpRequest request, WorkspaceDescription workspace, String requestId) {
        Match match = endpoints.find(
                request.method(), request.getUri().path(), request.getUri().pathSegments());
        return switch (match) {
            // Cookies know no ports: a second address for pages would be a second origin in one cookie jar.
            case Match.Found(var endpoint, var parameters)
            when endpoint.surface() == Surface.PAGE && TlsClient.wasAsked(request) ->
                fail(request, HttpProblem.notFound(), Surface.PAGE, workspace, requestId);
            case Match.NoSuchPath(var surface) -> fail(request, HttpProblem.notFound(), surface, workspace, requestId);
            case Match.WrongMethod(var surface, var allow) ->
                fail(
                        request,
                        new HttpProblem(405, "method_not_allowed", "This address knows only: " + allow + ".")
                                .with("Allow", allow),
                        surface,
                        workspace,
                        requestId);
            case Match.Found(var endpoint, var parameters)
            when workspace.status() == WorkspaceStatus.SUSPENDED && endpoint.surface() != Surface.METADATA ->
                fail(request, suspended(endpoint.surface()), endpoint.surface(), workspace, requestId);
            case Match.Found(var endpoint, var parameters) -> call(request, endpoint, parameters, workspace, requestId);
        };
    }

    private CompletionStage<HttpResponse> call(
            HttpRequest request,
            Endpoint endpoint,
            Map<String, String> parameters,
            WorkspaceDescription workspace,
            String requestId) {
        Act act = new Act(Actor.ANONYMOUS, null, clientAddress(request), userAgent(request), requestId);
        CompletionStage<HttpResponse> answer;
        try {
            answer = request.entity() instanceof HttpEntity.Strict strict
                    ? endpoint.handler()
                            .handle(new RequestContext(
                                    request, requestId, workspace, act, limited(strict.getData()), parameters))
                    : body(request)
                            .thenCompose(body -> endpoint.handler()
                                    .handle(new RequestContext(request, requestId, workspace, act, body, parameters)));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, thrown) -> SecurityHeaders.complete(
                thrown == null
                        ? response
                        : errors.render(thrown, endpoint.surface(), requestId, new Visit(request, workspace)),
                endpoint.surface(),
                requestId));
    }

    private CompletionStage<ByteString> body(HttpRequest request) {
        if (request.entity().getContentLengthOption().orElse(0) > BODY_LIMIT) {
            discard(request);
            throw tooLarge();
        }
        return request.entity()
                .withSizeLimit(BODY_LIMIT)
                .toStrict(BODY_TIMEOUT_MILLIS, materializer)
                .handle((strict, thrown) -> {
                    if (thrown != null) {
                        LOG.debug("a request body could not be read", thrown);
                        throw new CompletionException(tooLarge());
                    }
                    return strict.getData();
                });
    }

    private static ByteString limited(ByteString data) {
        if (data.size() > BODY_LIMIT) {
            throw tooLarge();
        }
        return data;
    }

    private static HttpProblem tooLarge() {
        return new HttpProblem(413, "content_too_large", "The body is larger than 64 kB, or came too slowly.");
    }

    private static HttpProblem suspended(Surface surface) {
        return new HttpProblem(
                403,
                surface == Surface.OAUTH ? "access_denied" : "workspace_not_active",
                "This workspace is suspended.");
    }

    private CompletionStage<HttpResponse> fail(
            HttpRequest request,
            HttpProblem problem,
            Surface surface,
            WorkspaceDescription workspace,
            String requestId) {
        discard(request);
        return completed(errors.render(problem, surface, requestId, new Visit(request, workspace)), surface, requestId);
    }

    private static CompletionStage<HttpResponse> completed(HttpResponse response, Surface surface, String requestId) {
        return CompletableFuture.completedFuture(SecurityHeaders.complete(response, surface, requestId));
    }

    /** A body that nobody reads would hold its connection. */
    private void discard(HttpRequest request) {
        if (!(request.entity() instanceof HttpEntity.Strict)) {
            request.discardEntityBytes(materializer);
        }
    }

    private static @Nullable String clientAddress(HttpRequest request) {
        Optional<RemoteAddress> remote = request.getAttribute(AttributeKeys.remoteAddress);
        return remote.flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse(null);
    }

    private static @Nullable String userAgent(HttpRequest request) {
        return request.getHeader("User-Agent").map(HttpHeader::value).orElse(null);
    }
}
