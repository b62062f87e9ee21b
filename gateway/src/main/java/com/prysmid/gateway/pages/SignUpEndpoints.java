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
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/signup}: takes an address, a password and a name, and has a link mailed. Whoever has the address already, the
 * answer is the same, in words, headers and time.
 */
public final class SignUpEndpoints {
    static final String PATH = "/ui/signup";

    /** One hash at the usual cost and one commit, on a machine that does something else too. */
    private static final Duration PACE = Duration.ofMillis(400);

    private static final int NOT_TAKEN = 422;

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final RateLimits limits;

    private SignUpEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.limits = limits;
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits) {
        SignUpEndpoints signUp = new SignUpEndpoints(entities, seal, templates, limits);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, signUp::show), Endpoint.post(PATH, Surface.PAGE, signUp::signUp));
    }

    /** Whether a link to it leads anywhere. */
    static boolean isOffered(RequestContext context) {
        PeoplePolicy.SignUp.Mode mode =
                context.workspace().settings().people().signUp().mode();
        return mode == PeoplePolicy.SignUp.Mode.OPEN || mode == PeoplePolicy.SignUp.Mode.EMAIL_DOMAIN;
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        if (!isOffered(context)) {
            return CompletableFuture.completedStage(off(context));
        }
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, context.query().get(Interaction.PARAMETER));
        String hint = interaction.map(open -> open.parameter("login_hint")).orElse("");
        return CompletableFuture.completedStage(
                form(context, interaction, 200, new Typed(hint.indexOf('@') > 0 ? hint : "", null, "", ""), null));
    }

    /** What somebody typed. */
    private record Typed(String email, @Nullable PasswordInput password, String givenName, String familyName) {
        static Typed in(Form form) {
            String password = form.get("password");
            return new Typed(
                    form.find("email").orElse("").strip(),
                    password == null ? null : new PasswordInput(password),
                    form.find("given_name").orElse("").strip(),
                    form.find("family_name").orElse("").strip());
        }

        UserProfile profile(String language) {
            String name = (givenName + " " + familyName).strip();
            return new UserProfile(
                    email,
                    email,
                    false,
                    null,
                    false,
                    orNull(givenName),
                    orNull(familyName),
                    orNull(name),
                    language,
                    null,
                    UserProfile.More.NOTHING);
        }

        private static @Nullable String orNull(String text) {
            return text.isEmpty() ? null : text;
        }

        @Override
        public String toString() {
            return "Typed[redacted]";
        }
    }

    private CompletionStage<HttpResponse> signUp(RequestContext context) {
        if (!isOffered(context)) {
            return CompletableFuture.completedStage(off(context));
        }
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, form.get(Interaction.PARAMETER));
        Words words = Words.of(context, interaction);
        Typed typed = Typed.in(form);
        PasswordInput password = typed.password();
        if (typed.email().isEmpty() || password == null) {
            return CompletableFuture.completedStage(
                    form(context, interaction, NOT_TAKEN, typed, words.text("accounts.signup.incomplete")));
        }
        limits.take(context, RateLimits.Kind.SIGN_UP);
        Secret browser = LinkCookie.secret(context.request());
        return EvenPace.of(
                        PACE, () -> begin(context, typed.profile(words.locale().getLanguage()), password, browser))
                .thenApply(done -> lookIntoYourMail(context, words, interaction, typed.email(), browser))
                .exceptionally(thrown -> refused(context, interaction, typed, words, thrown));
    }

    private CompletionStage<Done> begin(
            RequestContext context, UserProfile profile, PasswordInput password, Secret browser) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DirectoryCommand.AdmitSignUp(context.slug(), profile.username(), replyTo),
                        DirectoryCommand.SignUpAdmitted.class)
                .thenCompose(admitted -> entities.userHashing(
                        context.slug(),
                        admitted.userId(),
                        replyTo -> new TicketCommand.SignUp(
                                context.slug(),
                                admitted.userId(),
                                profile,
                                password,
                                browser,
                                admitted.settings(),
                                context.act(),
                                replyTo),
                        Done.class));
    }

    private HttpResponse lookIntoYourMail(
            RequestContext context,
            Words words,
            Optional<SealedInteraction> interaction,
            String email,
            Secret browser) {
        return templates
                .show(
                        context,
                        words,
                        200,
                        Message.of(
                                        words.text("accounts.signup.mailed"),
                                        words.text("accounts.signup.mailed_text", email))
                                .view())
                .addHeader(LinkCookie.set(
                        browser, interaction.map(SealedInteraction::sealed).orElse(null)));
    }

    private HttpResponse refused(
            RequestContext context,
            Optional<SealedInteraction> interaction,
            Typed typed,
            Words words,
            Throwable thrown) {
        Refused refused = RefusedException.in(thrown).orElseThrow(() -> Stages.rethrown(thrown));
        return switch (refused.code()) {
            case "sign_up_off", "invitation_needed" -> off(context);
            default ->
                form(
                        context,
                        interaction,
                        NOT_TAKEN,
                        typed,
                        AccountWords.problem(words, refused, context.workspace().settings())
                                .orElseThrow(() -> Stages.rethrown(thrown)));
        };
    }

    private HttpResponse form(
            RequestContext context,
            Optional<SealedInteraction> interaction,
            int status,
            Typed typed,
            @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        return csrf.addTo(templates.show(
                context,
                words,
                status,
                new View(
                        "sign-up.jte",
                        words.text("accounts.signup.title"),
                        new SignUpForm(
                                csrf.value(),
                                interaction.map(SealedInteraction::sealed).orElse(null),
                                typed.email(),
                                typed.givenName(),
                                typed.familyName(),
                                AccountWords.minLength(context.workspace().settings()),
                                problem))));
    }

    /** Also to a form that was sent all the same. */
    private HttpResponse off(RequestContext context) {
        Words words = Words.of(context);
        return templates.show(
                context,
                words,
                404,
                Message.of(words.text("accounts.signup.off"), words.text("accounts.signup.off_text"))
                        .withLink(LoginEndpoints.PATH, words.text("accounts.sign_in"))
                        .view());
    }
}
