package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.PasskeyChallenges;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PasskeyAttestation;
import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.PasskeyCommand.Passkey;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/account/passkeys}: somebody's own passkeys, added, named and removed; and where password managers find that page (W3C "A
 * Well-Known URL for Relying Party Passkey Endpoints").
 */
public final class PasskeyEndpoints {
    private static final AccountSection SECTION = AccountSection.PASSKEYS;
    private static final String SIGN_IN_AGAIN = "sign_in_again";
    private static final int NOT_DONE = 422;

    private final Entities entities;
    private final AccountPages pages;
    private final PasskeyChallenges challenges;
    private final SettingsNow settingsNow;

    private PasskeyEndpoints(Entities entities, AccountPages pages, PasskeyChallenges challenges) {
        this.entities = entities;
        this.pages = pages;
        this.challenges = challenges;
        this.settingsNow = new SettingsNow(entities);
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages, InteractionSeal seal, Clock clock) {
        PasskeyEndpoints passkeys = new PasskeyEndpoints(entities, pages, new PasskeyChallenges(seal, clock));
        return List.of(
                Endpoint.get(SECTION.path(), Surface.PAGE, passkeys::show),
                Endpoint.get(SECTION.path() + "/add", Surface.PAGE, passkeys::signInToAdd),
                Endpoint.post(SECTION.path() + "/add", Surface.PAGE, passkeys::add),
                Endpoint.post(SECTION.path() + "/rename", Surface.PAGE, passkeys::rename),
                Endpoint.post(SECTION.path() + "/remove", Surface.PAGE, passkeys::remove),
                Endpoint.get("/.well-known/passkey-endpoints", Surface.METADATA, PasskeyEndpoints::wellKnown));
    }

    private static CompletionStage<HttpResponse> wellKnown(RequestContext context) {
        String page = context.issuer() + SECTION.path();
        return CompletableFuture.completedStage(Responses.json(200, Map.of("enroll", page, "manage", page)));
    }

    /**
     * How one may be added: by the form, by it after a sign-in, or not at all.
     *
     * @param form null where it is not offered now
     */
    private record Adding(@Nullable PasskeyForm form, boolean afterSignIn) {}

    private CompletionStage<HttpResponse> show(RequestContext context) {
        return pages.visit(context, SECTION, visit -> page(visit, 200, null, null));
    }

    /** Whoever signed in just now, and well enough, finds the form on the section's page. */
    private CompletionStage<HttpResponse> signInToAdd(RequestContext context) {
        return pages.visitRecently(
                context,
                SECTION,
                visit -> adding(visit)
                        .thenCompose(adding -> adding.afterSignIn()
                                ? pages.signInAgain(visit)
                                : CompletableFuture.completedStage(back())));
    }

    private CompletionStage<HttpResponse> add(RequestContext context) {
        Form form = context.form();
        return pages.actRecently(context, SECTION, visit -> {
            Optional<PasskeyChallenge> challenge = challenges.open(
                    context.slug(),
                    registration(visit),
                    visit.csrf(),
                    form.find(PasskeyAnswers.CHALLENGE).orElse(""));
            Optional<PasskeyAttestation> attestation = PasskeyAnswers.attestation(form);
            if (challenge.isEmpty() || attestation.isEmpty()) {
                return page(visit, NOT_DONE, "passkeys.not_added", null);
            }
            return orTell(
                    visit,
                    null,
                    settingsNow
                            .of(context)
                            .thenCompose(settings -> entities.user(
                                    context.slug(),
                                    visit.userId(),
                                    replyTo -> new PasskeyCommand.Register(
                                            context.slug(),
                                            visit.userId(),
                                            new FactorCommand.InSession(visit.token()),
                                            challenge.get(),
                                            attestation.get(),
                                            form.get("name"),
                                            DeviceName.of(visit.act().userAgent())
                                                    .orElse("Passkey"),
                                            SignInGoal.PLAIN,
                                            settings,
                                            visit.act(),
                                            replyTo),
                                    Passkey.class)));
        });
    }

