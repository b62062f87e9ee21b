package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.UserStory.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.Totp;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorCommand.Added;
import com.prysmid.tenant.protocol.FactorCommand.InSession;
import com.prysmid.tenant.protocol.FactorCommand.InSignIn;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactorDecisionsTest {
    private FactorStory story;
    private UserStory alice;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        story = new FactorStory(directory);
        alice = story.alice;
    }

    @Test
    void theFirstFactorBringsTenRecoveryCodesAndIsAskedForFromThenOn() {
        UserBoundToken session = alice.signedIn();
        InSession standing = new InSession(session);
        Added added = story.confirm(standing, story.offer(standing));
        assertThat(added.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(alice.events.toString())
                .as("of the codes, digests alone are written")
                .doesNotContain(added.recoveryCodes().getFirst().reveal());
        assertThat(((SignInPending) alice.signIn(true)).factors())
                .containsExactly(FactorType.TOTP, FactorType.RECOVERY_CODE);
    }

    @Test
    void nothingIsSetUpBeforeItsCodeWasGiven() {
        InSession standing = new InSession(alice.signedIn());
        Totp app = story.offer(standing);
        assertRefused(story.confirm(standing, story.wrong(app)), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
        assertThat(story.code(story.offer(standing)))
                .as("the same secret, while it waits")
                .isEqualTo(story.code(app));
        alice.pass(Duration.ofMinutes(14));
        InSession other = new InSession(alice.signedIn());
        assertRefused(story.confirm(other, story.code(app)), Refused.Reason.CONFLICT);
        alice.pass(Duration.ofMinutes(1));
        assertRefused(story.confirm(standing, story.code(app)), Refused.Reason.FORBIDDEN);
    }

    @Test
    void aSessionThatWasLeftOpenChangesNothing() {
        UserBoundToken session = alice.signedIn();
        story.addTotp(session);
        String factor = factor();
        assertRefused(story.remove(session, factor), Refused.Reason.FORBIDDEN);
        assertRefused(story.offerReply(new InSession(session)), Refused.Reason.FORBIDDEN);
        alice.pass(Duration.ofMinutes(1));
        assertRefused(story.turnOnEmail(session), Refused.Reason.FORBIDDEN);
    }

    @Test
    void aPasswordAloneAddsNoFactorToThoseThatThereAre() {
        story.policy(Requirement.REQUIRED);
        story.enrolInSignIn();
        UserBoundToken ticket = story.pending();
        assertRefused(story.offerReply(new InSignIn(ticket)), Refused.Reason.INVALID_TOKEN);
        assertRefused(story.confirm(new InSignIn(ticket), "000000"), Refused.Reason.INVALID_TOKEN);
        assertRefused(story.confirmSent(ticket, "000000"), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void whereAFactorIsRequiredItIsSetUpInTheSignIn() {
        story.policy(Requirement.REQUIRED);
        Added added = story.enrolInSignIn();
        assertThat(added.signedIn().session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(added.recoveryCodes()).hasSize(10);
        assertThat(((SignInPending) alice.signIn(true)).step()).isEqualTo(SignInStep.FACTOR);
    }

    @Test
    void whoHasARoleThatCallsForItNeedsAFactor() {
        story.policy(Requirement.REQUIRED_FOR_ROLES, null, List.of("p1:admin"));
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
        alice.commit(Decision.accept(new AccountEvent.GrantChanged("p1", List.of("reader")), new Done()));
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
        alice.commit(Decision.accept(new AccountEvent.GrantChanged("p1", List.of("reader", "admin")), new Done()));
        assertThat(((SignInPending) alice.signIn(true)).step()).isEqualTo(SignInStep.ENROLMENT);
    }

    @Test
    void whereFactorsAreOffNobodyIsAskedForOneNotEvenWhoHasOne() {
        UserBoundToken session = alice.signedIn();
        story.addTotp(session);
        story.policy(Requirement.OFF);
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
        assertThat(story.stepUp(alice.signedIn(), true)).isEqualTo(new Done());
    }

    @Test
    void aKindThatDoesNotCountAnyMoreShowsWhoItIsBeforeOneThatCountsIsSetUp() {
        story.provenAddress();
        Totp app = story.addTotp(alice.signedIn());
        story.policy(Requirement.OPTIONAL, List.of(FactorType.EMAIL_CODE), null);
        assertThat(alice.signIn(true)).as("nobody is asked for it").isInstanceOf(SignedIn.class);

        story.policy(Requirement.REQUIRED, List.of(FactorType.EMAIL_CODE), null);
        alice.pass(Duration.ofMinutes(1));
        SignInPending first = (SignInPending) alice.signIn(true);
        assertThat(first.step()).isEqualTo(SignInStep.FACTOR);
        assertThat(first.factors()).containsExactly(FactorType.TOTP, FactorType.RECOVERY_CODE);
        UserBoundToken ticket = token(first.ticket());
        assertRefused(story.send(ticket), Refused.Reason.INVALID_TOKEN);
        SignInPending second = (SignInPending) story.prove(ticket, FactorType.TOTP, story.code(app));
        assertThat(second.step()).isEqualTo(SignInStep.ENROLMENT);
        assertThat(alice.state.sessions().bySid()).as("the two of before").hasSize(2);
        story.send(ticket);
        Added added = (Added) story.confirmSent(ticket, story.sentCode());
        assertThat(added.signedIn().session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(((SignInPending) alice.signIn(true)).factors())
                .containsExactly(FactorType.EMAIL_CODE, FactorType.RECOVERY_CODE);
    }

    @Test
    void anAddressThatIsNotVerifiedAnyMoreTakesNoFactorAway() {
        story.provenAddress();
        Added added = (Added) story.turnOnEmail(alice.signedIn());
        story.unprovenAddress();
        for (Requirement requirement : List.of(Requirement.OPTIONAL, Requirement.REQUIRED)) {
            story.policy(requirement);
            SignInPending pending = (SignInPending) alice.signIn(true);
            assertThat(pending.step()).as("a password alone sets up nothing").isEqualTo(SignInStep.FACTOR);
            assertThat(pending.factors()).containsExactly(FactorType.RECOVERY_CODE);
            assertRefused(story.offerReply(new InSignIn(token(pending.ticket()))), Refused.Reason.INVALID_TOKEN);
        }
        story.policy(Requirement.OPTIONAL);
        assertThat(story.prove(
                        story.pending(),
                        FactorType.RECOVERY_CODE,
                        added.recoveryCodes().getFirst().reveal()))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void whoCanUseNothingOfWhatTheyHaveDoesNotGetIn() {
        story.provenAddress();
        Added added = (Added) story.turnOnEmail(alice.signedIn());
        story.unprovenAddress();
        for (Secret code : added.recoveryCodes()) {
            story.prove(story.pending(), FactorType.RECOVERY_CODE, code.reveal());
        }
        SignInPending pending = (SignInPending) alice.signIn(true);
        assertThat(pending.step()).isEqualTo(SignInStep.FACTOR);
        assertThat(pending.factors()).isEmpty();
        UserBoundToken ticket = token(pending.ticket());
        assertRefused(story.send(ticket), Refused.Reason.INVALID_TOKEN);
        assertRefused(story.prove(ticket, FactorType.EMAIL_CODE, "000000"), Refused.Reason.FORBIDDEN);
        removeByAdmin(null);
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
    }

    @Test
    void aNewPasswordRemovesNoFactor() {
        Totp app = story.addTotp(alice.signedIn());
        alice.commit(Decision.accept(new AccountEvent.PasswordChanged(UserStory.HASH, false), new Done()));
        alice.pass(Duration.ofMinutes(1));
        assertThat(story.prove(story.pending(), FactorType.TOTP, story.code(app)))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void theLastFactorTakesTheRecoveryCodesWithIt() {
        story.policy(Requirement.REQUIRED);
        UserBoundToken session = token(story.enrolInSignIn().signedIn().cookie());
        assertThat(story.remove(session, factor())).isEqualTo(new Done());
        assertThat(alice.state.factors().recoveryDigests()).isEmpty();
        assertThat(((SignInPending) alice.signIn(true)).step()).isEqualTo(SignInStep.ENROLMENT);
    }

    @Test
    void anAdminRemovesOneOrAll() {
        story.addTotp(alice.signedIn());
        assertRefused(removeByAdmin("another"), Refused.Reason.NOT_FOUND);
        assertThat(removeByAdmin(null)).isEqualTo(new Done());
        assertThat(alice.events)
                .hasAtLeastOneElementOfType(FactorEvent.Removed.class)
                .hasAtLeastOneElementOfType(FactorEvent.RecoveryCodesMade.class);
        assertThat(alice.signIn(true)).isInstanceOf(SignedIn.class);
    }

    @Test
    void newRecoveryCodesMakeTheOldOnesWorthless() {
        story.policy(Requirement.REQUIRED);
        Added first = story.enrolInSignIn();
        FactorCommand.RecoveryCodes codes =
                (FactorCommand.RecoveryCodes) alice.commit(FactorDecisions.makeRecoveryCodes(
                        alice.state,
                        new FactorCommand.MakeRecoveryCodes(
                                SLUG, ALICE, token(first.signedIn().cookie()), alice.settings, ACT, Nobody.replies()),
                        alice.random,
                        alice.now));
        UserBoundToken ticket = story.pending();
        Secret old = first.recoveryCodes().getFirst();
        assertRefused(story.prove(ticket, FactorType.RECOVERY_CODE, old.reveal()), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(story.prove(
                        ticket, FactorType.RECOVERY_CODE, codes.codes().get(3).reveal()))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void aStepUpGoesOnFromTheSession() {
        UserBoundToken session = alice.signedIn();
        assertThat(story.stepUp(session, false))
                .as("nobody is made to set one up for a wish")
                .isEqualTo(new Done());
        Totp app = story.addTotp(session);
        alice.pass(Duration.ofHours(1));
        SignInPending pending = (SignInPending) story.stepUp(session, false);
        SignedIn in = (SignedIn) story.prove(token(pending.ticket()), FactorType.TOTP, story.code(app));
        assertThat(in.session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(story.stepUp(token(in.cookie()), true))
                .as("it has what is wanted")
                .isEqualTo(new Done());
    }

    @Test
    void whoeverFindsAnOldSessionGivesItsOwnerNoFactor() {
        UserBoundToken session = alice.signedIn();
        alice.pass(Duration.ofMinutes(14));
        assertThat(((SignInPending) story.stepUp(session, true)).step()).isEqualTo(SignInStep.ENROLMENT);
        alice.pass(Duration.ofMinutes(1));
        assertRefused(story.stepUp(session, true), Refused.Reason.FORBIDDEN);
    }

    private Reply removeByAdmin(@Nullable String id) {
        return alice.commit(FactorDecisions.removeByAdmin(
                alice.state, new FactorCommand.RemoveByAdmin(SLUG, ALICE, id, ACT, Nobody.replies()), alice.now));
    }

    private String factor() {
        return SecondFactors.all(alice.state).getFirst().id();
    }
}
