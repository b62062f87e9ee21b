package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The way to every part of somebody's own account: who is not signed in does so first and comes back to the same part; what is
 * posted is of a form of ours; what is grave is done only by who proved just now who they are.
 */
public final class AccountPages {
    /** A sign-in so old still counts as just now. */
    static final Duration RECENT = Duration.ofMinutes(10);

    private static final String SECTION = "section";

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final Clock clock;

    public AccountPages(Entities entities, InteractionSeal seal, PageTemplates templates, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.clock = clock;
    }

    /** What a person sees or does in one part of their account. */
    interface Step {
        CompletionStage<HttpResponse> go(AccountVisit visit);
    }

    /** For GET. */
    CompletionStage<HttpResponse> visit(RequestContext context, AccountSection section, Step step) {
        return signedIn(context, section, step);
    }

    /** For GET of what shall not be seen by whoever finds a browser unattended. */
    CompletionStage<HttpResponse> visitRecently(RequestContext context, AccountSection section, Step step) {
        return signedIn(context, section, recently(step));
    }

    /** For POST: checks the form's token first. */
    CompletionStage<HttpResponse> act(RequestContext context, AccountSection section, Step step) {
        Csrf.require(context.request(), context.form().get(Csrf.FIELD));
        return signedIn(context, section, step);
    }

    /**
     * For POST of what is grave: factors, passwords, the account's end. Who signed in longer than {@link #RECENT} ago signs in again,
     * and then finds the section's page, where they were.
     */
    CompletionStage<HttpResponse> actRecently(RequestContext context, AccountSection section, Step step) {
        return act(context, section, recently(step));
    }

    /** Whether a form that acts {@code Recently} would be heard at once. */
    boolean isRecent(AccountVisit visit) {
        return visit.session().authTime().plus(RECENT).isAfter(clock.instant());
    }

    /** The section's page. */
    HttpResponse show(AccountVisit visit, int status, View view) {
        return visit.csrf()
                .addTo(templates.show(visit.context(), visit.words(), status, view.inAccount(visit.section())));
    }

    /** A page outside of the account, for whoever has none any more. */
    HttpResponse showAlone(AccountVisit visit, View view) {
        return templates.show(visit.context(), visit.words(), 200, view);
    }

    /** Where a sign-in that was asked for by a section goes on: there. */
    HttpResponse resume(RequestContext context, String sealed) {
        return seal.open(Interaction.ACCOUNT, context.slug(), sealed)
                .map(interaction -> interaction.parameters().getOrDefault(SECTION, ""))
                .flatMap(name -> Arrays.stream(AccountSection.values())
                        .filter(section -> section.name().equals(name))
                        .findFirst())
                .map(section -> Responses.seeOther(section.path()))
                .orElseGet(() -> Responses.seeOther(AccountSection.ROOT));
    }

    private Step recently(Step step) {
        return visit -> isRecent(visit) ? step.go(visit) : signInAgain(visit);
    }

    private CompletionStage<HttpResponse> signedIn(RequestContext context, AccountSection section, Step step) {
        UserBoundToken token = SessionCookie.read(context.request()).orElse(null);
        if (token == null) {
            return CompletableFuture.completedStage(signIn(context, section, Map.of()));
        }
        return entities.user(
                        context.slug(),
                        token.userId(),
                        replyTo -> new SessionCommand.Check(
                                context.slug(), token.userId(), token.id(), token.secret(), replyTo),
                        SessionCommand.Session.class)
                .thenCompose(session -> step.go(new AccountVisit(
                        context, section, Words.of(context), token, session, Csrf.token(context.request()))))
                .exceptionally(thrown -> {
                    if (!RefusedException.isOfWhatIsGone(thrown)) {
                        throw new CompletionException(thrown);
                    }
                    return signIn(context, section, Map.of());
                });
    }

    /** Comes back to the section. */
    CompletionStage<HttpResponse> signInAgain(AccountVisit visit) {
        RequestContext context = visit.context();
        return entities.user(
                        context.slug(),
                        visit.userId(),
                        replyTo -> new AccountCommand.Get(context.slug(), visit.userId(), replyTo),
                        AccountCommand.User.class)
                .thenApply(user -> signIn(
                        context,
                        visit.section(),
                        Map.of("login_hint", user.profile().username(), Interaction.AGAIN, "true")));
    }

    private HttpResponse signIn(RequestContext context, AccountSection section, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(more);
        parameters.put(SECTION, section.name());
        return Responses.seeOther(Interaction.loginPath(seal.seal(Interaction.ACCOUNT, context.slug(), parameters)));
    }
}
