package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.UserStory.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.SettingsCommand.PeoplePatch;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignInDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();

    @Test
    void aPasswordAloneIsEnoughWhereNothingMoreIsAskedFor() {
        assertThat(proven(List.of("pwd"), null)).isInstanceOf(SignedIn.class);
    }

    @Test
    void whereASecondFactorIsRequiredAPasswordIsTheFirstHalf() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        assertThat(alice.state.sessions().bySid()).isEmpty();

        SignedIn in = (SignedIn) proven(List.of("otp"), ticket);
        assertThat(in.session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(alice.state.pendingSignIns().byId()).as("used up").isEmpty();
        assertRefused(proven(List.of("otp"), ticket), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void twoPossessionsAreNotTwoKinds() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("otp"), null), SignInStep.ENROLMENT);
        pending(proven(List.of("swk"), ticket), SignInStep.ENROLMENT);
    }

    @Test
    void aPasswordBesidesAnUpstreamsWordIsNoSecondFactor() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("fed"), null), SignInStep.ENROLMENT);
        pending(proven(List.of("pwd"), ticket), SignInStep.ENROLMENT);
        assertThat(proven(List.of("otp"), ticket)).isInstanceOf(SignedIn.class);
    }

    @Test
    void whatWasBegunEndsWithASessionThatSomebodyEnds() {
        UserBoundToken session = alice.signedIn();
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        alice.commit(Decision.accept(new SessionEvent.Revoked(session.id()), new Done()));
        assertRefused(proven(List.of("otp"), ticket), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aPasskeyThatVerifiedItsUserIsBothFactors() {
        require(Requirement.REQUIRED);
        assertThat(proven(List.of("swk", "user", "mfa"), null)).isInstanceOf(SignedIn.class);
    }

    @Test
    void anAppMayAskForMoreThanTheWorkspace() {
        Reply reply = alice.commit(SignInDecisions.proven(
                alice.state,
                new SignInDecisions.Proof(ALICE, List.of("pwd"), null),
                new SignInGoal(null, true),
                alice.settings,
                ACT,
                alice.random,
                alice.now));
        UserBoundToken ticket = pending(reply, SignInStep.ENROLMENT);
        pending(proven(List.of("pwd"), ticket), SignInStep.ENROLMENT);
        require(Requirement.OFF);
        assertThat(proven(List.of("pwd"), ticket))
                .as("nobody is asked for what the workspace does not offer")
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void aTicketIsGoodForItsOwnSecretAndItsTime() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        assertRefused(
                proven(List.of("otp"), new UserBoundToken(ALICE, ticket.id(), new Secret("guessed-guessed"))),
                Refused.Reason.INVALID_TOKEN);
        assertThat(describe(ticket)).isInstanceOf(SignInPending.class);
        alice.pass(Duration.ofMinutes(15));
        assertRefused(describe(ticket), Refused.Reason.INVALID_TOKEN);
        assertRefused(proven(List.of("otp"), ticket), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aChangedPasswordEndsWhatWasBegunWithTheOldOne() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        alice.commit(Decision.accept(new AccountEvent.PasswordChanged(UserStory.HASH, false), new Done()));
        assertRefused(proven(List.of("otp"), ticket), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aPasswordSetBySomebodyElseIsChangedBeforeThereIsASession() {
        alice.commit(Decision.accept(new AccountEvent.PasswordChanged(UserStory.HASH, true), new Done()));
        pending(proven(List.of("pwd"), null), SignInStep.PASSWORD_CHANGE);
        assertThat(proven(List.of("fed"), null))
                .as("who came without it need not know it")
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void onlySoManyWaitAtOnce() {
        require(Requirement.REQUIRED);
        UserBoundToken first = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        for (int i = 0; i < 10; i++) {
            alice.pass(Duration.ofSeconds(1));
            pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        }
        assertThat(alice.state.pendingSignIns().byId()).hasSize(10).doesNotContainKey(first.id());
    }

    @Test
    void whatIsProvenIsInTheEvents() {
        require(Requirement.REQUIRED);
        UserBoundToken ticket = pending(proven(List.of("pwd"), null), SignInStep.ENROLMENT);
        assertThat(alice.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionEvent.Pending.class,
                        event -> assertThat(event.amr()).containsExactly("pwd"));
        proven(List.of("otp"), ticket);
        assertThat(alice.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionEvent.SignedIn.class,
                        event -> assertThat(event.pendingId()).isEqualTo(ticket.id()));
    }

    private Reply proven(List<String> amr, @Nullable UserBoundToken ticket) {
        return alice.commit(SignInDecisions.proven(
                alice.state,
                new SignInDecisions.Proof(ALICE, amr, ticket),
                SignInGoal.PLAIN,
                alice.settings,
                ACT,
                alice.random,
                alice.now));
    }

    private Reply describe(UserBoundToken ticket) {
        return SignInDecisions.describe(
                alice.state,
                new SessionCommand.DescribePending(SLUG, ALICE, ticket, alice.settings, Nobody.replies()),
                alice.now);
    }

    private static UserBoundToken pending(Reply reply, SignInStep step) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        SignInPending.class,
                        pending -> assertThat(pending.step()).isEqualTo(step));
        return token(((SignInPending) reply).ticket());
    }

    private void require(Requirement requirement) {
        alice.settings = alice.settings.withPeople(PeopleRules.merge(
                PeoplePolicy.DEFAULTS, new PeoplePatch(null, null, requirement, null, null, null, null, null, null)));
    }
}
