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
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.stepup.StepUp;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.DeviceCommand.Waiting;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.CodeIssued;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserCode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/device} (RFC 8628 §3.3): a signed-in person types the code that a device shows, reads which app asks for what, and
 * says yes or no. A code in the address (§3.3.1) saves the typing, never the question. A yes that wants a second factor leads to it,
 * and back to the question.
 */
public final class DeviceEndpoints {
    private static final String USER_CODE = "user_code";
    private static final String UNKNOWN = "device.unknown";
    private static final int NOT_GOOD = 422;
    private static final int TOO_MANY = 429;

    private final Entities entities;
    private final InteractionSeal seal;
    private final SignedInPerson people;
    private final PageTemplates templates;
    private final StepUp stepUp;

    private DeviceEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.templates = templates;
        this.stepUp = new StepUp(entities, clock);
        this.entities = entities;
        this.seal = seal;
        this.people = new SignedInPerson(entities);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        DeviceEndpoints devices = new DeviceEndpoints(entities, seal, templates, clock);
        return List.of(
                Endpoint.get(OAuthPaths.DEVICE_VERIFICATION, Surface.PAGE, devices::show),
                Endpoint.post(OAuthPaths.DEVICE_VERIFICATION, Surface.PAGE, devices::answer));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        Form query = context.query();
        String typed = query.find(Interaction.PARAMETER)
                .flatMap(text -> seal.open(Interaction.DEVICE, context.slug(), text))
                .map(interaction -> interaction.parameters().getOrDefault(USER_CODE, ""))
                .or(() -> query.find(USER_CODE))
                .orElse("");
        return forSomebody(
                context,
                typed,
                person -> typed.isEmpty()
                        ? CompletableFuture.completedStage(ask(context, 200, typed, null))
                        : look(context, person, typed, (code, waiting) -> question(context, code, waiting)));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String typed = form.find(USER_CODE).orElse("").strip();
        String decision = form.find("decision").orElse("");
        return forSomebody(
                context,
                typed,
                person -> look(context, person, typed, (code, waiting) -> switch (decision) {
                    case "approve" -> approve(context, person, code, waiting);
                    case "deny" -> deny(context, code);
                    default -> question(context, code, waiting);
                }));
    }

    /** What a person does here. */
    private interface ByPerson {
        CompletionStage<HttpResponse> go(UserBoundToken session);
    }

    /** What follows on a code that waits. */
    private interface OnWaiting {
        CompletionStage<HttpResponse> go(UserCode code, Waiting waiting);
    }

    private CompletionStage<HttpResponse> forSomebody(RequestContext context, String typed, ByPerson next) {
        return people.of(context)
                .thenCompose(person -> person.map(next::go)
                        .orElseGet(() -> CompletableFuture.completedStage(
                                Responses.seeOther(Interaction.loginPath(sealed(context, shortened(typed)))))));
    }

    private String sealed(RequestContext context, String userCode) {
        return seal.seal(Interaction.DEVICE, context.slug(), Map.of(USER_CODE, userCode));
    }

    private CompletionStage<HttpResponse> look(
            RequestContext context, UserBoundToken person, String typed, OnWaiting next) {
        Optional<UserCode> parsed = UserCode.parse(typed);
        if (parsed.isEmpty()) {
            return CompletableFuture.completedStage(ask(context, NOT_GOOD, typed, UNKNOWN));
        }
        UserCode code = parsed.get();
        List<String> guessers = Stream.of(
                        "user " + person.userId().value(),
                        "address " + context.act().ip())
                .toList();
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DeviceCommand.Look(context.slug(), code, guessers, replyTo),
                        Waiting.class)
                .thenCompose(waiting -> next.go(code, waiting))
                .exceptionallyCompose(thrown -> refused(context, typed, thrown));
    }

    private CompletionStage<HttpResponse> question(RequestContext context, UserCode code, Waiting waiting) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context);
        return CompletableFuture.completedStage(csrf.addTo(templates.show(
                context,
                words,
                200,
                new View(
                        "approve-device.jte",
                        words.text("device.title"),
                        new DeviceApprovalForm(
                                csrf.value(),
                                waiting.appName(),
                                code.shown(),
                                ScopeWords.of(words, waiting.request().scopes()))))));
    }

    private CompletionStage<HttpResponse> approve(
            RequestContext context, UserBoundToken person, UserCode userCode, Waiting waiting) {
        Act act = context.act()
                .by(Actor.user(person.userId()))
                .throughApp(waiting.request().clientId());
        return entities.user(
                        context.slug(),
                        person.userId(),
                        replyTo -> new GrantCommand.IssueCode(
                                context.slug(),
                                person.userId(),
                                person.id(),
                                person.secret(),
                                waiting.request(),
                                waiting.settings(),
                                act,
                                replyTo),
                        CodeIssued.class)
                .thenCompose(issued -> entities.workspace(
                        context.slug(),
                        replyTo -> new DeviceCommand.Approve(context.slug(), userCode, issued.code(), replyTo),
                        Done.class))
                .thenApply(done -> say(context, "device.connected", "device.go_back"))
                .exceptionallyCompose(thrown -> StepUp.isCalledForBy(thrown)
                        ? stepUp.from(context, person, waiting.settings(), true, sealed(context, userCode.shown()))
                                .thenApply(visit -> visit.map(StepUp.Visit::response)
                                        .orElseGet(() -> Responses.seeOther(OAuthPaths.DEVICE_VERIFICATION)))
                        : CompletableFuture.failedStage(thrown));
    }

    private CompletionStage<HttpResponse> deny(RequestContext context, UserCode userCode) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DeviceCommand.Deny(context.slug(), userCode, replyTo),
                        Done.class)
                .thenApply(done -> say(context, "device.denied", "device.close"));
    }

    private CompletionStage<HttpResponse> refused(RequestContext context, String typed, Throwable thrown) {
        return RefusedException.in(thrown)
                .flatMap(refused -> switch (refused.reason()) {
                    case NOT_FOUND -> Optional.of(ask(context, NOT_GOOD, typed, UNKNOWN));
                    case GUESSED_TOO_OFTEN -> Optional.of(ask(context, TOO_MANY, "", "device.too_many"));
                    // The session ended between the two questions.
                    case INVALID_TOKEN -> Optional.of(Responses.seeOther(OAuthPaths.DEVICE_VERIFICATION));
                    default -> Optional.<HttpResponse>empty();
                })
                .<CompletionStage<HttpResponse>>map(CompletableFuture::completedStage)
                .orElseGet(() -> CompletableFuture.failedStage(thrown));
    }

    /** @param problem the key of what went wrong */
    private HttpResponse ask(RequestContext context, int status, String typed, @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context);
        return csrf.addTo(templates.show(
                context,
                words,
                status,
                new View(
                        "device-code.jte",
                        words.text("device.title"),
                        new DeviceCodeForm(
                                csrf.value(), shortened(typed), problem == null ? null : words.text(problem)))));
    }

    /** Texts by their keys. */
    private HttpResponse say(RequestContext context, String heading, String text) {
        Words words = Words.of(context);
        return templates.show(
                context,
                words,
                200,
                Message.of(words.text(heading), words.text(text)).view());
    }

    /** What is no code at all needs not be carried on whole. */
    private static String shortened(String typed) {
        return typed.length() > 20 ? "" : typed;
    }
}
