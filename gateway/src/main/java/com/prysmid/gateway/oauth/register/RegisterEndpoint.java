package com.prysmid.gateway.oauth.register;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.RegistrationCommand.Registered;
import com.prysmid.tenant.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** {@code POST /oauth/v2/register}; {@code GET, PUT, DELETE /oauth/v2/register/{client_id}}. */
public final class RegisterEndpoint {
    private static final String ONE = OAuthPaths.REGISTER + "/{client_id}";
    private static final String STATEMENT = "software_statement";

    /** RFC 7592 §2.2: what the server told is not for the client to change. */
    private static final Set<String> TOLD = Set.of(
            "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at");

    private final Entities entities;
    private final RateLimits limits;

    public RegisterEndpoint(Entities entities, RateLimits limits) {
        this.entities = entities;
        this.limits = limits;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(OAuthPaths.REGISTER, Surface.OAUTH, this::register),
                Endpoint.get(ONE, Surface.OAUTH, this::read),
                new Endpoint(HttpMethods.PUT, ONE, Surface.OAUTH, this::replace),
                new Endpoint(HttpMethods.DELETE, ONE, Surface.OAUTH, this::remove));
    }

    private CompletionStage<HttpResponse> register(RequestContext context) {
        ObjectNode request = json(context);
        Secret initialAccessToken = bearer(context).orElse(null);
        if (initialAccessToken == null) {
            limits.take(context, RateLimits.Kind.REGISTRATION);
        }
        String clientId = UUID.randomUUID().toString();
        return metadata(context, request, clientId)
                .thenCompose(metadata -> ask(
                        context,
                        entities.workspace(
                                context.slug(),
                                replyTo -> new RegistrationCommand.Register(
                                        context.slug(), clientId, metadata, initialAccessToken, context.act(), replyTo),
                                Registered.class)))
                .thenApply(registered -> answer(context, 201, registered, request));
    }

    private CompletionStage<HttpResponse> read(RequestContext context) {
        Secret token = registrationToken(context);
        return ask(
                        context,
                        entities.workspace(
                                context.slug(),
                                replyTo -> new RegistrationCommand.Read(
                                        context.slug(), context.pathParameter("client_id"), token, replyTo),
                                Registered.class))
                .thenApply(registered -> answer(context, 200, registered, null));
    }

    private CompletionStage<HttpResponse> replace(RequestContext context) {
        Secret token = registrationToken(context);
        String clientId = context.pathParameter("client_id");
        ObjectNode request = json(context);
        if (!clientId.equals(request.path("client_id").asText())) {
            throw new HttpProblem(400, "invalid_client_metadata", "client_id must be the registered one.");
        }
        if (TOLD.stream().anyMatch(request::has)) {
            throw new HttpProblem(
                    400, "invalid_client_metadata", "These must be left out: " + String.join(", ", TOLD) + ".");
        }
        Secret clientSecret = request.hasNonNull("client_secret")
                ? new Secret(request.get("client_secret").asText())
                : null;
        return metadata(context, request, clientId)
                .thenCompose(metadata -> ask(
                        context,
                        entities.workspace(
                                context.slug(),
                                replyTo -> new RegistrationCommand.Replace(
                                        context.slug(),
                                        clientId,
                                        token,
                                        metadata,
                                        clientSecret,
                                        context.act(),
                                        replyTo),
                                Registered.class)))
                .thenApply(registered -> answer(context, 200, registered, request));
    }

    private CompletionStage<HttpResponse> remove(RequestContext context) {
        Secret token = registrationToken(context);
        return ask(
                        context,
                        entities.workspace(
                                context.slug(),
                                replyTo -> new RegistrationCommand.Remove(
                                        context.slug(),
                                        context.pathParameter("client_id"),
                                        token,
                                        context.act(),
                                        replyTo),
                                Done.class))
                .thenApply(done -> Responses.empty(204));
    }

    /** Once a software statement is known to be believed: what it says, over what the client says. */
    private CompletionStage<AppMetadata> metadata(RequestContext context, ObjectNode request, String clientId) {
        if (!request.hasNonNull(STATEMENT)) {
            return CompletableFuture.completedFuture(ClientMetadata.read(request, request.objectNode(), clientId));
        }
        String statement = request.get(STATEMENT).asText();
        return ask(
                        context,
                        entities.workspace(
                                context.slug(),
                                replyTo -> new RegistrationCommand.VerifyStatement(context.slug(), statement, replyTo),
                                RegistrationCommand.StatementClaims.class))
                .thenApply(claims -> ClientMetadata.read(
                        request, ClientMetadata.object(claims.json().getBytes(StandardCharsets.UTF_8)), clientId));
    }

    private static HttpResponse answer(
            RequestContext context,
            int status,
            Registered registered,
            @org.jspecify.annotations.Nullable ObjectNode request) {
        var app = registered.app();
        ObjectNode body = ClientMetadata.document(app.metadata());
        body.put("client_id", app.clientId());
        body.put("client_id_issued_at", app.createdAt().getEpochSecond());
        Secret secret = app.clientSecret();
        if (secret != null) {
            body.put("client_secret", secret.reveal());
        }
        if (app.metadata().tokenEndpointAuthMethod().startsWith("client_secret_")) {
            body.put("client_secret_expires_at", 0);
        }
        body.put("registration_access_token", registered.registrationToken().reveal());
        body.put("registration_client_uri", context.issuer() + OAuthPaths.REGISTER + "/" + app.clientId());
        if (request != null && request.hasNonNull(STATEMENT)) {
            body.set(STATEMENT, request.get(STATEMENT));
        }
        return Responses.json(status, body)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("Pragma", "no-cache"));
    }

    /** Refusals in the words of RFC 7591 §3.2.2 and RFC 6750 §3.1. */
    private static <R> CompletionStage<R> ask(RequestContext context, CompletionStage<R> asked) {
        return asked.exceptionallyCompose(thrown -> CompletableFuture.failedFuture(RefusedException.in(thrown)
                .<Throwable>map(refused -> switch (refused.reason()) {
                    case INVALID ->
                        refused.fields().isEmpty()
                                ? new HttpProblem(400, refused.code(), refused.detail())
                                : ClientMetadata.invalid(refused.fields());
                    case INVALID_TOKEN -> OAuthError.invalidToken(context.issuer());
                    default -> new CompletionException(thrown);
                })
                .orElse(thrown)));
    }

    private static Secret registrationToken(RequestContext context) {
        return bearer(context).orElseThrow(() -> OAuthError.tokenMissing(context.issuer()));
    }

    private static Optional<Secret> bearer(RequestContext context) {
        Optional<String> header = context.header("authorization");
        if (header.isPresent() && !header.get().regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw OAuthError.invalidToken(context.issuer());
        }
        return header.map(value -> new Secret(value.substring(7).strip()));
    }

    private static ObjectNode json(RequestContext context) {
        if (!context.request().entity().getContentType().mediaType().toString().equals("application/json")) {
            throw new HttpProblem(400, "invalid_client_metadata", "The body must be application/json.");
        }
        return ClientMetadata.object(context.body().toArray());
    }
}
