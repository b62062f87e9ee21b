package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.PasskeyChallenges;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.guard.SignInPace;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/login}: shows the form, then checks what was typed and begins a session. The answer to a wrong password, an unknown
 * name, a locked and a deactivated user is one and the same, in words and in time, also of many at once: an entity of its own counts the
 * guesses at a name that nobody has.
 */
public final class LoginEndpoints {
    static final String PATH = "/ui/login";

    private static final String NOT_RIGHT = "login.not_right";
    private static final String INCOMPLETE = "login.incomplete";
    /** RFC 9110 §15.5.21: the form was understood, its content is not good. 401 would call for a WWW-Authenticate. */
    private static final int NOT_SIGNED_IN = 422;

    private final Entities entities;
    private final InteractionSeal seal;
    private final RateLimits limits;
    private final SignInPace pace = new SignInPace();
    private final AfterSignIn after;
    private final PasskeySignIn passkeys;
    private final UpstreamChoices choices;
    private final PageTemplates templates;

    private LoginEndpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        this.templates = templates;
        this.entities = entities;
        this.seal = seal;
        this.limits = limits;
        this.after = new AfterSignIn(templates, clock);
        this.passkeys = new PasskeySignIn(entities, new PasskeyChallenges(seal, clock));
        this.choices = new UpstreamChoices(entities);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        LoginEndpoints login = new LoginEndpoints(entities, seal, templates, limits, clock);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, login::show),
                Endpoint.post(PATH, Surface.PAGE, login::signIn),
                Endpoint.post(PasskeySignIn.PATH, Surface.PAGE, login::signInByPasskey));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        String sealed = context.query().get(Interaction.PARAMETER);
        Optional<SealedInteraction> interaction = SealedInteraction.open(seal, context, sealed);
        if (sealed != null && interaction.isEmpty()) {
            return CompletableFuture.completedStage(expired(context));
        }
        String hint = interaction.map(open -> open.parameter("login_hint")).orElse("");
        return choices.offered(context, hint)
                .thenCompose(offered -> UpstreamChoices.elsewhere(context, interaction, offered)
                        .<CompletionStage<HttpResponse>>map(
                                location -> CompletableFuture.completedStage(Responses.seeOther(location)))
                        .orElseGet(() -> form(context, 200, interaction, hint, null)));
    }

    private CompletionStage<HttpResponse> signIn(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String sealed = form.get(Interaction.PARAMETER);
        Optional<SealedInteraction> interaction = SealedInteraction.open(seal, context, sealed);
        if (sealed != null && interaction.isEmpty()) {
            return CompletableFuture.completedStage(expired(context));
        }
        String username = form.find("username").orElse("").strip();
        String password = form.get("password");
        if (username.isEmpty()) {
            return form(context, NOT_SIGNED_IN, interaction, username, INCOMPLETE);
        }
        return choices.offered(context, username).thenCompose(offered -> {
            if (offered.home() != null) {
                return CompletableFuture.completedStage(
                        Responses.seeOther(UpstreamChoices.startPath(offered.home(), interaction, username)));
            }
            return password == null
                    ? form(context, NOT_SIGNED_IN, interaction, username, INCOMPLETE)
                    : signIn(context, interaction, username, new PasswordInput(password));
        });
    }

    private CompletionStage<HttpResponse> signIn(
            RequestContext context, Optional<SealedInteraction> interaction, String username, PasswordInput password) {
        return limits.failuresOf(
                        context,
                        RateLimits.Kind.SIGN_IN,
                        LoginEndpoints::isWrong,
                        () -> pace.attempt(
                                context.slug(),
                                username,
                                LoginEndpoints::isWrong,
                                () -> check(context, username, password, AfterSignIn.goal(context, interaction))))
                .thenApply(answer -> CompletableFuture.completedStage(after.answer(context, interaction, answer)))
                .exceptionally(thrown -> isWrong(thrown)
                        ? form(context, NOT_SIGNED_IN, interaction, username, NOT_RIGHT)
                        : CompletableFuture.failedStage(thrown))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<HttpResponse> signInByPasskey(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String sealed = form.get(Interaction.PARAMETER);
        Optional<SealedInteraction> interaction = SealedInteraction.open(seal, context, sealed);
        if (sealed != null && interaction.isEmpty()) {
            return CompletableFuture.completedStage(expired(context));
        }
        return limits.failuresOf(
                        context,
                        RateLimits.Kind.PASSKEY,
                        LoginEndpoints::isWrong,
                        () -> passkeys.alone(context, form, AfterSignIn.goal(context, interaction)))
                .thenApply(answer -> CompletableFuture.completedStage(after.answer(context, interaction, answer)))
                .exceptionally(thrown -> isWrong(thrown)
                        ? form(context, NOT_SIGNED_IN, interaction, "", "passkeys.not_right")
                        : CompletableFuture.failedStage(thrown))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<SignInAnswer> check(
            RequestContext context, String username, PasswordInput password, SignInGoal goal) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DirectoryCommand.FindLogin(context.slug(), username, replyTo),
                        DirectoryCommand.LoginFound.class)
                .thenCompose(found -> {
                    UserId user = found.userId();
                    UserId asked = user == null ? found.stranger() : user;
                    Function<ActorRef<Reply>, UserCommand> command = replyTo -> new SessionCommand.SignIn(
                            context.slug(), asked, password, goal, found.settings(), context.act(), replyTo);
                    return user == null
                            ? entities.strangerHashing(context.slug(), asked, command, SignInAnswer.class)
                            : entities.userHashing(context.slug(), asked, command, SignInAnswer.class);
                });
    }

    private static boolean isWrong(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_CREDENTIALS
                        // A user deleted between the two questions: nothing else of NOT_FOUND is asked for here.
                        || refused.reason() == Refused.Reason.NOT_FOUND)
                .isPresent();
    }

    private CompletionStage<HttpResponse> form(
            RequestContext context,
            int status,
            Optional<SealedInteraction> interaction,
            String username,
            @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        PasskeyForm passkey = passkeys.form(context, csrf, interaction);
        return appName(context, interaction)
                .thenCombine(
                        choices.offered(context, null),
                        (appName, offered) -> csrf.addTo(templates.show(
                                context,
                                words,
                                status,
                                new View(
                                                "login.jte",
                                                words.text("login.title"),
                                                new LoginForm(
                                                        csrf.value(),
                                                        interaction
                                                                .map(SealedInteraction::sealed)
                                                                .orElse(null),
                                                        appName.orElse(null),
                                                        username,
                                                        interaction
                                                                .map(open -> open.parameter(Interaction.AGAIN))
                                                                .isPresent(),
                                                        problem == null ? null : words.text(problem),
                                                        SignUpEndpoints.isOffered(context),
                                                        passkey,
                                                        offered.items().stream()
                                                                .map(choice -> new LoginForm.Provider(
                                                                        choice.name(),
                                                                        UpstreamChoices.startPath(
                                                                                choice.id(), interaction, null)))
                                                                .toList(),
                                                        offered.homes()))
                                        .withScript(passkey == null ? null : PasskeyForm.SCRIPT))));
    }

    private CompletionStage<Optional<String>> appName(RequestContext context, Optional<SealedInteraction> interaction) {
        String clientId = interaction.map(open -> open.parameter("client_id")).orElse(null);
        return clientId == null
                ? CompletableFuture.completedStage(Optional.empty())
                : entities.workspace(
                                context.slug(),
                                replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                                AppCommand.AppView.class)
                        .thenApply(app -> Optional.of(app.metadata().clientName()));
    }

    private HttpResponse expired(RequestContext context) {
        Words words = Words.of(context);
        return templates.show(
                context,
                words,
                400,
                Message.error(words.text("login.expired"), words.text("login.expired_text"), context.requestId())
                        .view());
    }
}
