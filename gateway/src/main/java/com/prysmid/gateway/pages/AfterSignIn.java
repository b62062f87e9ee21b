package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.SignInGoal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Turns what came of a proof of who somebody is into the browser's next page, for every page on which one can prove it: on to
 * what they were about to do, or to the page for what is still needed.
 */
final class AfterSignIn {
    /** Where a second factor is given or set up. */
    static final String MFA_PATH = "/ui/mfa";

    /** Where a password that somebody else has set is changed. */
    static final String PASSWORD_CHANGE_PATH = "/ui/password/change";

    private final PageTemplates templates;
    private final Clock clock;

    AfterSignIn(PageTemplates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /** What a sign-in from this browser is to come to. */
    static SignInGoal goal(RequestContext context, Optional<SealedInteraction> interaction) {
        return new SignInGoal(
                SessionCookie.read(context.request()).orElse(null),
                interaction.map(open -> open.parameter(Interaction.MFA)).isPresent());
    }

    HttpResponse answer(RequestContext context, Optional<SealedInteraction> interaction, SignInAnswer answer) {
        return answer(interaction, answer, () -> welcome(context, interaction));
    }

    /** @param done the page to show to whoever is signed in */
    HttpResponse answer(Optional<SealedInteraction> interaction, SignInAnswer answer, Supplier<HttpResponse> done) {
        HttpResponse next = switch (answer) {
            case SignedIn in -> done.get();
            case SignInPending pending -> Responses.seeOther(withInteraction(path(pending), interaction));
        };
        return next.addHeaders(cookies(answer));
    }

    /** Where one goes on after a page that is shown first. */
    String onwards(Optional<SealedInteraction> interaction, SignInAnswer answer) {
        return switch (answer) {
            case SignedIn in -> interaction.map(SealedInteraction::resumePath).orElse(AccountSection.ROOT);
            case SignInPending pending -> withInteraction(path(pending), interaction);
        };
    }

    /** What the browser keeps of it. */
    List<HttpHeader> cookies(SignInAnswer answer) {
        return switch (answer) {
            case SignedIn in ->
                List.of(SessionCookie.set(in.cookie(), life(in.session().expiresAt())), PendingSignInCookie.clear());
            case SignInPending pending -> List.of(PendingSignInCookie.set(pending.ticket(), life(pending.expiresAt())));
        };
    }

    private static String path(SignInPending pending) {
        return switch (pending.step()) {
            case FACTOR, ENROLMENT -> MFA_PATH;
            case PASSWORD_CHANGE -> PASSWORD_CHANGE_PATH;
        };
    }

    private HttpResponse welcome(RequestContext context, Optional<SealedInteraction> interaction) {
        return interaction.map(open -> Responses.seeOther(open.resumePath())).orElseGet(() -> {
            Words words = Words.of(context);
            return templates.show(
                    context,
                    words,
                    200,
                    Message.of(words.text("login.done"), words.text("login.go_on"))
                            .withLink(AccountSection.ROOT, words.text("login.account"))
                            .view());
        });
    }

    static String withInteraction(String path, Optional<SealedInteraction> interaction) {
        return Interaction.carriedBy(
                path, interaction.map(SealedInteraction::sealed).orElse(null));
    }

    private Duration life(Instant until) {
        return Duration.between(clock.instant(), until);
    }
}
