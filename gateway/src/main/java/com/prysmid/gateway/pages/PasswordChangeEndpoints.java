package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.OwnAccountCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.ProvisioningCommand.Describe;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/password/change}: the step of a sign-in at which a password that somebody else has set is replaced. */
public final class PasswordChangeEndpoints {
    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final AfterSignIn after;

    private PasswordChangeEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.after = new AfterSignIn(templates, clock);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        PasswordChangeEndpoints change = new PasswordChangeEndpoints(entities, seal, templates, clock);
        return List.of(
                Endpoint.get(AfterSignIn.PASSWORD_CHANGE_PATH, Surface.PAGE, change::show),
                Endpoint.post(AfterSignIn.PASSWORD_CHANGE_PATH, Surface.PAGE, change::change));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, context.query().get(Interaction.PARAMETER));
        return CompletableFuture.completedStage(
                PendingSignInCookie.read(context.request()).isPresent()
                        ? form(context, interaction, 200, null)
                        : beginAgain(interaction));
    }

    private CompletionStage<HttpResponse> change(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, form.get(Interaction.PARAMETER));
        UserBoundToken ticket = PendingSignInCookie.read(context.request()).orElse(null);
        if (ticket == null) {
            return CompletableFuture.completedStage(beginAgain(interaction));
        }
        Words words = Words.of(context, interaction);
        String next = form.get("password");
        if (next == null) {
            return CompletableFuture.completedStage(
                    form(context, interaction, 422, words.text("accounts.problem.password.required")));
        }
        return replace(context, ticket, new PasswordInput(next), interaction)
                .thenApply(answer -> after.answer(context, interaction, answer))
                .exceptionally(thrown -> {
                    if (RefusedException.isOfWhatIsGone(thrown)) {
                        return beginAgain(interaction).addHeader(PendingSignInCookie.clear());
                    }
                    return RefusedException.in(thrown)
                            .flatMap(refused -> AccountWords.problem(
                                    words, refused, context.workspace().settings()))
                            .map(problem -> form(context, interaction, 422, problem))
                            .orElseThrow(() -> Stages.rethrown(thrown));
                });
    }

    private CompletionStage<SignInAnswer> replace(
            RequestContext context,
            UserBoundToken ticket,
            PasswordInput next,
            Optional<SealedInteraction> interaction) {
        return entities.workspace(
                        context.slug(), replyTo -> new Describe(context.slug(), replyTo), WorkspaceDescription.class)
                .thenCompose(workspace -> entities.userHashing(
                        context.slug(),
                        ticket.userId(),
                        replyTo -> new OwnAccountCommand.ReplacePassword(
                                context.slug(),
                                ticket.userId(),
                                ticket,
                                next,
                                AfterSignIn.goal(context, interaction),
                                workspace.settings(),
                                context.act(),
                                replyTo),
                        SignInAnswer.class));
    }

    private HttpResponse form(
            RequestContext context, Optional<SealedInteraction> interaction, int status, @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        return csrf.addTo(templates.show(
                context,
                words,
                status,
                new View(
                        "password.jte",
                        words.text("accounts.password.title"),
                        new PasswordForm(
                                AfterSignIn.PASSWORD_CHANGE_PATH,
                                csrf.value(),
                                interaction.map(SealedInteraction::sealed).orElse(null),
                                null,
                                false,
                                AccountWords.minLength(context.workspace().settings()),
                                problem))));
    }

    private static HttpResponse beginAgain(Optional<SealedInteraction> interaction) {
        return Responses.seeOther(
                interaction.map(open -> Interaction.loginPath(open.sealed())).orElse(LoginEndpoints.PATH));
    }
}
