package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorCommand.Factor;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/account/factors}: two-step verification of one's own account. Whatever changes it needs a sign-in of just now, with a
 * factor where there is one; the entity sees to that once more.
 */
public final class AccountFactorEndpoints {
    private static final AccountSection SECTION = AccountSection.FACTORS;
    private static final String TOTP = SECTION.path() + "/totp";
    private static final int NOT_GOOD = 422;

    private final Entities entities;
    private final AccountPages pages;
    private final SettingsNow settingsNow;

    private AccountFactorEndpoints(Entities entities, AccountPages pages) {
        this.entities = entities;
        this.pages = pages;
        this.settingsNow = new SettingsNow(entities);
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages) {
        AccountFactorEndpoints factors = new AccountFactorEndpoints(entities, pages);
        return List.of(
                Endpoint.get(
                        SECTION.path(),
                        Surface.PAGE,
                        context -> pages.visit(context, SECTION, factors.now(factors::list))),
                Endpoint.get(
                        TOTP,
                        Surface.PAGE,
                        context -> pages.visitRecently(
                                context,
                                SECTION,
                                factors.now((visit, settings) -> factors.offer(visit, settings, 200, null)))),
                factors.acting(TOTP, factors::confirm),
                factors.acting(SECTION.path() + "/email", factors::turnOnEmail),
                factors.acting(SECTION.path() + "/recovery-codes", factors::makeRecoveryCodes),
                factors.acting(SECTION.path() + "/rename", factors::rename),
                factors.acting(SECTION.path() + "/remove", factors::remove));
    }

    /** What is done by the workspace's policies as of now. */
    private interface Act {
        CompletionStage<HttpResponse> go(AccountVisit visit, WorkspaceSettings settings);
    }

    private Endpoint acting(String path, Act act) {
        return Endpoint.post(path, Surface.PAGE, context -> pages.actRecently(context, SECTION, now(act)));
    }

    private AccountPages.Step now(Act act) {
        return visit -> settingsNow.of(visit.context()).thenCompose(settings -> act.go(visit, settings));
    }

    private CompletionStage<HttpResponse> list(AccountVisit visit, WorkspaceSettings settings) {
        return ask(
                        visit,
                        replyTo -> new FactorCommand.Look(
                                visit.context().slug(), visit.userId(), visit.token(), settings, replyTo),
                        FactorCommand.Overview.class)
                .thenApply(overview -> pages.show(
                        visit,
                        200,
                        new View(
                                "account-factors.jte",
                                visit.words().text("factors.nav"),
                                new FactorsPage(
                                        visit.csrf().value(),
                                        overview.items().stream()
                                                .filter(factor -> factor.type() != FactorType.PASSKEY)
                                                .map(factor -> item(visit.words(), factor))
                                                .toList(),
                                        overview.recoveryCodes(),
                                        overview.required(),
                                        overview.items().isEmpty(),
                                        overview.addable().contains(FactorType.TOTP),
                                        overview.addable().contains(FactorType.EMAIL_CODE),
                                        overview.addable().contains(FactorType.PASSKEY)))));
    }

    private static FactorsPage.Item item(Words words, Factor factor) {
        String name = factor.name() == null
                ? words.text("factors.kind_" + factor.type().name().toLowerCase(Locale.ROOT))
                : factor.name();
        String detail = factor.lastUsedAt() == null
                ? words.text("factors.added", words.date(factor.addedAt()))
                : words.text("factors.added_used", words.date(factor.addedAt()), words.date(factor.lastUsedAt()));
        return new FactorsPage.Item(factor.id(), name, factor.type() == FactorType.TOTP, detail);
    }

    private CompletionStage<HttpResponse> offer(
            AccountVisit visit, WorkspaceSettings settings, int status, @Nullable String problem) {
        return orElsewhere(
                visit,
                ask(
                                visit,
                                replyTo -> new FactorCommand.OfferTotp(
                                        visit.context().slug(),
                                        visit.userId(),
                                        new FactorCommand.InSession(visit.token()),
                                        settings,
                                        visit.act(),
                                        replyTo),
                                FactorCommand.TotpOffer.class)
                        .thenApply(offer -> pages.show(
                                visit,
                                status,
                                new View(
                                        "totp-setup.jte",
                                        visit.words().text("factors.set_up_totp"),
                                        TotpSetup.of(
                                                visit.csrf().value(),
                                                null,
                                                TOTP,
                                                SECTION.path(),
                                                visit.context().workspace().name(),
                                                offer.account(),
                                                offer.secret().reveal(),
                                                true,
                                                problem)))));
    }

