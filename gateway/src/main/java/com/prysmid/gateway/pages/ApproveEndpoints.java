package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.stepup.StepUp;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.CibaCommand.Waiting;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /ui/approve}: a signed-in person sees which apps ask for them elsewhere (OpenID Connect CIBA Core 1.0), and says yes or
 * no to each. A yes that wants a second factor leads to it, and back here.
 */
public final class ApproveEndpoints {
    private static final String PATH = "/ui/approve";

    private final Entities entities;
    private final InteractionSeal seal;
    private final SignedInPerson people;
    private final PageTemplates templates;
    private final SettingsNow settingsNow;
    private final StepUp stepUp;

    private ApproveEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.templates = templates;
        this.settingsNow = new SettingsNow(entities);
        this.stepUp = new StepUp(entities, clock);
        this.entities = entities;
        this.seal = seal;
        this.people = new SignedInPerson(entities);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        ApproveEndpoints approvals = new ApproveEndpoints(entities, seal, templates, clock);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, approvals::show),
                Endpoint.post(PATH, Surface.PAGE, approvals::answer));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        return forSomebody(context, person -> list(context, person));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        boolean approved = form.has("approve");
        String requestId = form.require(approved ? "approve" : "deny");
        return forSomebody(
                context,
                person -> settingsNow
                        .of(context)
                        .thenCompose(settings -> answer(context, person, requestId, approved, settings)));
    }

    private CompletionStage<HttpResponse> answer(
            RequestContext context,
            UserBoundToken person,
            String requestId,
            boolean approved,
            WorkspaceSettings settings) {
        return entities.user(
                        context.slug(),
                        person.userId(),
                        replyTo -> new CibaCommand.Answer(
                                context.slug(),
                                person.userId(),
                                person.id(),
                                person.secret(),
                                requestId,
                                approved,
                                settings,
                                context.act().by(Actor.user(person.userId())),
                                replyTo),
                        Done.class)
                .thenApply(done -> Responses.seeOther(PATH))
                .exceptionallyCompose(thrown -> {
                    if (StepUp.isCalledForBy(thrown)) {
                        return stepUp.from(context, person, settings, true, sealed(context))
                                .thenApply(visit ->
                                        visit.map(StepUp.Visit::response).orElseGet(() -> Responses.seeOther(PATH)));
                    }
                    // Over or answered before: the list shows what there is now.
                    return isOf(thrown, Refused.Reason.NOT_FOUND)
                            ? CompletableFuture.completedStage(Responses.seeOther(PATH))
                            : CompletableFuture.failedStage(thrown);
                });
    }

    private String sealed(RequestContext context) {
        return seal.seal(Interaction.APPROVE, context.slug(), Map.of());
    }

    private CompletionStage<HttpResponse> forSomebody(
            RequestContext context, Function<UserBoundToken, CompletionStage<HttpResponse>> next) {
        return people.of(context)
                .thenCompose(person -> person.map(next)
                        .orElseGet(() -> CompletableFuture.completedStage(
                                Responses.seeOther(Interaction.loginPath(sealed(context))))));
    }

    private CompletionStage<HttpResponse> list(RequestContext context, UserBoundToken person) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context);
        return entities.user(
                        context.slug(),
                        person.userId(),
                        replyTo -> new CibaCommand.ListPending(
                                context.slug(), person.userId(), person.id(), person.secret(), replyTo),
                        CibaCommand.Pending.class)
                .thenCompose(pending -> items(context, words, pending.items()))
                .thenApply(items -> csrf.addTo(templates.show(
                        context,
                        words,
                        200,
                        new View("approve.jte", words.text("approve.title"), new ApprovalForm(csrf.value(), items)))));
    }

    private CompletionStage<List<ApprovalForm.Item>> items(RequestContext context, Words words, List<Waiting> waiting) {
        CompletionStage<List<ApprovalForm.Item>> items = CompletableFuture.completedStage(List.of());
        for (Waiting request : waiting) {
            items = items.thenCombine(item(context, words, request), (before, item) -> {
                List<ApprovalForm.Item> all = new ArrayList<>(before);
                all.addAll(item);
                return all;
            });
        }
        return items;
    }

    /** None of an app that is gone. */
    private CompletionStage<List<ApprovalForm.Item>> item(RequestContext context, Words words, Waiting request) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.View(context.slug(), request.clientId(), replyTo),
                        AppCommand.AppView.class)
                .thenApply(app -> List.of(new ApprovalForm.Item(
                        request.requestId(),
                        app.metadata().clientName(),
                        request.bindingMessage(),
                        ScopeWords.of(words, request.scopes()),
                        request.details().authorizationDetails(),
                        words.time(request.requestedAt()))))
                .exceptionallyCompose(thrown -> isOf(thrown, Refused.Reason.NOT_FOUND)
                        ? CompletableFuture.completedStage(List.of())
                        : CompletableFuture.failedStage(thrown));
    }

    private static boolean isOf(Throwable thrown, Refused.Reason reason) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == reason)
                .isPresent();
    }
}
