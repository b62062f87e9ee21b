package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/mfa}: the second factor of a sign-in that has its first, by the browser's pending sign-in alone; and setting one up
 * where one is needed and none is there. A passkey has a page of its own, which this one leads to.
 */
public final class MfaEndpoints {
    private static final String PATH = AfterSignIn.MFA_PATH;
    private static final String SEND = PATH + "/send";
    private static final String SETUP = PATH + "/setup";
    private static final String PASSKEY = PATH + "/passkey";

    /** The query parameter and form field that names a factor. */
    private static final String FACTOR = "factor";

    private static final String SENT = "sent";
    private static final int NOT_SIGNED_IN = 422;

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final SettingsNow settingsNow;
    private final AfterSignIn after;

    private MfaEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.settingsNow = new SettingsNow(entities);
        this.after = new AfterSignIn(templates, clock);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        MfaEndpoints mfa = new MfaEndpoints(entities, seal, templates, clock);
        return List.of(
                Endpoint.get(PATH, Surface.PAGE, context -> mfa.visit(context, mfa::show)),
                Endpoint.post(PATH, Surface.PAGE, context -> mfa.act(context, mfa::prove)),
                Endpoint.post(SEND, Surface.PAGE, context -> mfa.act(context, mfa::send)),
                Endpoint.get(SETUP, Surface.PAGE, context -> mfa.visit(context, mfa::show)),
                Endpoint.post(SETUP, Surface.PAGE, context -> mfa.act(context, mfa::setUp)));
    }

    /** Somebody in the middle of a sign-in. */
    private record Visit(
            RequestContext context,
            UserBoundToken ticket,
            Optional<SealedInteraction> interaction,
            WorkspaceSettings settings) {
        Words words() {
            return Words.of(context, interaction);
        }

        @Nullable
        String sealed() {
            return interaction.map(SealedInteraction::sealed).orElse(null);
        }

        String href(String path, String more) {
            String carried = sealed() == null
                    ? ""
                    : "&" + Interaction.PARAMETER + "=" + URLEncoder.encode(sealed(), StandardCharsets.UTF_8);
            String query = more.isEmpty() && !carried.isEmpty() ? carried.substring(1) : more + carried;
            return query.isEmpty() ? path : path + "?" + query;
        }

        @Override
        public String toString() {
            return "Visit[redacted]";
        }
    }

    private interface Step {
        CompletionStage<HttpResponse> go(Visit visit);
    }

    private CompletionStage<HttpResponse> visit(RequestContext context, Step step) {
        return go(context, context.query().get(Interaction.PARAMETER), step);
    }

    private CompletionStage<HttpResponse> act(RequestContext context, Step step) {
        Csrf.require(context.request(), context.form().get(Csrf.FIELD));
        return go(context, context.form().get(Interaction.PARAMETER), step);
    }

    private CompletionStage<HttpResponse> go(RequestContext context, @Nullable String sealed, Step step) {
        Optional<SealedInteraction> interaction = SealedInteraction.open(seal, context, sealed);
        Optional<UserBoundToken> ticket = PendingSignInCookie.read(context.request());
        if (ticket.isEmpty() || (sealed != null && interaction.isEmpty())) {
            return CompletableFuture.completedStage(over(context, interaction));
        }
        // As they are right now: what the workspace asks for must not depend on which node remembers what.
        return settingsNow
                .of(context)
                .thenCompose(settings -> step.go(new Visit(context, ticket.get(), interaction, settings)))
                .exceptionallyCompose(thrown -> RefusedException.isOfWhatIsGone(thrown)
                        ? CompletableFuture.completedStage(over(context, interaction))
                        : CompletableFuture.failedStage(thrown));
    }

    private CompletionStage<HttpResponse> show(Visit visit) {
        return show(visit, 200, visit.context().query().get(FACTOR), null);
    }

    private CompletionStage<HttpResponse> show(
            Visit visit, int status, @Nullable String factor, @Nullable String problem) {
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> new SessionCommand.DescribePending(
                                visit.context().slug(),
                                visit.ticket().userId(),
                                visit.ticket(),
                                visit.settings(),
                                replyTo),
                        SignInPending.class)
                .thenCompose(pending -> switch (pending.step()) {
                    case FACTOR ->
                        CompletableFuture.completedStage(
                                ask(visit, status, chosen(pending.factors(), factor), pending.factors(), problem));
                    case ENROLMENT -> choose(visit, status, factor, problem);
                    case PASSWORD_CHANGE ->
                        CompletableFuture.completedStage(
                                Responses.seeOther(visit.href(AfterSignIn.PASSWORD_CHANGE_PATH, "")));
                });
    }

    /** What was asked for, or what was used last, of what can be typed. */
    private static @Nullable FactorType chosen(List<FactorType> offered, @Nullable String name) {
        List<FactorType> typed =
                offered.stream().filter(type -> type != FactorType.PASSKEY).toList();
        return typed.stream()
                .filter(type -> word(type).equals(name))
                .findFirst()
                .orElse(typed.isEmpty() ? null : typed.getFirst());
    }

    private HttpResponse ask(
            Visit visit, int status, @Nullable FactorType factor, List<FactorType> offered, @Nullable String problem) {
        Words words = visit.words();
        List<FactorForm.OtherWay> others = offered.stream()
                .filter(type -> type != factor)
                .map(type -> new FactorForm.OtherWay(
                        words.text("factors.use_" + word(type)),
                        type == FactorType.PASSKEY
                                ? visit.href(PASSKEY, "")
                                : visit.href(PATH, FACTOR + "=" + word(type))))
                .toList();
        return form(visit, status, factor, others, false, problem);
    }

    private HttpResponse form(
            Visit visit,
            int status,
            @Nullable FactorType factor,
            List<FactorForm.OtherWay> others,
            boolean enrolment,
            @Nullable String problem) {
        Words words = visit.words();
        Csrf.Token csrf = Csrf.token(visit.context().request());
        boolean sent = visit.context().query().has(SENT)
                || visit.context().request().method().value().equals("POST");
        return csrf.addTo(templates.show(
                visit.context(),
                words,
                status,
                new View(
                        "mfa.jte",
                        words.text(enrolment ? "factors.setup_title" : "factors.title"),
                        new FactorForm(
                                csrf.value(),
                                visit.sealed(),
                                factor,
                                others,
                                sent,
                                enrolment,
                                problem == null ? null : words.text(problem)))));
    }

    private CompletionStage<HttpResponse> choose(
            Visit visit, int status, @Nullable String factor, @Nullable String problem) {
        if (word(FactorType.TOTP).equals(factor)) {
            return offerTotp(visit, status, problem);
        }
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> new FactorCommand.Choose(
                                visit.context().slug(),
                                visit.ticket().userId(),
                                new FactorCommand.InSignIn(visit.ticket()),
                                visit.settings(),
                                replyTo),
                        FactorCommand.Choices.class)
                .thenApply(choices -> {
                    List<FactorForm.OtherWay> ways = choices.addable().stream()
                            .map(type -> new FactorForm.OtherWay(
                                    visit.words().text("factors.set_up_" + word(type)),
                                    type == FactorType.PASSKEY
                                            ? visit.href(PASSKEY, "")
                                            : visit.href(SETUP, FACTOR + "=" + word(type))))
                            .toList();
                    boolean byMail = word(FactorType.EMAIL_CODE).equals(factor)
                            && choices.addable().contains(FactorType.EMAIL_CODE);
                    return form(visit, status, byMail ? FactorType.EMAIL_CODE : null, ways, true, problem);
                });
    }

    private CompletionStage<HttpResponse> offerTotp(Visit visit, int status, @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(visit.context().request());
        Words words = visit.words();
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> new FactorCommand.OfferTotp(
                                visit.context().slug(),
                                visit.ticket().userId(),
                                new FactorCommand.InSignIn(visit.ticket()),
                                visit.settings(),
                                visit.context().act(),
                                replyTo),
                        FactorCommand.TotpOffer.class)
                .thenApply(offer -> csrf.addTo(templates.show(
                        visit.context(),
                        words,
                        status,
                        new View(
                                "totp-setup.jte",
                                words.text("factors.set_up_totp"),
                                TotpSetup.of(
                                        csrf.value(),
                                        visit.sealed(),
                                        SETUP,
                                        visit.href(PATH, ""),
                                        visit.context().workspace().name(),
                                        offer.account(),
                                        offer.secret().reveal(),
                                        false,
                                        problem == null ? null : words.text(problem))))));
    }

    private CompletionStage<HttpResponse> prove(Visit visit) {
        String name = visit.context().form().require(FACTOR);
        FactorType type = type(name);
        String code = visit.context().form().find("code").orElse("");
        if (type == null || code.isBlank() || code.length() > 64) {
            return show(visit, NOT_SIGNED_IN, name, "factors.wrong");
        }
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> new FactorCommand.Prove(
                                visit.context().slug(),
                                visit.ticket().userId(),
                                visit.ticket(),
                                type,
                                new Secret(code),
                                AfterSignIn.goal(visit.context(), visit.interaction()),
                                visit.settings(),
                                visit.context().act(),
                                replyTo),
                        SignInAnswer.class)
                .thenApply(answer -> after.answer(visit.context(), visit.interaction(), answer))
                .exceptionallyCompose(thrown -> wrong(visit, name, thrown));
    }

    private CompletionStage<HttpResponse> send(Visit visit) {
        String path = visit.context().form().has("enrolment") ? SETUP : PATH;
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> new FactorCommand.SendCode(
                                visit.context().slug(),
                                visit.ticket().userId(),
                                visit.ticket(),
                                visit.settings(),
                                visit.context().act(),
                                replyTo),
                        FactorCommand.CodeSent.class)
                .thenApply(sent -> Responses.seeOther(
                        visit.href(path, FACTOR + "=" + word(FactorType.EMAIL_CODE) + "&" + SENT + "=1")))
                .exceptionallyCompose(thrown -> wrong(visit, word(FactorType.EMAIL_CODE), thrown));
    }

    private CompletionStage<HttpResponse> setUp(Visit visit) {
        String name = visit.context().form().require(FACTOR);
        Secret code = new Secret(visit.context().form().find("code").orElse(""));
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> word(FactorType.EMAIL_CODE).equals(name)
                                ? new FactorCommand.ConfirmEmailCode(
                                        visit.context().slug(),
                                        visit.ticket().userId(),
                                        visit.ticket(),
                                        code,
                                        AfterSignIn.goal(visit.context(), visit.interaction()),
                                        visit.settings(),
                                        visit.context().act(),
                                        replyTo)
                                : new FactorCommand.ConfirmTotp(
                                        visit.context().slug(),
                                        visit.ticket().userId(),
                                        new FactorCommand.InSignIn(visit.ticket()),
                                        code,
                                        visit.words().text("factors.app"),
                                        AfterSignIn.goal(visit.context(), visit.interaction()),
                                        visit.settings(),
                                        visit.context().act(),
                                        replyTo),
                        FactorCommand.Added.class)
                .thenApply(added -> added(visit, added))
                .exceptionallyCompose(thrown -> wrong(visit, name, thrown));
    }

    /** The recovery codes first; the browser is signed in meanwhile. */
    private HttpResponse added(Visit visit, FactorCommand.Added added) {
        SignInAnswer answer = added.signedIn() == null ? added.pending() : added.signedIn();
        if (answer == null) {
            throw new IllegalStateException("whatever is set up in a sign-in goes on with it");
        }
        if (added.recoveryCodes().isEmpty()) {
            return after.answer(visit.context(), visit.interaction(), answer);
        }
        Words words = visit.words();
        HttpResponse page = templates.show(
                visit.context(),
                words,
                200,
                new View(
                        "recovery-codes.jte",
                        words.text("factors.recovery_title"),
                        RecoveryCodesPage.of(added.recoveryCodes(), after.onwards(visit.interaction(), answer))));
        return page.addHeaders(after.cookies(answer));
    }

    private CompletionStage<HttpResponse> wrong(Visit visit, String factor, Throwable thrown) {
        String problem = RefusedException.in(thrown)
                .map(refused -> switch (refused.code()) {
                    case "too_many_codes" -> "factors.too_many_codes";
                    case "too_many_guesses" -> "factors.locked";
                    default ->
                        switch (refused.reason()) {
                            case INVALID_CREDENTIALS, FORBIDDEN, CONFLICT, INVALID -> "factors.wrong";
                            default -> null;
                        };
                })
                .orElse(null);
        return problem == null
                ? CompletableFuture.failedStage(thrown)
                : show(
                        visit,
                        RefusedException.in(thrown).map(Refused::reason).orElse(null)
                                        == Refused.Reason.GUESSED_TOO_OFTEN
                                ? 429
                                : NOT_SIGNED_IN,
                        factor,
                        problem);
    }

    /** Nothing is told of why: it is too old, used up, or never was. */
    private HttpResponse over(RequestContext context, Optional<SealedInteraction> interaction) {
        Words words = Words.of(context, interaction);
        String again =
                interaction.map(open -> Interaction.loginPath(open.sealed())).orElse(LoginEndpoints.PATH);
        return templates
                .show(
                        context,
                        words,
                        400,
                        Message.of(words.text("factors.over"), words.text("factors.over_text"))
                                .withLink(again, words.text("factors.begin_again"))
                                .view())
                .addHeader(PendingSignInCookie.clear());
    }

    private static @Nullable FactorType type(String name) {
        List<FactorType> typed = new ArrayList<>(List.of(FactorType.values()));
        typed.remove(FactorType.PASSKEY);
        return typed.stream()
                .filter(type -> word(type).equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String word(FactorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
