package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.OwnAccountCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.ProvisioningCommand.Describe;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.TicketCommand;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The parts of one's own account that are about how to get into it: address, password, and its end. */
public final class OwnAccountEndpoints {
    private static final int NOT_TAKEN = 422;

    private final Entities entities;
    private final AccountPages pages;
    private final RateLimits limits;
    private final AfterSignIn after;

    private OwnAccountEndpoints(
            Entities entities, AccountPages pages, PageTemplates templates, RateLimits limits, Clock clock) {
        this.entities = entities;
        this.pages = pages;
        this.limits = limits;
        this.after = new AfterSignIn(templates, clock);
    }

    public static List<Endpoint> endpoints(
            Entities entities, AccountPages pages, PageTemplates templates, RateLimits limits, Clock clock) {
        OwnAccountEndpoints own = new OwnAccountEndpoints(entities, pages, templates, limits, clock);
        return List.of(
                Endpoint.get(
                        AccountSection.EMAIL.path(),
                        Surface.PAGE,
                        context -> own.visitRecently(context, AccountSection.EMAIL, own::email)),
                Endpoint.post(AccountSection.EMAIL.path(), Surface.PAGE, own::changeEmail),
                Endpoint.post(AccountSection.EMAIL.path() + "/verification", Surface.PAGE, own::verifyEmail),
                Endpoint.get(
                        AccountSection.PASSWORD.path(),
                        Surface.PAGE,
                        context -> own.visit(context, AccountSection.PASSWORD, own::password)),
                Endpoint.post(AccountSection.PASSWORD.path(), Surface.PAGE, own::changePassword),
                Endpoint.get(
                        AccountSection.DELETION.path(),
                        Surface.PAGE,
                        context -> own.visitRecently(context, AccountSection.DELETION, own::deletion)),
                Endpoint.post(AccountSection.DELETION.path(), Surface.PAGE, own::delete));
    }

    /** A section's form, at first and again where something is wrong with what was typed. */
    private interface Shown {
        View view(AccountVisit visit, AccountCommand.User user, @Nullable String problem);
    }

    private CompletionStage<HttpResponse> visit(RequestContext context, AccountSection section, Shown shown) {
        return pages.visit(context, section, visit -> show(visit, 200, shown, null));
    }

    private CompletionStage<HttpResponse> visitRecently(RequestContext context, AccountSection section, Shown shown) {
        return pages.visitRecently(context, section, visit -> show(visit, 200, shown, null));
    }

    private CompletionStage<HttpResponse> show(AccountVisit visit, int status, Shown shown, @Nullable String problem) {
        return entities.user(
                        visit.context().slug(),
                        visit.userId(),
                        replyTo -> new AccountCommand.Get(visit.context().slug(), visit.userId(), replyTo),
                        AccountCommand.User.class)
                .thenApply(user -> pages.show(visit, status, shown.view(visit, user, problem)));
    }

    private View email(AccountVisit visit, AccountCommand.User user, @Nullable String problem) {
        return new View(
                "account-email.jte",
                visit.words().text("accounts.address.title"),
                new EmailForm(
                        visit.csrf().value(),
                        user.profile().email(),
                        user.profile().emailVerified(),
                        problem == null
                                ? ""
                                : visit.context().form().find("email").orElse(""),
                        problem));
    }

    private CompletionStage<HttpResponse> changeEmail(RequestContext context) {
        return pages.actRecently(context, AccountSection.EMAIL, visit -> {
            limits.take(context, RateLimits.Kind.MAIL);
            String email = context.form().find("email").orElse("").strip();
            return entities.user(
                            context.slug(),
                            visit.userId(),
                            replyTo -> new OwnAccountCommand.ChangeEmail(
                                    context.slug(), visit.userId(), visit.token(), email, visit.act(), replyTo),
                            Done.class)
                    .thenApply(done -> mailed(visit, email))
                    .thenApply(CompletableFuture::completedStage)
                    .exceptionally(thrown -> unfit(visit, this::email, thrown))
                    .thenCompose(Function.identity());
        });
    }

    private CompletionStage<HttpResponse> verifyEmail(RequestContext context) {
        return pages.act(context, AccountSection.EMAIL, visit -> {
            limits.take(context, RateLimits.Kind.MAIL);
            return entities.user(
                            context.slug(),
                            visit.userId(),
                            replyTo -> new TicketCommand.RequestVerification(
                                    context.slug(), visit.userId(), visit.act(), replyTo),
                            Done.class)
                    .thenCompose(done -> entities.user(
                            context.slug(),
                            visit.userId(),
                            replyTo -> new AccountCommand.Get(context.slug(), visit.userId(), replyTo),
                            AccountCommand.User.class))
                    .thenApply(
                            user -> mailed(visit, String.valueOf(user.profile().email())))
                    .thenApply(CompletableFuture::completedStage)
                    .exceptionally(thrown -> unfit(visit, this::email, thrown))
                    .thenCompose(Function.identity());
        });
    }

