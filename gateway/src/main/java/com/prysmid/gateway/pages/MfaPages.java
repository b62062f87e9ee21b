package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.PendingSignInCookie;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What is shown at {@code /ui/mfa}: the question for a factor, the choice of one to set up, and what setting up brings. */
final class MfaPages {
    static final String PATH = AfterSignIn.MFA_PATH;
    static final String SETUP = PATH + "/setup";

    /** The query parameter and form field that names a factor. */
    static final String FACTOR = "factor";

    static final String SENT = "sent";

    private static final String PASSKEY = PATH + "/passkey";

    private final PageTemplates templates;

    MfaPages(PageTemplates templates) {
        this.templates = templates;
    }

    /** @param factor the one that is asked for; null: none of those offered can be typed */
    HttpResponse ask(
            MfaVisit visit,
            int status,
            @Nullable FactorType factor,
            List<FactorType> offered,
            @Nullable String problem) {
        List<FactorType> others =
                offered.stream().filter(type -> type != factor).toList();
        return form(visit, status, factor, ways(visit, others, "factors.use_", PATH), false, problem);
    }

    /** @param factor the one that is being set up; null: none was chosen yet, or it has a page of its own */
    HttpResponse choose(
            MfaVisit visit,
            int status,
            @Nullable FactorType factor,
            List<FactorType> addable,
            @Nullable String problem) {
        return form(visit, status, factor, ways(visit, addable, "factors.set_up_", SETUP), true, problem);
    }

    private static List<FactorForm.OtherWay> ways(MfaVisit visit, List<FactorType> types, String text, String path) {
        return types.stream()
                .map(type -> new FactorForm.OtherWay(
                        visit.words().text(text + word(type)),
                        type == FactorType.PASSKEY
                                ? visit.href(PASSKEY, "")
                                : visit.href(path, FACTOR + "=" + word(type))))
                .toList();
    }

    private HttpResponse form(
            MfaVisit visit,
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

    HttpResponse totp(MfaVisit visit, int status, FactorCommand.TotpOffer offer, @Nullable String problem) {
        Csrf.Token csrf = Csrf.token(visit.context().request());
        Words words = visit.words();
        return csrf.addTo(templates.show(
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
                                problem == null ? null : words.text(problem)))));
    }

    HttpResponse recoveryCodes(MfaVisit visit, List<Secret> codes, String onwards) {
        Words words = visit.words();
        return templates.show(
                visit.context(),
                words,
                200,
                new View(
                        "recovery-codes.jte",
                        words.text("factors.recovery_title"),
                        RecoveryCodesPage.of(codes, onwards)));
    }

    /** Nothing is told of why: it is too old, used up, or never was. */
    HttpResponse over(RequestContext context, Optional<SealedInteraction> interaction) {
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

    /** Of those that can be typed. */
    static @Nullable FactorType typed(String name) {
        List<FactorType> typed = new ArrayList<>(List.of(FactorType.values()));
        typed.remove(FactorType.PASSKEY);
        return typed.stream()
                .filter(type -> word(type).equals(name))
                .findFirst()
                .orElse(null);
    }

    static String word(FactorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
