package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
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
import com.prysmid.tenant.protocol.UserBoundToken;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /ui/account}: starting apps (OpenID Connect Core §4), which apps have access to what, and taking that back.
 */
public final class AccountEndpoints {
    static final String PATH = "/ui/account";

    private static final String WITHDRAW = PATH + "/apps/withdraw";

    private final Entities entities;
    private final PageTemplates templates;

    private AccountEndpoints(Entities entities, PageTemplates templates) {
        this.templates = templates;
        this.entities = entities;
    }

    public static List<Endpoint> endpoints(Entities entities, PageTemplates templates) {
        AccountEndpoints account = new AccountEndpoints(entities, templates);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, account::show),
                // W3C "A Well-Known URL for Changing Passwords".
                Endpoint.get(
                        "/.well-known/change-password",
                        Surface.PAGE,
                        context -> CompletableFuture.completedStage(Responses.seeOther(PATH))),
                Endpoint.post(WITHDRAW, Surface.PAGE, account::withdraw));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        UserBoundToken session = SessionCookie.read(context.request()).orElse(null);
        if (session == null) {
            return CompletableFuture.completedStage(Responses.seeOther(LoginEndpoints.PATH));
        }
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context);
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.ListAll(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        ConsentCommand.Consents.class)
                .thenCompose(consents -> page(context, words, csrf.value(), consents))
                .thenApply(page -> csrf.addTo(templates.show(
                        context, words, 200, new View("account.jte", words.text("account.title"), page))))
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

    /** With the names that the apps have now; one that is gone has no access, whatever was agreed to. */
    private CompletionStage<AccountPage> page(
            RequestContext context, Words words, String csrf, ConsentCommand.Consents consents) {
        Map<String, ConsentCommand.Consent> agreedTo = consents.items().stream()
                .collect(Collectors.toMap(ConsentCommand.Consent::clientId, Function.identity()));
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.ForPerson(context.slug(), agreedTo.keySet(), replyTo),
                        AppCommand.PersonsApps.class)
                .thenApply(apps -> new AccountPage(
                        csrf,
                        consents.userName(),
                        apps.items().stream()
                                .filter(app -> app.initiateLoginUri() != null)
                                .map(app -> new AccountPage.StartableApp(
                                        app.clientName(), started(app.initiateLoginUri(), context.issuer())))
                                .toList(),
                        apps.items().stream()
                                .filter(app -> agreedTo.containsKey(app.clientId()))
                                .map(app -> connected(words, app, agreedTo.get(app.clientId())))
                                .toList()));
    }

    private static AccountPage.ConnectedApp connected(
            Words words, AppCommand.PersonsApp app, ConsentCommand.Consent consent) {
        return new AccountPage.ConnectedApp(
                app.clientId(),
                app.clientName(),
                ScopeWords.of(words, consent.scopes()),
                words.date(consent.givenAt()));
    }

    /** OpenID Connect Core §4: the app learns from {@code iss} where it shall ask for a sign-in. */
    private static String started(String initiateLoginUri, String issuer) {
        return initiateLoginUri
                + (initiateLoginUri.contains("?") ? "&" : "?")
                + "iss="
                + URLEncoder.encode(issuer, StandardCharsets.UTF_8);
    }

    private static HttpResponse signInInstead(Throwable thrown) {
        return SignedInPerson.elseTo(LoginEndpoints.PATH, thrown);
    }
}