    private CompletionStage<HttpResponse> rename(RequestContext context) {
        Form form = context.form();
        String id = form.require("id");
        return pages.act(
                context,
                SECTION,
                visit -> orTell(
                        visit,
                        null,
                        entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new PasskeyCommand.Rename(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token(),
                                        id,
                                        form.find("name").orElse(""),
                                        visit.act(),
                                        replyTo),
                                Passkey.class)));
    }

    private CompletionStage<HttpResponse> remove(RequestContext context) {
        Form form = context.form();
        String id = form.require("id");
        return pages.actRecently(
                context,
                SECTION,
                visit -> orTell(
                        visit,
                        id,
                        settingsNow
                                .of(context)
                                .thenCompose(settings -> entities.user(
                                        context.slug(),
                                        visit.userId(),
                                        replyTo -> new PasskeyCommand.Remove(
                                                context.slug(),
                                                visit.userId(),
                                                visit.token(),
                                                id,
                                                form.has("confirmed"),
                                                settings,
                                                visit.act(),
                                                replyTo),
                                        Done.class))));
    }

    /** Back to the page; or it is shown at once, with what was wrong. */
    private CompletionStage<HttpResponse> orTell(AccountVisit visit, @Nullable String id, CompletionStage<?> done) {
        return done.<CompletionStage<HttpResponse>>thenApply(any -> CompletableFuture.completedStage(back()))
                .exceptionally(thrown -> {
                    Refused refused = RefusedException.in(thrown).orElseThrow(() -> new CompletionException(thrown));
                    return switch (refused.code()) {
                        case "invalid_passkey", "passkeys_off" -> page(visit, NOT_DONE, "passkeys.not_added", null);
                        case "too_many_passkeys" -> page(visit, NOT_DONE, "passkeys.too_many", null);
                        case "invalid_input" -> page(visit, NOT_DONE, "passkeys.bad_name", null);
                        case "last_way_to_sign_in" -> page(visit, NOT_DONE, "passkeys.last", id);
                        case SIGN_IN_AGAIN -> pages.signInAgain(visit);
                        // Removed by another page meanwhile.
                        case "not_found" -> CompletableFuture.completedStage(back());
                        default -> throw new CompletionException(thrown);
                    };
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<HttpResponse> page(
            AccountVisit visit, int status, @Nullable String problem, @Nullable String toConfirm) {
        Words words = visit.words();
        return entities.user(
                        visit.context().slug(),
                        visit.userId(),
                        replyTo -> new PasskeyCommand.ListAll(visit.context().slug(), visit.userId(), replyTo),
                        PasskeyCommand.Passkeys.class)
                .thenCombine(isRecoveryMissing(visit), Listed::new)
                .thenCombine(adding(visit), (listed, adding) -> {
                    PasskeyForm form = adding.form();
                    View view = new View(
                            "account-passkeys.jte",
                            words.text("passkeys.title"),
                            new PasskeysPage(
                                    visit.csrf().value(),
                                    listed.passkeys().items().stream()
                                            .map(one -> item(words, one))
                                            .toList(),
                                    form,
                                    adding.afterSignIn() ? SECTION.path() + "/add" : null,
                                    toConfirm,
                                    listed.recoveryMissing(),
                                    problem == null ? null : words.text(problem)));
                    return pages.show(visit, status, form == null ? view : view.withScript(PasskeyForm.SCRIPT));
                });
    }

    private record Listed(PasskeyCommand.Passkeys passkeys, boolean recoveryMissing) {}

    /** Whether a passkey stands between the password and the account, and no code on paper does when it is lost. */
    private CompletionStage<Boolean> isRecoveryMissing(AccountVisit visit) {
        WorkspaceSettings settings = visit.context().workspace().settings();
        PeoplePolicy.Mfa mfa = settings.people().mfa();
        if (mfa.requirement() == PeoplePolicy.Mfa.Requirement.OFF
                || !mfa.factors().contains(FactorType.PASSKEY)) {
            return CompletableFuture.completedStage(false);
        }
        return entities.user(
                        visit.context().slug(),
                        visit.userId(),
                        replyTo -> new FactorCommand.ListAll(visit.context().slug(), visit.userId(), replyTo),
                        FactorCommand.FactorList.class)
                .thenApply(all -> !all.items().isEmpty() && all.recoveryCodes() == 0);
    }

    /** Who signed in long ago, or without the factor that they have, does so again first. */
    private CompletionStage<Adding> adding(AccountVisit visit) {
        RequestContext context = visit.context();
        if (!pages.isRecent(visit)) {
            return CompletableFuture.completedStage(new Adding(null, true));
        }
        String challenge = challenges.make(context.slug(), registration(visit), visit.csrf());
        return entities.user(
                        context.slug(),
                        visit.userId(),
                        replyTo -> new PasskeyCommand.DescribeRegistration(
                                context.slug(),
                                visit.userId(),
                                new FactorCommand.InSession(visit.token()),
                                context.workspace().settings(),
                                replyTo),
                        PasskeyCommand.RegistrationOptions.class)
                .thenApply(user -> new Adding(
                        new PasskeyForm(
                                SECTION.path() + "/add",
                                "create",
                                visit.csrf().value(),
                                null,
                                PasskeyOptions.create(context, challenge, user),
                                challenge,
                                false),
                        false))
                .exceptionally(thrown -> {
                    Refused refused = RefusedException.in(thrown)
                            .filter(one ->
                                    one.reason() == Refused.Reason.FORBIDDEN || one.reason() == Refused.Reason.CONFLICT)
                            .orElseThrow(() -> new CompletionException(thrown));
                    return new Adding(null, refused.code().equals(SIGN_IN_AGAIN));
                });
    }

    private static PasskeysPage.Item item(Words words, Passkey passkey) {
        String made = words.date(passkey.createdAt());
        return new PasskeysPage.Item(
                passkey.id(),
                passkey.name(),
                passkey.lastUsedAt() == null
                        ? words.text("passkeys.made", made)
                        : words.text("passkeys.made_and_used", made, words.date(passkey.lastUsedAt())));
    }

    private static String registration(AccountVisit visit) {
        return "register:" + visit.userId().value();
    }

    private static HttpResponse back() {
        return Responses.seeOther(SECTION.path());
    }
}
