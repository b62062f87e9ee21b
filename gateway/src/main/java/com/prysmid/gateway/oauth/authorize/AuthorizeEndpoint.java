package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    private final SignedInBrowser browsers;

    public AuthorizeEndpoint(Entities entities, InteractionSeal seal, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.browsers = new SignedInBrowser(entities, clock);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(OAuthPaths.AUTHORIZE, Surface.PAGE, this::byQuery),
                Endpoint.post(OAuthPaths.AUTHORIZE, Surface.PAGE, context -> answer(context, context.form(), null)));
    }

    private CompletionStage<HttpResponse> byQuery(RequestContext context) {
        Form query = context.query();
        String sealed = query.get(Interaction.PARAMETER);
        if (sealed == null) {
            return answer(context, query, null);
        }
        Interaction interaction = seal.open(Interaction.AUTHORIZE, context.slug(), sealed)
                .orElseThrow(() -> HttpProblem.badRequest(
                        "This sign-in took too long or is not from here. Go back to the app and start again."));
        return answer(context, Form.of(interaction.parameters()), interaction.startedAt());
    }

    private CompletionStage<HttpResponse> answer(RequestContext context, Form parameters, @Nullable Instant startedAt) {
        return app(context, parameters).thenCompose(app -> {
            String redirectUri = redirectUri(parameters, app);
            Optional<Rejection> rejection = AuthorizationChecks.firstFailing(parameters, app);
            return rejection
                    .<CompletionStage<HttpResponse>>map(
                            rejected -> CompletableFuture.completedFuture(AuthorizationResponse.error(
                                    redirectUri, rejected, parameters.get("state"), context.issuer())))
                    .orElseGet(() -> grant(context, AuthorizationRequest.of(parameters, app, startedAt)));
        });
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
        Optional<UserBoundToken> cookie = SessionCookie.read(context.request());
        return cookie.map(session -> browsers.code(context, request, session)
                        .thenApply(code -> code.map(issued -> AuthorizationResponse.code(
                                        request.redirectUri(), issued, request.state(), context.issuer()))
                                .orElseGet(() -> signIn(context, request, true))))
                .orElseGet(() -> CompletableFuture.completedFuture(signIn(context, request, false)));
    }

    private HttpResponse signIn(RequestContext context, AuthorizationRequest request, boolean hadCookie) {
        // A browser leaves Lax cookies out of a POST that comes from elsewhere, and sends them with the GET that
        // follows.
        boolean cookieMayFollow = !hadCookie && context.request().method().equals(HttpMethods.POST);
        if (request.mustNotAsk() && !cookieMayFollow) {
            return AuthorizationResponse.error(
                    request.redirectUri(),
                    new Rejection("login_required", "nobody is signed in"),
                    request.state(),
                    context.issuer());
        }
        Instant startedAt = request.startedAt();
        String sealed = startedAt == null
                ? seal.seal(Interaction.AUTHORIZE, context.slug(), request.kept())
                : seal.seal(Interaction.AUTHORIZE, context.slug(), new Interaction(request.kept(), startedAt));
        if (sealed.length() > SEALED_LIMIT) {
            throw HttpProblem.badRequest("The request is too long.");
        }
        return Responses.seeOther(cookieMayFollow ? Interaction.resumePath(sealed) : Interaction.loginPath(sealed));
    }
}
