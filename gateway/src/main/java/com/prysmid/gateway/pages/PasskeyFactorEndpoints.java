package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.PasskeyChallenges;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.PasskeyAttestation;
import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/mfa/passkey}: a passkey after another proof. Who has one uses it; who has no second factor and must have one sets one up,
 * which is its first use. The page of all factors leads here.
 */
public final class PasskeyFactorEndpoints {
    static final String PATH = AfterSignIn.MFA_PATH + "/passkey";

    private static final int NOT_SIGNED_IN = 422;

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final RateLimits limits;
    private final PasskeyChallenges challenges;
    private final PasskeySignIn signIn;
    private final SettingsNow settingsNow;
    private final AfterSignIn after;

    private PasskeyFactorEndpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.limits = limits;
        this.challenges = new PasskeyChallenges(seal, clock);
        this.signIn = new PasskeySignIn(entities, challenges);
        this.settingsNow = new SettingsNow(entities);
        this.after = new AfterSignIn(templates, clock);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        PasskeyFactorEndpoints factor = new PasskeyFactorEndpoints(entities, seal, templates, limits, clock);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, factor::show), Endpoint.post(PATH, Surface.PAGE, factor::answer));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        return page(
                context,
                200,
                SealedInteraction.open(seal, context, context.query().get(Interaction.PARAMETER)),
                null);
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        Optional<SealedInteraction> interaction =
                SealedInteraction.open(seal, context, form.get(Interaction.PARAMETER));
        UserBoundToken ticket = PendingSignInCookie.read(context.request()).orElse(null);
        if (ticket == null) {
            return CompletableFuture.completedStage(
                    Responses.seeOther(AfterSignIn.withInteraction(LoginEndpoints.PATH, interaction)));
        }
        return limits.failuresOf(
                        context,
                        RateLimits.Kind.PASSKEY,
                        PasskeyFactorEndpoints::isWrong,
                        () -> form.has("attestation")
                                ? register(context, form, ticket, interaction)
                                : signIn.after(
                                        context, form, ticket, use(ticket), AfterSignIn.goal(context, interaction)))
                .thenApply(answer -> CompletableFuture.completedStage(after.answer(context, interaction, answer)))
                .exceptionally(thrown -> isWrong(thrown)
                        ? page(context, NOT_SIGNED_IN, interaction, "passkeys.not_right")
                        : elsewhere(thrown, interaction))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<SignInAnswer> register(
            RequestContext context, Form form, UserBoundToken ticket, Optional<SealedInteraction> interaction) {
        Optional<PasskeyChallenge> challenge = challenges.open(
                context.slug(),
                enrolment(ticket),
                Csrf.token(context.request()),
                form.find(PasskeyAnswers.CHALLENGE).orElse(""));
        Optional<PasskeyAttestation> attestation = PasskeyAnswers.attestation(form);
        if (challenge.isEmpty() || attestation.isEmpty()) {
            return CompletableFuture.failedStage(new RefusedException(
                    Refused.of(Refused.Reason.INVALID_CREDENTIALS, "invalid_passkey", "This passkey is not right.")));
        }
        return settingsNow
                .of(context)
                .thenCompose(settings -> entities.user(
                        context.slug(),
                        ticket.userId(),
                        replyTo -> new PasskeyCommand.Register(
                                context.slug(),
                                ticket.userId(),
                                new FactorCommand.InSignIn(ticket),
                                challenge.get(),
                                attestation.get(),
                                null,
                                DeviceName.of(context.act().userAgent()).orElse("Passkey"),
                                AfterSignIn.goal(context, interaction),
                                settings,
                                context.act(),
                                replyTo),
                        SignInAnswer.class));
    }

    private CompletionStage<HttpResponse> page(
            RequestContext context, int status, Optional<SealedInteraction> interaction, @Nullable String problem) {
        UserBoundToken ticket = PendingSignInCookie.read(context.request()).orElse(null);
        if (ticket == null) {
            return CompletableFuture.completedStage(
                    Responses.seeOther(AfterSignIn.withInteraction(LoginEndpoints.PATH, interaction)));
        }
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction);
        return settingsNow
                .of(context)
                .thenCompose(settings -> entities.user(
                                context.slug(),
                                ticket.userId(),
                                replyTo -> new SessionCommand.DescribePending(
                                        context.slug(), ticket.userId(), ticket, settings, replyTo),
                                SessionCommand.SignInPending.class)
                        .thenCompose(pending -> pending.step() == SignInStep.ENROLMENT
                                ? creating(context, settings, csrf, ticket, interaction)
                                : using(context, settings, csrf, ticket, interaction)))
                .thenApply(form -> csrf.addTo(templates.show(
                        context,
                        words,
                        status,
                        new View(
                                        "passkey.jte",
                                        words.text(form.kind().equals("create") ? "passkeys.add" : "passkeys.use"),
                                        new PasskeyStep(
                                                form,
                                                AfterSignIn.withInteraction(AfterSignIn.MFA_PATH, interaction),
                                                problem == null ? null : words.text(problem)))
                                .withScript(PasskeyForm.SCRIPT))))
                .thenApply(CompletableFuture::completedStage)
                .exceptionally(thrown -> elsewhere(thrown, interaction))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<PasskeyForm> using(
            RequestContext context,
            WorkspaceSettings settings,
            Csrf.Token csrf,
            UserBoundToken ticket,
            Optional<SealedInteraction> interaction) {
        String challenge = challenges.make(context.slug(), use(ticket), csrf);
        return entities.user(
                        context.slug(),
                        ticket.userId(),
                        replyTo -> new PasskeyCommand.DescribeAssertion(
                                context.slug(), ticket.userId(), ticket, settings, replyTo),
                        PasskeyCommand.AssertionOptions.class)
                .thenApply(known ->
                        form("get", csrf, interaction, PasskeyOptions.oneOf(context, challenge, known), challenge));
    }

    private CompletionStage<PasskeyForm> creating(
            RequestContext context,
            WorkspaceSettings settings,
            Csrf.Token csrf,
            UserBoundToken ticket,
            Optional<SealedInteraction> interaction) {
        String challenge = challenges.make(context.slug(), enrolment(ticket), csrf);
        return entities.user(
                        context.slug(),
                        ticket.userId(),
                        replyTo -> new PasskeyCommand.DescribeRegistration(
                                context.slug(), ticket.userId(), new FactorCommand.InSignIn(ticket), settings, replyTo),
                        PasskeyCommand.RegistrationOptions.class)
                .thenApply(user ->
                        form("create", csrf, interaction, PasskeyOptions.create(context, challenge, user), challenge));
    }

    private static PasskeyForm form(
            String kind, Csrf.Token csrf, Optional<SealedInteraction> interaction, String options, String challenge) {
        return new PasskeyForm(
                PATH,
                kind,
                csrf.value(),
                interaction.map(SealedInteraction::sealed).orElse(null),
                options,
                challenge,
                false);
    }

    /** A sign-in that is over begins anew; one that needs no passkey goes on where all factors are. */
    private static CompletableFuture<HttpResponse> elsewhere(
            Throwable thrown, Optional<SealedInteraction> interaction) {
        Refused.Reason reason =
                RefusedException.in(thrown).map(Refused::reason).orElseThrow(() -> new CompletionException(thrown));
        return switch (reason) {
            case INVALID_TOKEN ->
                CompletableFuture.completedFuture(
                        Responses.seeOther(AfterSignIn.withInteraction(LoginEndpoints.PATH, interaction)));
            case NOT_FOUND, FORBIDDEN, CONFLICT ->
                CompletableFuture.completedFuture(
                        Responses.seeOther(AfterSignIn.withInteraction(AfterSignIn.MFA_PATH, interaction)));
            default -> throw new CompletionException(thrown);
        };
    }

    private static boolean isWrong(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_CREDENTIALS)
                .isPresent();
    }

    private static String use(UserBoundToken ticket) {
        return "factor:" + ticket.id();
    }

    private static String enrolment(UserBoundToken ticket) {
        return "enrol:" + ticket.id();
    }
}
