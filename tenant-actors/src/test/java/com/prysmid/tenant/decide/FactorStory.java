package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.token;

import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.Totp;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorCommand.Added;
import com.prysmid.tenant.protocol.FactorCommand.InSession;
import com.prysmid.tenant.protocol.FactorCommand.InSignIn;
import com.prysmid.tenant.protocol.FactorCommand.Standing;
import com.prysmid.tenant.protocol.FactorCommand.TotpOffer;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SettingsCommand.PeoplePatch;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody does with second factors, decision by decision. */
final class FactorStory {
    final UserStory alice = UserStory.ofAlice();
    final WorkspaceSeal seal;

    FactorStory(Path directory) throws IOException {
        seal = WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json")), SLUG.value());
    }

    void policy(Requirement requirement, @Nullable List<FactorType> factors, @Nullable List<String> roles) {
        alice.settings = alice.settings.withPeople(PeopleRules.merge(
                PeoplePolicy.DEFAULTS,
                new PeoplePatch(null, null, requirement, roles, factors, null, null, null, null)));
    }

    void policy(Requirement requirement) {
        policy(requirement, null, null);
    }

    void provenAddress() {
        address(true);
    }

    void unprovenAddress() {
        address(false);
    }

    private void address(boolean proven) {
        UserProfile old = alice.state.account().profile();
        alice.commit(Decision.accept(
                new AccountEvent.Updated(
                        new UserProfile(
                                old.username(),
                                "alice@example.org",
                                proven,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                null,
                                old.more()),
                        List.of("email")),
                new Done()));
    }

    /** With the password, and not enough. */
    UserBoundToken pending() {
        return token(((SessionCommand.SignInPending) alice.signIn(true)).ticket());
    }

    Totp addTotp(UserBoundToken session) {
        Totp app = offer(new InSession(session));
        confirm(new InSession(session), app);
        return app;
    }

    Totp offer(Standing standing) {
        return Totp.of(((TotpOffer) offerReply(standing)).secret().reveal());
    }

    Reply offerReply(Standing standing) {
        return alice.commit(FactorDecisions.offerTotp(
                alice.state,
                new FactorCommand.OfferTotp(SLUG, ALICE, standing, alice.settings, ACT, Nobody.replies()),
                seal,
                alice.random,
                alice.now));
    }

    Added confirm(Standing standing, Totp app) {
        return (Added) confirm(standing, code(app));
    }

    Reply confirm(Standing standing, String code) {
        return alice.commit(FactorDecisions.confirmTotp(
                alice.state,
                new FactorCommand.ConfirmTotp(
                        SLUG,
                        ALICE,
                        standing,
                        new Secret(code),
                        "Phone",
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                seal,
                alice.random,
                alice.now));
    }

    Reply prove(UserBoundToken ticket, FactorType type, String code) {
        return alice.commit(CodeDecisions.prove(
                alice.state,
                new FactorCommand.Prove(
                        SLUG,
                        ALICE,
                        ticket,
                        type,
                        new Secret(code),
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                seal,
                alice.random,
                alice.now));
    }

    Reply send(UserBoundToken ticket) {
        return alice.commit(CodeDecisions.send(
                alice.state,
                new FactorCommand.SendCode(SLUG, ALICE, ticket, alice.settings, ACT, Nobody.replies()),
                seal,
                alice.random,
                alice.now));
    }

    /** Out of the mail that the last decision owes. */
    String sentCode() {
        return alice.events.stream()
                .filter(DeliveryEvent.Queued.class::isInstance)
                .flatMap(event -> ((DeliveryEvent.Queued) event).items().stream())
                .map(DeliveryEvent.Item::message)
                .filter(message -> message instanceof Outgoing.Mail mail && mail.purpose() == MailKind.EMAIL_CODE)
                .map(mail -> Objects.requireNonNull(MailDecisions.open((Outgoing.Mail) mail, ALICE, seal))
                        .reveal())
                .findFirst()
                .orElseThrow();
    }

    Reply confirmSent(UserBoundToken ticket, String code) {
        return alice.commit(CodeDecisions.confirm(
                alice.state,
                new FactorCommand.ConfirmEmailCode(
                        SLUG, ALICE, ticket, new Secret(code), SignInGoal.PLAIN, alice.settings, ACT, Nobody.replies()),
                seal,
                alice.random,
                alice.now));
    }

    Reply turnOnEmail(UserBoundToken session) {
        return alice.commit(FactorDecisions.turnOnEmailCodes(
                alice.state,
                new FactorCommand.TurnOnEmailCodes(SLUG, ALICE, session, alice.settings, ACT, Nobody.replies()),
                alice.random,
                alice.now));
    }

    Reply remove(UserBoundToken session, String factorId) {
        return alice.commit(FactorDecisions.remove(
                alice.state,
                new FactorCommand.Remove(SLUG, ALICE, session, factorId, alice.settings, ACT, Nobody.replies()),
                alice.now));
    }

    Reply stepUp(UserBoundToken session, boolean essential) {
        return alice.commit(FactorDecisions.stepUp(
                alice.state,
                new FactorCommand.StepUp(SLUG, ALICE, session, essential, alice.settings, ACT, Nobody.replies()),
                alice.random,
                alice.now));
    }

    Added enrolInSignIn() {
        UserBoundToken ticket = pending();
        return confirm(new InSignIn(ticket), offer(new InSignIn(ticket)));
    }

    String code(Totp app) {
        return app.code(Totp.stepAt(alice.now));
    }

    String wrong(Totp app) {
        String right = code(app);
        return (right.charAt(0) == '0' ? "1" : "0") + right.substring(1, 5) + (right.charAt(5) == '0' ? "1" : "0");
    }
}
