package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.RequestCommand;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where the parameters of a request are: in the request itself, pushed before (RFC 9126), or in a request object, by value or by
 * reference (RFC 9101, OpenID Connect Core §6). Where they are elsewhere, only those count, and what stands beside
 * {@code client_id} is ignored (RFC 9101 §6.3).
 */
final class RequestSources {
    private final Entities entities;

    RequestSources(Entities entities) {
        this.entities = entities;
    }

    /** The one set of parameters, or why there is none. */
    sealed interface Source {
        record Found(Form parameters) implements Source {}

        record Refused(Rejection rejection) implements Source {}
    }

    /** Of a request that comes through the browser. */
    CompletionStage<Source> atAuthorize(RequestContext context, AppView app, Form presented) {
        String requestUri = presented.get("request_uri");
        String object = presented.get("request");
        if (requestUri != null && object != null) {
            return refused("invalid_request", "request and request_uri exclude each other");
        }
        boolean pushed = requestUri != null && RequestCommand.isPushed(requestUri);
        if (!pushed && mustPush(app)) {
            return refused("invalid_request", "this app has to push its requests");
        }
        if (object != null) {
            return read(context, app, object, false);
        }
        if (pushed) {
            return ask(
                    context,
                    replyTo -> new RequestCommand.TakePushed(
                            context.slug(), app.clientId(), new Secret(requestUri), replyTo));
        }
        if (requestUri != null) {
            return ask(
                    context,
                    replyTo -> new RequestCommand.FetchObject(context.slug(), app.clientId(), requestUri, replyTo));
        }
        return plain(app, presented);
    }

    /** Of a request that its app pushes: never by reference (RFC 9126 §2.1). */
    CompletionStage<Source> atPush(RequestContext context, AppView app, Form presented) {
        if (presented.has("request_uri")) {
            return refused("invalid_request", "request_uri cannot be pushed");
        }
        String object = presented.get("request");
        if (object != null) {
            return read(context, app, object, true);
        }
        Map<String, String> parameters = new HashMap<>(presented.asMap());
        // A client that proves who it is need not say it again.
        parameters.put("client_id", app.clientId());
        return plain(app, Form.of(parameters));
    }

    /** RFC 9126 §5, §6. */
    private static boolean mustPush(AppView app) {
        return app.metadata().authorization().requirePushedAuthorizationRequests()
                || app.settings().protocol().requirePushedAuthorizationRequests();
    }

    /** RFC 9101 §10.5. */
    private static CompletionStage<Source> plain(AppView app, Form parameters) {
        AppMetadata.Authorization rules = app.metadata().authorization();
        return rules.requireSignedRequestObject()
                ? refused("invalid_request", "this app has to send a signed request object")
                : CompletableFuture.completedFuture(new Source.Found(parameters));
    }

    private CompletionStage<Source> read(RequestContext context, AppView app, String object, boolean pushed) {
        return ask(
                context,
                replyTo -> new RequestCommand.ReadObject(
                        context.slug(), app.clientId(), new Secret(object), pushed, replyTo));
    }

    private CompletionStage<Source> ask(RequestContext context, Function<ActorRef<Reply>, WorkspaceCommand> command) {
        return entities.workspaceFetching(context.slug(), command, RequestCommand.Parameters.class)
                .<Source>thenApply(found -> new Source.Found(Form.of(found.parameters())))
                .exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.code().equals(RequestCommand.INVALID_OBJECT)
                                || refused.code().equals(RequestCommand.INVALID_URI))
                        .map(refused -> refused(refused.code(), refused.detail()))
                        .orElseGet(() -> CompletableFuture.failedFuture(thrown)));
    }

    private static CompletionStage<Source> refused(String error, String description) {
        return CompletableFuture.completedFuture(new Source.Refused(new Rejection(error, description)));
    }
}