    private HttpResponse mailed(AccountVisit visit, String address) {
        return pages.show(
                visit,
                200,
                Message.of(
                                visit.words().text("accounts.signup.mailed"),
                                visit.words().text("accounts.signup.mailed_text", address))
                        .view());
    }

    private View password(AccountVisit visit, AccountCommand.User user, @Nullable String problem) {
        return new View(
                "password.jte",
                visit.words().text("accounts.password.title"),
                new PasswordForm(
                        AccountSection.PASSWORD.path(),
                        visit.csrf().value(),
                        null,
                        user.profile().username(),
                        true,
                        AccountWords.minLength(visit.context().workspace().settings()),
                        problem));
    }

    /** The current password is the proof; so an older sign-in does. */
    private CompletionStage<HttpResponse> changePassword(RequestContext context) {
        Form form = context.form();
        return pages.act(context, AccountSection.PASSWORD, visit -> {
            String current = form.get("current_password");
            String next = form.get("password");
            if (current == null || next == null) {
                return show(visit, NOT_TAKEN, this::password, visit.words().text("accounts.password.incomplete"));
            }
            return limits.failuresOf(
                            context,
                            RateLimits.Kind.SIGN_IN,
                            OwnAccountEndpoints::isWrong,
                            () -> changePassword(visit, new PasswordInput(current), new PasswordInput(next)))
                    .thenApply(answer -> CompletableFuture.completedStage(
                            after.answer(Optional.empty(), answer, () -> changed(visit))))
                    .exceptionally(thrown -> unfit(visit, this::password, thrown))
                    .thenCompose(Function.identity());
        });
    }

    private CompletionStage<SignInAnswer> changePassword(
            AccountVisit visit, PasswordInput current, PasswordInput next) {
        RequestContext context = visit.context();
        return entities.workspace(
                        context.slug(), replyTo -> new Describe(context.slug(), replyTo), WorkspaceDescription.class)
                .thenCompose(workspace -> entities.userHashing(
                        context.slug(),
                        visit.userId(),
                        replyTo -> new OwnAccountCommand.ChangePassword(
                                context.slug(),
                                visit.userId(),
                                visit.token(),
                                current,
                                next,
                                workspace.settings(),
                                visit.act(),
                                replyTo),
                        SignInAnswer.class));
    }

    private HttpResponse changed(AccountVisit visit) {
        return pages.show(
                visit,
                200,
                Message.of(
                                visit.words().text("accounts.password.changed"),
                                visit.words().text("accounts.password.changed_text"))
                        .withLink(AccountSection.ROOT, visit.words().text("accounts.account"))
                        .view());
    }

    private View deletion(AccountVisit visit, AccountCommand.User user, @Nullable String problem) {
        return new View(
                "account-deletion.jte",
                visit.words().text("accounts.deletion.title"),
                new DeletionForm(visit.csrf().value(), user.profile().username(), problem));
    }

    private CompletionStage<HttpResponse> delete(RequestContext context) {
        String typed = context.form().find("confirmation").orElse("");
        return pages.actRecently(
                context,
                AccountSection.DELETION,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new OwnAccountCommand.DeleteAccount(
                                        context.slug(), visit.userId(), visit.token(), typed, visit.act(), replyTo),
                                Done.class)
                        .thenApply(done -> CompletableFuture.completedStage(gone(visit)))
                        .exceptionally(thrown -> unfit(visit, this::deletion, thrown))
                        .thenCompose(Function.identity()));
    }

    private HttpResponse gone(AccountVisit visit) {
        return pages.showAlone(
                        visit,
                        Message.of(
                                        visit.words().text("accounts.deletion.done"),
                                        visit.words().text("accounts.deletion.done_text"))
                                .view())
                .addHeader(SessionCookie.clear());
    }

    private static boolean isWrong(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_CREDENTIALS)
                .isPresent();
    }

    /** The form again, with what is wrong; what is not the person's doing goes on as it came. */
    private CompletionStage<HttpResponse> unfit(AccountVisit visit, Shown shown, Throwable thrown) {
        return RefusedException.in(thrown)
                .flatMap(refused -> AccountWords.problem(
                        visit.words(), refused, visit.context().workspace().settings()))
                .map(problem -> show(visit, NOT_TAKEN, shown, problem))
                .orElseGet(() -> CompletableFuture.failedStage(thrown));
    }
}