    private CompletionStage<HttpResponse> confirm(AccountVisit visit, WorkspaceSettings settings) {
        String name = visit.context().form().find("name").orElse("").strip();
        CompletionStage<HttpResponse> confirmed = ask(
                        visit,
                        replyTo -> new FactorCommand.ConfirmTotp(
                                visit.context().slug(),
                                visit.userId(),
                                new FactorCommand.InSession(visit.token()),
                                new Secret(visit.context().form().find("code").orElse("")),
                                name.isEmpty() ? visit.words().text("factors.app") : name,
                                SignInGoal.PLAIN,
                                settings,
                                visit.act(),
                                replyTo),
                        FactorCommand.Added.class)
                .thenApply(added -> added(visit, added.recoveryCodes()));
        return orElsewhere(visit, confirmed).exceptionallyCompose(thrown -> switch (RefusedException.in(thrown)
                .map(Refused::reason)
                .orElse(null)) {
            case INVALID_CREDENTIALS, CONFLICT, INVALID ->
                offer(visit, settings, NOT_GOOD, visit.words().text("factors.wrong"));
            case null, default -> CompletableFuture.failedStage(thrown);
        });
    }

    private CompletionStage<HttpResponse> turnOnEmail(AccountVisit visit, WorkspaceSettings settings) {
        return orElsewhere(
                visit,
                ask(
                                visit,
                                replyTo -> new FactorCommand.TurnOnEmailCodes(
                                        visit.context().slug(),
                                        visit.userId(),
                                        visit.token(),
                                        settings,
                                        visit.act(),
                                        replyTo),
                                FactorCommand.Added.class)
                        .thenApply(added -> added(visit, added.recoveryCodes())));
    }

    private CompletionStage<HttpResponse> makeRecoveryCodes(AccountVisit visit, WorkspaceSettings settings) {
        return orElsewhere(
                visit,
                ask(
                                visit,
                                replyTo -> new FactorCommand.MakeRecoveryCodes(
                                        visit.context().slug(),
                                        visit.userId(),
                                        visit.token(),
                                        settings,
                                        visit.act(),
                                        replyTo),
                                FactorCommand.RecoveryCodes.class)
                        .thenApply(made -> added(visit, made.codes())));
    }

    private HttpResponse added(AccountVisit visit, List<Secret> codes) {
        return codes.isEmpty()
                ? Responses.seeOther(SECTION.path())
                : pages.show(
                        visit,
                        200,
                        new View(
                                "recovery-codes.jte",
                                visit.words().text("factors.recovery_title"),
                                RecoveryCodesPage.of(codes, SECTION.path())));
    }

    private CompletionStage<HttpResponse> rename(AccountVisit visit, WorkspaceSettings settings) {
        return done(
                visit,
                replyTo -> new FactorCommand.Rename(
                        visit.context().slug(),
                        visit.userId(),
                        visit.token(),
                        visit.context().form().require("factor_id"),
                        visit.context().form().find("name").orElse("").strip(),
                        settings,
                        visit.act(),
                        replyTo));
    }

    private CompletionStage<HttpResponse> remove(AccountVisit visit, WorkspaceSettings settings) {
        return done(
                visit,
                replyTo -> new FactorCommand.Remove(
                        visit.context().slug(),
                        visit.userId(),
                        visit.token(),
                        visit.context().form().require("factor_id"),
                        settings,
                        visit.act(),
                        replyTo));
    }

    /** What is gone already, or has no such name, shows on the page that follows. */
    private CompletionStage<HttpResponse> done(AccountVisit visit, Function<ActorRef<Reply>, UserCommand> command) {
        return orElsewhere(visit, ask(visit, command, Done.class).handle((done, thrown) -> {
            Refused.Reason reason = RefusedException.in(thrown == null ? new IllegalStateException() : thrown)
                    .map(Refused::reason)
                    .orElse(null);
            boolean shows = thrown == null || reason == Refused.Reason.NOT_FOUND || reason == Refused.Reason.INVALID;
            if (!shows) {
                throw new CompletionException(thrown);
            }
            return Responses.seeOther(SECTION.path());
        }));
    }

    /** What the policy or another page has made impossible meanwhile shows on the section's page. */
    private CompletionStage<HttpResponse> orElsewhere(AccountVisit visit, CompletionStage<HttpResponse> answer) {
        return answer.exceptionallyCompose(
                thrown -> switch (RefusedException.in(thrown).map(Refused::code).orElse("")) {
                    case "sign_in_again" -> pages.signInAgain(visit);
                    case "factor_not_available", "no_factor" ->
                        CompletableFuture.completedStage(Responses.seeOther(SECTION.path()));
                    default -> CompletableFuture.failedStage(thrown);
                });
    }

    private <T extends Reply> CompletionStage<T> ask(
            AccountVisit visit, Function<ActorRef<Reply>, UserCommand> command, Class<T> expected) {
        return entities.user(visit.context().slug(), visit.userId(), command, expected);
    }
}
