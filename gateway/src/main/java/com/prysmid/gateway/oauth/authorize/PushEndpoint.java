package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.authorize.RequestSources.Source;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.client.CodeKey;
import com.prysmid.gateway.oauth.client.DpopNonce;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.RequestCommand;
import com.prysmid.tenant.protocol.RequestCommand.Pushed;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * {@code POST /oauth/v2/par} (RFC 9126): the other door to the authorization endpoint, through which an app brings its request by
 * itself. What is wrong with it is told here, as JSON.
 */
public final class PushEndpoint {
    /** In characters: a request waits for its sign-in sealed in an address, which takes no more. */
    private static final int LIMIT = 4_800;

    private final Entities entities;
    private final ClientAuthentication clients;
    private final RequestSources sources;

    public PushEndpoint(Entities entities, ClientAuthentication clients) {
        this.entities = entities;
        this.clients = clients;
        this.sources = new RequestSources(entities);
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.PAR, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        return clients.authenticateWithKey(context, form, OAuthPaths.PAR).thenCompose(client -> {
            AppView app = app(context, client);
            return sources.atPush(context, app, form)
                    .thenCompose(source -> switch (source) {
                        case Source.Found(var parameters) ->
                            push(context, app, withKey(checked(parameters, app), parameters, client));
                        case Source.Refused(var rejection) -> throw told(rejection);
                    })
                    .thenApply(response -> DpopNonce.in(response, client.dpopNonce()));
        });
    }

    private static AppView app(RequestContext context, AuthenticatedClient client) {
        AppMetadata metadata = client.app();
        String projectId = client.projectId();
        if (metadata == null || projectId == null) {
            throw OAuthError.unauthorizedClient("A service account sends nobody to sign in.");
        }
        return new AppView(
                client.clientId(), projectId, metadata, context.workspace().name(), client.settings());
    }

    /** As at the authorization endpoint (RFC 9126 §2.1): what passes here passes there, as long as the app stays what it is. */
    private static Map<String, String> checked(Form parameters, AppView app) {
        String redirectUri = parameters.require("redirect_uri");
        if (!RedirectUris.isRegistered(app.metadata().redirectUris(), redirectUri)) {
            throw OAuthError.invalidRequest("redirect_uri is not registered for this app.");
        }
        AuthorizationChecks.firstFailing(parameters, app).ifPresent(rejection -> {
            throw told(rejection);
        });
        Map<String, String> kept = AuthorizationRequest.kept(parameters);
        int size = kept.entrySet().stream()
                .mapToInt(parameter ->
                        parameter.getKey().length() + parameter.getValue().length() + 6)
                .sum();
        if (size > LIMIT) {
            throw new HttpProblem(413, "invalid_request", "The request is too long.");
        }
        return kept;
    }

    /** RFC 9449 §10.1: a DPoP header stands for the parameter, and goes on as one. */
    private static Map<String, String> withKey(Map<String, String> kept, Form parameters, AuthenticatedClient client) {
        CodeKey.pushed(parameters, client.confirmation())
                .map(Confirmation::jkt)
                .ifPresent(jkt -> kept.put(CodeKey.PARAMETER, jkt));
        return kept;
    }

    private CompletionStage<HttpResponse> push(RequestContext context, AppView app, Map<String, String> parameters) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new RequestCommand.Push(context.slug(), app.clientId(), parameters, replyTo),
                        Pushed.class)
                .thenApply(pushed -> Responses.json(201, body(pushed))
                        .addHeader(RawHeader.create("Cache-Control", "no-cache, no-store")));
    }

    private static Map<String, Object> body(Pushed pushed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("request_uri", pushed.requestUri().reveal());
        body.put("expires_in", pushed.expiresInSeconds());
        return body;
    }

    private static HttpProblem told(Rejection rejection) {
        return new HttpProblem(400, rejection.error(), rejection.description());
    }
}
