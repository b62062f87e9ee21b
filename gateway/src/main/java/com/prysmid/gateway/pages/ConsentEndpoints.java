package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.AskedFor;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /ui/consent}: asks whether an app may have what its authorization request, sealed, is for. Either answer goes back to the
 * authorization endpoint, which looks at the request anew.
 */
public final class ConsentEndpoints {
    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;

    private ConsentEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates) {
        this.templates = templates;
        this.entities = entities;
        this.seal = seal;
    }

    public static List<Endpoint> endpoints(Entities entities, InteractionSeal seal, PageTemplates templates) {
        ConsentEndpoints consent = new ConsentEndpoints(entities, seal, templates);
        return List.of(
                Endpoint.get(Interaction.CONSENT_PATH, Surface.PAGE, consent::show),
                Endpoint.post(Interaction.CONSENT_PATH, Surface.PAGE, consent::decide));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        String sealed = context.query().require(Interaction.PARAMETER);
        Interaction interaction = open(context, sealed);
        UserBoundToken session = SessionCookie.read(context.request()).orElse(null);
        if (session == null) {
            return CompletableFuture.completedStage(Responses.seeOther(Interaction.loginPath(sealed)));
        }
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        CompletionStage<AppCommand.AppView> app = app(context, interaction);
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.ListAll(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        ConsentCommand.Consents.class)
                .thenCombine(
                        app,
                        (user, asking) -> csrf.addTo(templates.show(
                                context,
                                words,
                                200,
                                new View(
                                        "consent.jte",
                                        words.text("consent.title"),
                                        form(words, csrf.value(), sealed, user, asking, interaction)))))
                .exceptionally(thrown -> signInInstead(thrown, sealed));
    }

    private static ConsentForm form(
            Words words,
            String csrf,
            String sealed,
            ConsentCommand.Consents user,
            AppCommand.AppView app,
            Interaction interaction) {
        AppMetadata metadata = app.metadata();
        return new ConsentForm(
                csrf,
                sealed,
                metadata.clientName(),
                user.userName(),
                metadata.software().clientUri(),
                metadata.policyUri(),
                metadata.tosUri(),
                ScopeWords.of(words, Interaction.consentScopes(interaction)),
                interaction.parameters().get(AskedFor.DETAILS));
    }

    private CompletionStage<HttpResponse> decide(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String sealed = form.require(Interaction.PARAMETER);
        Interaction interaction = open(context, sealed);
        UserBoundToken session = SessionCookie.read(context.request()).orElse(null);
        if (session == null) {
            return CompletableFuture.completedStage(Responses.seeOther(Interaction.loginPath(sealed)));
        }
        if (!"allow".equals(form.get("decision"))) {
            return CompletableFuture.completedStage(Responses.seeOther(
                    Interaction.resumePath(seal.seal(Interaction.AUTHORIZE, context.slug(), denied(interaction)))));
        }
        String clientId = interaction.parameters().getOrDefault("client_id", "");
        Set<String> scopes = Interaction.consentScopes(interaction);
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new ConsentCommand.Give(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                clientId,
                                scopes,
                                context.act().by(Actor.user(session.userId())).throughApp(clientId),
                                replyTo),
                        Done.class)
                .thenApply(done -> Responses.seeOther(Interaction.resumePath(sealed)))
                .exceptionally(thrown -> signInInstead(thrown, sealed));
    }

    private static Interaction denied(Interaction interaction) {
        Map<String, String> parameters = new LinkedHashMap<>(interaction.parameters());
        parameters.put(Interaction.CONSENT, Interaction.DENIED);
        return new Interaction(parameters, interaction.startedAt());
    }

    private CompletionStage<AppCommand.AppView> app(RequestContext context, Interaction interaction) {
        String clientId = interaction.parameters().getOrDefault("client_id", "");
        return entities.workspace(
                context.slug(),
                replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                AppCommand.AppView.class);
    }

    /** A session that has ended is begun again, and the request goes on after that. */
    private static HttpResponse signInInstead(Throwable thrown, String sealed) {
        return SignedInPerson.elseTo(Interaction.loginPath(sealed), thrown);
    }

    private Interaction open(RequestContext context, String sealed) {
        return seal.open(Interaction.AUTHORIZE, context.slug(), sealed)
                .orElseThrow(() -> new HttpProblem(
                        400,
                        "interaction_expired",
                        "This question took too long or is not from here. Go back to the app and start again."));
    }
}
