package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.PasskeyChallenges;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.PasskeyAssertion;
import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Proving who one is with a passkey: alone, where the authenticator names the user, or after another proof. */
final class PasskeySignIn {
    /** Where the sign-in page's form is posted to. */
    static final String PATH = LoginEndpoints.PATH + "/passkey";

    private static final String FIRST = "sign-in";

    private final Entities entities;
    private final PasskeyChallenges challenges;
    private final SettingsNow settingsNow;

    PasskeySignIn(Entities entities, PasskeyChallenges challenges) {
        this.entities = entities;
        this.challenges = challenges;
        this.settingsNow = new SettingsNow(entities);
    }

    /** For the sign-in page; null where the workspace lets nobody sign in so. */
    @Nullable
    PasskeyForm form(RequestContext context, Csrf.Token csrf, Optional<SealedInteraction> interaction) {
        if (!context.workspace().settings().people().signIn().passkey()) {
            return null;
        }
        String challenge = challenges.make(context.slug(), FIRST, csrf);
        return new PasskeyForm(
                PATH,
                "get",
                csrf.value(),
                interaction.map(SealedInteraction::sealed).orElse(null),
                PasskeyOptions.anybody(context, challenge),
                challenge,
                true);
    }

    /** Of a form that was posted; whatever is wrong ends in one and the same refusal. */
    CompletionStage<SignInAnswer> alone(RequestContext context, Form form, SignInGoal goal) {
        Optional<PasskeyAssertion> assertion = PasskeyAnswers.assertion(form);
        Optional<UserId> user = assertion.flatMap(PasskeyAnswers::user);
        return user.isEmpty() ? refused() : prove(context, form, user.get(), null, FIRST, assertion.get(), goal);
    }

    /** Of a form that was posted, where something else was proven before. */
    CompletionStage<SignInAnswer> after(
            RequestContext context, Form form, UserBoundToken ticket, String act, SignInGoal goal) {
        return PasskeyAnswers.assertion(form)
                .map(assertion -> prove(context, form, ticket.userId(), ticket, act, assertion, goal))
                .orElseGet(PasskeySignIn::refused);
    }

    private CompletionStage<SignInAnswer> prove(
            RequestContext context,
            Form form,
            UserId user,
            @Nullable UserBoundToken ticket,
            String act,
            PasskeyAssertion assertion,
            SignInGoal goal) {
        Optional<PasskeyChallenge> challenge = challenges.open(
                context.slug(),
                act,
                Csrf.token(context.request()),
                form.find(PasskeyAnswers.CHALLENGE).orElse(""));
        return challenge.isEmpty()
                ? refused()
                : settingsNow
                        .of(context)
                        .thenCompose(settings -> entities.user(
                                context.slug(),
                                user,
                                replyTo -> new PasskeyCommand.SignIn(
                                        context.slug(),
                                        user,
                                        ticket,
                                        challenge.get(),
                                        assertion,
                                        goal,
                                        settings,
                                        context.act(),
                                        replyTo),
                                SignInAnswer.class));
    }

    private static CompletionStage<SignInAnswer> refused() {
        return CompletableFuture.failedStage(new RefusedException(
                Refused.of(Refused.Reason.INVALID_CREDENTIALS, "invalid_passkey", "This passkey is not right.")));
    }
}
