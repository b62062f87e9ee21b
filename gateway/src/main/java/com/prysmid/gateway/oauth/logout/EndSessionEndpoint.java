package com.prysmid.gateway.oauth.logout;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET, POST /oidc/v1/end_session}. */
public final class EndSessionEndpoint {
    private final Entities entities;
    private final Pages pages;
    private final FrontChannel frontChannel;

    public EndSessionEndpoint(Entities entities, Pages pages) {
        this.entities = entities;
        this.pages = pages;
        this.frontChannel = new FrontChannel(entities);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(OAuthPaths.END_SESSION, Surface.PAGE, context -> answer(context, context.query())),
                Endpoint.post(OAuthPaths.END_SESSION, Surface.PAGE, context -> answer(context, context.form())));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context, Form form) {
        LogoutRequest request = LogoutRequest.of(form, Csrf.FIELD);
        return hint(context, request).thenCompose(hint -> {
            String clientId = client(request, hint.orElse(null));
            return checkReturn(context, request, clientId)
                    .thenCompose(checked -> signOut(context, form, request, hint, clientId));
        });
    }

    private CompletionStage<Optional<IdTokenHint>> hint(RequestContext context, LogoutRequest request) {
        String token = request.idTokenHint();
        return token == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.VerifyIdTokenHint(context.slug(), token, replyTo),
                                IdTokenHint.class)
                        .thenApply(Optional::of)
                        .exceptionally(thrown -> {
                            throw badRequestIf(
                                    Refused.Reason.INVALID_TOKEN, thrown, "The id_token_hint is not from here.");
                        });
    }

    /** RP-Initiated Logout §2: a client_id must be the one the hint was made for. */
    private static @Nullable String client(LogoutRequest request, @Nullable IdTokenHint hint) {
        if (hint == null) {
            return request.clientId();
        }
        if (request.clientId() != null && !request.clientId().equals(hint.clientId())) {
            throw HttpProblem.badRequest("The client_id is not the one that the id_token_hint was made for.");
        }
        return hint.clientId();
    }

    /** RP-Initiated Logout §3: exactly as registered, of a known app. */
    private CompletionStage<Done> checkReturn(
            RequestContext context, LogoutRequest request, @Nullable String clientId) {
        String uri = request.postLogoutRedirectUri();
        if (uri == null) {
            return CompletableFuture.completedFuture(new Done());
        }
        if (clientId == null) {
            throw HttpProblem.badRequest("post_logout_redirect_uri needs an id_token_hint or a client_id.");
        }
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                        AppView.class)
                .handle((app, thrown) -> {
                    if (thrown != null) {
                        throw badRequestIf(Refused.Reason.NOT_FOUND, thrown, "The app is not known here.");
                    }
                    if (!app.metadata().postLogoutRedirectUris().contains(uri)) {
                        throw HttpProblem.badRequest("The address to return to is not registered for this app.");
                    }
                    return new Done();
                });
    }

    private CompletionStage<HttpResponse> signOut(
            RequestContext context,
            Form form,
            LogoutRequest request,
            Optional<IdTokenHint> hint,
            @Nullable String clientId) {
        boolean post = context.request().method().equals(HttpMethods.POST);
        boolean confirmed = post && Csrf.isGood(context.request(), request.csrf());
        Optional<UserBoundToken> cookie = SessionCookie.read(context.request());
        if (cookie.isEmpty()) {
            // A browser leaves Lax cookies out of a POST that comes from elsewhere, and sends them with the GET that
            // follows.
            return CompletableFuture.completedFuture(post && !confirmed ? again(form) : signedOut(context, request));
        }
        UserBoundToken session = cookie.get();
        String hintedSid = hint.filter(
                        token -> token.subject().equals(session.userId().value()))
                .map(IdTokenHint::sid)
                .orElse(null);
        Act act = context.act().by(Actor.user(session.userId())).throughApp(clientId);
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new SessionCommand.SignOut(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                hintedSid,
                                confirmed,
                                act,
                                replyTo),
                        Reply.class)
                .thenCompose(reply -> reply instanceof SessionCommand.SignedOut(var apps)
                        ? frontChannel
                                .frames(context, apps)
                                .thenApply(frames -> frames.isEmpty()
                                        ? signedOut(context, request)
                                        : signingOut(context, form, request, frames))
                        : CompletableFuture.completedFuture(ask(context, form)));
    }

    private HttpResponse ask(RequestContext context, Form form) {
        Csrf.Token csrf = Csrf.token(context.request());
        return csrf.addTo(Responses.html(
                200,
                pages.confirmLogout(context.visit(), OAuthPaths.END_SESSION, csrf.value(), LogoutRequest.kept(form))));
    }

    private static HttpResponse again(Form form) {
        return Responses.seeOther(OAuthPaths.END_SESSION + "?" + Parameters.query(LogoutRequest.kept(form)));
    }

    /** The page's form comes back here: by then there is no session left, and it leads straight on. */
    private HttpResponse signingOut(
            RequestContext context, Form form, LogoutRequest request, FrontChannel.Frames frames) {
        Csrf.Token csrf = Csrf.token(context.request());
        return csrf.addTo(Responses.htmlWithFrames(
                        200,
                        pages.signingOut(
                                context.visit(),
                                frames.addresses(),
                                request.returnAddress(),
                                OAuthPaths.END_SESSION,
                                csrf.value(),
                                LogoutRequest.kept(form)),
                        frames.origins()))
                .addHeader(SessionCookie.clear());
    }

    private HttpResponse signedOut(RequestContext context, LogoutRequest request) {
        String address = request.returnAddress();
        HttpResponse response =
                address == null ? Responses.html(200, pages.signedOut(context.visit())) : Responses.seeOther(address);
        return response.addHeader(SessionCookie.clear());
    }

    private static RuntimeException badRequestIf(Refused.Reason reason, Throwable thrown, String detail) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == reason)
                .<RuntimeException>map(refused -> HttpProblem.badRequest(detail))
                .orElseGet(() -> new CompletionException(thrown));
    }
}
