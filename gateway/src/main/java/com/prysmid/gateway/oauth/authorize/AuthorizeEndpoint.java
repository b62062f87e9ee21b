package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.authorize.BeforeGranting.Detour;
import com.prysmid.gateway.oauth.authorize.RequestSources.Source;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET, POST /oauth/v2/authorize}, and {@code GET ?interaction=} to go on after a sign-in. */
public final class AuthorizeEndpoint {
    /** With it the address of the sign-in page stays well below what servers and browsers take. */
    private static final int SEALED_LIMIT = 7_000;

    private final Entities entities;
    private final InteractionSeal seal;
    private final RequestSources sources;
    private final SignedInBrowser browsers;
    private final BeforeGranting beforeGranting;
    private final Granting granting;
    private final AuthorizationResponses responses;

    public AuthorizeEndpoint(Entities entities, InteractionSeal seal, Pages pages, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.sources = new RequestSources(entities);
        this.browsers = new SignedInBrowser(entities, clock);
        this.beforeGranting = new AcrStep(entities, seal, clock).then(new ConsentStep(entities, seal));
        this.granting = new Granting(entities);
        this.responses = new AuthorizationResponses(entities, pages);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(OAuthPaths.AUTHORIZE, Surface.PAGE, this::byQuery),
                Endpoint.post(OAuthPaths.AUTHORIZE, Surface.PAGE, context -> answer(context, context.form())));
    }

    private CompletionStage<HttpResponse> byQuery(RequestContext context) {
        Form query = context.query();
        String sealed = query.get(Interaction.PARAMETER);
        if (sealed == null) {
            return answer(context, query);
        }
        Interaction interaction = seal.open(Interaction.AUTHORIZE, context.slug(), sealed)
                .orElseThrow(() -> HttpProblem.badRequest(
                        "This sign-in took too long or is not from here. Go back to the app and start again."));
        // Sealed here, after every parameter was found where it had to be.
        Form parameters = Form.of(interaction.parameters());
        return app(context, parameters).thenCompose(app -> answer(context, parameters, app, interaction.startedAt()));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context, Form presented) {
        return app(context, presented)
                .thenCompose(app -> sources.atAuthorize(context, app, presented).thenCompose(source -> switch (source) {
                    case Source.Found(var parameters) -> answer(context, parameters, app, null);
                    case Source.Refused(var rejection) -> reject(context, app, presented, rejection);
                }));
    }

    /** Whatever the parameters are, they are not had: told to the app only where the request itself names an address of it. */
    private CompletionStage<HttpResponse> reject(
            RequestContext context, AppView app, Form presented, Rejection rejection) {
        String redirectUri = presented.get("redirect_uri");
        if (redirectUri == null || !RedirectUris.isRegistered(app.metadata().redirectUris(), redirectUri)) {
            throw new HttpProblem(400, rejection.error(), rejection.description());
        }
        return responses.error(context, ReturnAddress.of(presented, app.clientId(), redirectUri), rejection);
    }

    private CompletionStage<HttpResponse> answer(
            RequestContext context, Form parameters, AppView app, @Nullable Instant startedAt) {
        ReturnAddress to = ReturnAddress.of(parameters, app.clientId(), redirectUri(parameters, app));
        return AuthorizationChecks.firstFailing(parameters, app)
                .map(rejected -> responses.error(context, to, rejected))
                .orElseGet(() -> grant(context, AuthorizationRequest.of(parameters, app, to, startedAt)));
    }

    /** RFC 6749 §4.1.2.1: without a known client nobody is redirected. */
    private CompletionStage<AppView> app(RequestContext context, Form parameters) {
        String clientId = parameters.require("client_id");
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                        AppView.class)
                .handle((app, thrown) -> {
                    if (thrown == null) {
                        return app;
                    }
                    throw RefusedException.in(thrown)
                            .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                            .<RuntimeException>map(refused -> HttpProblem.badRequest("The app is not known here."))
                            .orElseGet(() -> new CompletionException(thrown));
                });
    }

    /** RFC 6749 §3.1.2.4: nor to an address that the app did not register. */
    private static String redirectUri(Form parameters, AppView app) {
        String presented = parameters.require("redirect_uri");
        if (!RedirectUris.isRegistered(app.metadata().redirectUris(), presented)) {
            throw HttpProblem.badRequest("The address to return to is not registered for this app.");
        }
        return presented;
    }

    private CompletionStage<HttpResponse> grant(RequestContext context, AuthorizationRequest request) {
        return SessionCookie.read(context.request())
                .map(session -> browsers.judge(context, request, session).thenCompose(verdict -> switch (verdict) {
                    case SignInVerdict.Good good -> grant(context, request, session);
                    case SignInVerdict.Needed needed -> signIn(context, request, true);
                    case SignInVerdict.Refused(var rejection) -> responses.error(context, request.to(), rejection);
                }))
                .orElseGet(() -> signIn(context, request, false));
    }

    private CompletionStage<HttpResponse> grant(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return beforeGranting
                .before(context, request, session)
                .thenCompose(detour -> detour.map(instead -> switch (instead) {
                            case Detour.Visit(var location, var cookie) ->
                                CompletableFuture.<HttpResponse>completedStage(cookie.map(kept ->
                                                Responses.seeOther(location).addHeader(kept))
                                        .orElseGet(() -> Responses.seeOther(location)));
                            case Detour.Refuse(var rejection) -> responses.error(context, request.to(), rejection);
                        })
                        .orElseGet(() -> granting.grant(context, request, session)
                                .thenCompose(result -> result.map(given -> responses.send(context, request.to(), given))
                                        .orElseGet(() -> signIn(context, request, true)))));
    }

    private CompletionStage<HttpResponse> signIn(
            RequestContext context, AuthorizationRequest request, boolean hadCookie) {
        // A browser leaves Lax cookies out of a POST that comes from elsewhere, and sends them with the GET that
        // follows.
        boolean cookieMayFollow = !hadCookie && context.request().method().equals(HttpMethods.POST);
        if (request.mustNotAsk() && !cookieMayFollow) {
            return responses.error(context, request.to(), new Rejection("login_required", "nobody is signed in"));
        }
        Instant startedAt = request.startedAt();
        String sealed = startedAt == null
                ? seal.seal(Interaction.AUTHORIZE, context.slug(), request.kept())
                : seal.seal(Interaction.AUTHORIZE, context.slug(), new Interaction(request.kept(), startedAt));
        if (sealed.length() > SEALED_LIMIT) {
            return responses.error(context, request.to(), Rejection.invalidRequest("the request is too long"));
        }
        return CompletableFuture.completedFuture(
                Responses.seeOther(cookieMayFollow ? Interaction.resumePath(sealed) : Interaction.loginPath(sealed)));
    }
}
