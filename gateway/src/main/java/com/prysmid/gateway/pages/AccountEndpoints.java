package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /ui/account}: which apps somebody gave access, and taking it back. */
public final class AccountEndpoints {
    static final String PATH = "/ui/account";

    private static final String WITHDRAW = PATH + "/apps/withdraw";

    private final Entities entities;
    private final PageTemplates templates = new PageTemplates(Stylesheet.load());

    private AccountEndpoints(Entities entities) {
        this.entities = entities;
    }

    public static List<Endpoint> endpoints(Entities entities) {
        AccountEndpoints account = new AccountEndpoints(entities);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, account::show),
                Endpoint.post(WITHDRAW, Surface.PAGE, account::withdraw));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        UserBoundToken session = SessionCookie.read(context.request()).orElse(null);
        if (session == null) {
            return CompletableFuture.completedStage(Responses.seeOther(LoginEndpoints.PATH));
        }
        Csrf.Token csrf = Csrf.token(context.request());
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.ListAll(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        ConsentCommand.Consents.class)
                .thenCompose(consents -> apps(context, consents)
                        .thenApply(apps -> csrf.addTo(Responses.html(
                                200,
                                templates.account(
                                        context.workspace().name(),
                                        new AccountPage(csrf.value(), consents.userName(), apps))))))
                .exceptionally(AccountEndpoints::signInInstead);
    }

    private CompletionStage<HttpResponse> withdraw(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String clientId = form.require("client_id");
        UserBoundToken session = SessionCookie.read(context.request()).orElse(null);
        if (session == null) {
            return CompletableFuture.completedStage(Responses.seeOther(LoginEndpoints.PATH));
        }
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.Withdraw(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                clientId,
                                context.act().by(Actor.user(session.userId())),
                                replyTo),
                        Done.class)
                .thenApply(done -> Responses.seeOther(PATH))
                .exceptionally(AccountEndpoints::signInInstead);
    }

    /** With the names that the apps have now; one that is gone has no access, whatever was given. */
    private CompletionStage<List<AccountPage.ConnectedApp>> apps(
            RequestContext context, ConsentCommand.Consents consents) {
        CompletionStage<List<AccountPage.ConnectedApp>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (ConsentCommand.Consent consent : consents.items()) {
            CompletionStage<Optional<String>> name = name(context, consent.clientId());
            all = all.thenCombine(name, (apps, found) -> {
                found.map(known -> new AccountPage.ConnectedApp(
                                consent.clientId(),
                                known,
                                ScopeWords.of(consent.scopes()),
                                consent.givenAt()
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate()
                                        .toString()))
                        .ifPresent(apps::add);
                return apps;
            });
        }
        return all;
    }

    private CompletionStage<Optional<String>> name(RequestContext context, String clientId) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                        AppCommand.AppView.class)
                .thenApply(app -> Optional.of(app.metadata().clientName()))
                .exceptionally(thrown -> {
                    boolean gone = RefusedException.in(thrown)
                            .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                            .isPresent();
                    if (!gone) {
                        throw new CompletionException(thrown);
                    }
                    return Optional.empty();
                })
                .thenApply(Function.identity());
    }

    private static HttpResponse signInInstead(Throwable thrown) {
        boolean ended = RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_TOKEN)
                .isPresent();
        if (!ended) {
            throw new CompletionException(thrown);
        }
        return Responses.seeOther(LoginEndpoints.PATH);
    }
}
