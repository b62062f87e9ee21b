package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.LinkCookie;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/password/forgot}: has a link mailed, if there is somebody to mail it to. The answer is always the same, in words,
 * headers and time.
 */
public final class ForgotEndpoints {
    static final String PATH = "/ui/password/forgot";

    /** A commit, and the first opening of a seal. */
    private static final Duration PACE = Duration.ofMillis(250);

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final RateLimits limits;

    private ForgotEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.limits = limits;
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits) {
        ForgotEndpoints forgot = new ForgotEndpoints(entities, seal, templates, limits);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, forgot::show), Endpoint.post(PATH, Surface.PAGE, forgot::request));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, context.query().get(Interaction.PARAMETER));
        String hint = interaction.map(open -> open.parameter("login_hint")).orElse("");
        return CompletableFuture.completedStage(form(context, interaction, 200, hint, null));
    }

    private CompletionStage<HttpResponse> request(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, form.get(Interaction.PARAMETER));
        Words words = Words.of(context, interaction);
        String username = form.find("username").orElse("").strip();
        if (username.isEmpty()) {
            return CompletableFuture.completedStage(
                    form(context, interaction, 422, username, words.text("accounts.forgot.incomplete")));
        }
        limits.take(context, RateLimits.Kind.MAIL);
        return EvenPace.of(PACE, () -> request(context, username))
                .thenApply(done -> templates
                        .show(
                                context,
                                words,
                                200,
                                Message.of(
                                                words.text("accounts.forgot.mailed"),
                                                words.text("accounts.forgot.mailed_text"))
                                        .view())
                        .addHeader(LinkCookie.set(
                                LinkCookie.secret(context.request()),
                                interaction.map(SealedInteraction::sealed).orElse(null))));
    }

    private CompletionStage<Done> request(RequestContext context, String username) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DirectoryCommand.FindLogin(context.slug(), username, replyTo),
                        DirectoryCommand.LoginFound.class)
                .thenCompose(found -> {
                    UserId user = found.userId();
                    return user == null ? noteUnknown(context) : reset(context, user);
                });
    }

    private CompletionStage<Done> noteUnknown(RequestContext context) {
        return entities.workspace(
                context.slug(),
                replyTo -> new DirectoryCommand.NoteUnknownReset(context.slug(), context.act(), replyTo),
                Done.class);
    }

    private CompletionStage<Done> reset(RequestContext context, UserId user) {
        return entities.user(
                        context.slug(),
                        user,
                        replyTo -> new TicketCommand.RequestReset(context.slug(), user, context.act(), replyTo),
                        Done.class)
                // A user deleted between the two questions is one that nobody has.
                .exceptionally(thrown -> {
                    if (RefusedException.isOfWhatIsGone(thrown)) {
                        return new Done();
                    }
                    throw Stages.rethrown(thrown);
                });
    }

    private HttpResponse form(
            RequestContext context,
            Optional<SealedInteraction> interaction,
            int status,
            String username,
            @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        return csrf.addTo(templates.show(
                context,
                words,
                status,
                new View(
                        "forgot.jte",
                        words.text("accounts.forgot.title"),
                        new ForgotForm(
                                csrf.value(),
                                interaction.map(SealedInteraction::sealed).orElse(null),
                                username,
                                problem))));
    }
}
