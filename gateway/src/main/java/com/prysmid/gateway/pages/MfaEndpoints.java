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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/mfa}: the second factor of a sign-in that has its first, by the browser's pending sign-in alone; and setting one up
 * where one is needed and none is there. What is shown is {@link MfaPages}'s. A passkey has a page of its own, which this one leads to.
 */
public final class MfaEndpoints {
    private static final String SEND = MfaPages.PATH + "/send";

    private static final int NOT_SIGNED_IN = 422;

    private final Entities entities;
    private final InteractionSeal seal;
    private final MfaPages pages;
    private final SettingsNow settingsNow;
    private final AfterSignIn after;

    private MfaEndpoints(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.pages = new MfaPages(templates);
        this.settingsNow = new SettingsNow(entities);
        this.after = new AfterSignIn(templates, clock);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        MfaEndpoints mfa = new MfaEndpoints(entities, seal, templates, clock);
        return List.of(
                Endpoint.get(MfaPages.PATH, Surface.PAGE, context -> mfa.visit(context, mfa::show)),
                Endpoint.post(MfaPages.PATH, Surface.PAGE, context -> mfa.act(context, mfa::prove)),
                Endpoint.post(SEND, Surface.PAGE, context -> mfa.act(context, mfa::send)),
                Endpoint.get(MfaPages.SETUP, Surface.PAGE, context -> mfa.visit(context, mfa::show)),
                Endpoint.post(MfaPages.SETUP, Surface.PAGE, context -> mfa.act(context, mfa::setUp)));
    }

    private interface Step {
        CompletionStage<HttpResponse> go(MfaVisit visit);
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
            return CompletableFuture.completedStage(pages.over(context, interaction));
        }
        // As they are right now: what the workspace asks for must not depend on which node remembers what.
        return settingsNow
                .of(context)
                .thenCompose(settings -> step.go(new MfaVisit(context, ticket.get(), interaction, settings)))
                .exceptionallyCompose(thrown -> RefusedException.isOfWhatIsGone(thrown)
                        ? CompletableFuture.completedStage(pages.over(context, interaction))
                        : CompletableFuture.failedStage(thrown));
    }

    private CompletionStage<HttpResponse> show(MfaVisit visit) {
        return show(visit, 200, visit.context().query().get(MfaPages.FACTOR), null);
    }

    private CompletionStage<HttpResponse> show(
            MfaVisit visit, int status, @Nullable String factor, @Nullable String problem) {
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
                        CompletableFuture.completedStage(pages.ask(
                                visit, status, chosen(pending.factors(), factor), pending.factors(), problem));
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
                .filter(type -> MfaPages.word(type).equals(name))
                .findFirst()
                .orElse(typed.isEmpty() ? null : typed.getFirst());
    }

    private CompletionStage<HttpResponse> choose(
            MfaVisit visit, int status, @Nullable String factor, @Nullable String problem) {
        if (MfaPages.word(FactorType.TOTP).equals(factor)) {
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
                    boolean byMail = MfaPages.word(FactorType.EMAIL_CODE).equals(factor)
                            && choices.addable().contains(FactorType.EMAIL_CODE);
                    return pages.choose(
                            visit, status, byMail ? FactorType.EMAIL_CODE : null, choices.addable(), problem);
                });
    }

    private CompletionStage<HttpResponse> offerTotp(MfaVisit visit, int status, @Nullable String problem) {
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
                .thenApply(offer -> pages.totp(visit, status, offer, problem));
    }

    private CompletionStage<HttpResponse> prove(MfaVisit visit) {
        String name = visit.context().form().require(MfaPages.FACTOR);
        FactorType type = MfaPages.typed(name);
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

    private CompletionStage<HttpResponse> send(MfaVisit visit) {
        String path = visit.context().form().has("enrolment") ? MfaPages.SETUP : MfaPages.PATH;
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
                .thenApply(sent -> Responses.seeOther(visit.href(
                        path,
                        MfaPages.FACTOR + "=" + MfaPages.word(FactorType.EMAIL_CODE) + "&" + MfaPages.SENT + "=1")))
                .exceptionallyCompose(thrown -> wrong(visit, MfaPages.word(FactorType.EMAIL_CODE), thrown));
    }

    private CompletionStage<HttpResponse> setUp(MfaVisit visit) {
        String name = visit.context().form().require(MfaPages.FACTOR);
        Secret code = new Secret(visit.context().form().find("code").orElse(""));
        return entities.user(
                        visit.context().slug(),
                        visit.ticket().userId(),
                        replyTo -> MfaPages.word(FactorType.EMAIL_CODE).equals(name)
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
    private HttpResponse added(MfaVisit visit, FactorCommand.Added added) {
        SignInAnswer answer = added.signedIn() == null ? added.pending() : added.signedIn();
        if (answer == null) {
            throw new IllegalStateException("whatever is set up in a sign-in goes on with it");
        }
        if (added.recoveryCodes().isEmpty()) {
            return after.answer(visit.context(), visit.interaction(), answer);
        }
        return pages.recoveryCodes(visit, added.recoveryCodes(), after.onwards(visit.interaction(), answer))
                .addHeaders(after.cookies(answer));
    }

    private CompletionStage<HttpResponse> wrong(MfaVisit visit, String factor, Throwable thrown) {
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
}
