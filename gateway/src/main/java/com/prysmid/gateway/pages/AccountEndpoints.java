package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.Done;
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
 * {@code /ui/account}: starting apps (OpenID Connect Core §4); {@code /ui/account/apps}: which apps have access to what, and taking
 * that back.
 */
public final class AccountEndpoints {
    private final Entities entities;
    private final AccountPages pages;

    private AccountEndpoints(Entities entities, AccountPages pages) {
        this.entities = entities;
        this.pages = pages;
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages) {
        AccountEndpoints account = new AccountEndpoints(entities, pages);
        return List.of(
                Endpoint.get(AccountSection.OVERVIEW.path(), Surface.PAGE, account::overview),
                // W3C "A Well-Known URL for Changing Passwords".
                Endpoint.get(
                        "/.well-known/change-password",
                        Surface.PAGE,
                        context -> CompletableFuture.completedStage(Responses.seeOther(AccountSection.ROOT))),
                Endpoint.get(AccountSection.APPS.path(), Surface.PAGE, account::apps),
                Endpoint.post(AccountSection.APPS.path() + "/withdraw", Surface.PAGE, account::withdraw));
    }

    private CompletionStage<HttpResponse> overview(RequestContext context) {
        String sealed = context.query().get(Interaction.PARAMETER);
        return sealed != null
                ? CompletableFuture.completedStage(pages.resume(context, sealed))
                : page(context, AccountSection.OVERVIEW, "account.jte", "account.title");
    }

    private CompletionStage<HttpResponse> apps(RequestContext context) {
        return page(context, AccountSection.APPS, "account-apps.jte", "apps.title");
    }

    private CompletionStage<HttpResponse> page(
            RequestContext context, AccountSection section, String template, String titleKey) {
        return pages.visit(
                context,
                section,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new ConsentCommand.ListAll(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token().id(),
                                        visit.token().secret(),
                                        replyTo),
                                ConsentCommand.Consents.class)
                        .thenCompose(consents -> model(visit, consents))
                        .thenApply(model -> pages.show(
                                visit, 200, new View(template, visit.words().text(titleKey), model))));
    }

    private CompletionStage<HttpResponse> withdraw(RequestContext context) {
        String clientId = context.form().require("client_id");
        return pages.act(
                context,
                AccountSection.APPS,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new ConsentCommand.Withdraw(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token().id(),
                                        visit.token().secret(),
                                        clientId,
                                        visit.act(),
                                        replyTo),
                                Done.class)
                        .thenApply(done -> Responses.seeOther(AccountSection.APPS.path())));
    }

    /** With the names that the apps have now; one that is gone has no access, whatever was agreed to. */
    private CompletionStage<AccountPage> model(AccountVisit visit, ConsentCommand.Consents consents) {
        RequestContext context = visit.context();
        Map<String, ConsentCommand.Consent> agreedTo = consents.items().stream()
                .collect(Collectors.toMap(ConsentCommand.Consent::clientId, Function.identity()));
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.ForPerson(context.slug(), agreedTo.keySet(), replyTo),
                        AppCommand.PersonsApps.class)
                .thenApply(apps -> new AccountPage(
                        visit.csrf().value(),
                        consents.userName(),
                        apps.items().stream()
                                .filter(app -> app.initiateLoginUri() != null)
                                .map(app -> new AccountPage.StartableApp(
                                        app.clientName(), started(app.initiateLoginUri(), context.issuer())))
                                .toList(),
                        apps.items().stream()
                                .filter(app -> agreedTo.containsKey(app.clientId()))
                                .map(app -> connected(visit.words(), app, agreedTo.get(app.clientId())))
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
}
