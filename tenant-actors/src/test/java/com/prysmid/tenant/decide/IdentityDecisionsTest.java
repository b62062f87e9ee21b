package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UpstreamIdentity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a registration through a provider never does: enter an account that was there before. */
class IdentityDecisionsTest {
    private static final UpstreamIdentity AT_ONE = new UpstreamIdentity("idp-1", "subject-1", null);
    private static final UpstreamIdentity AT_TWO = new UpstreamIdentity("idp-2", "subject-1", null);

    private UserStory alice = new UserStory();

    @Test
    void twoFirstSignInsAtOnceAreOneRegistration() {
        assertThat(register(AT_ONE)).isInstanceOf(SignedIn.class);
        alice.pass(Duration.ofSeconds(1));
        assertThat(register(AT_ONE)).isInstanceOf(SignedIn.class);
        assertThat(alice.state.identities().items()).hasSize(1);
    }

    @Test
    void anotherIdentityOrALaterMomentIsNoPartOfTheRegistration() {
        register(AT_ONE);
        assertRefused(register(AT_TWO));
        alice.pass(Duration.ofMinutes(1));
        assertRefused(register(AT_ONE));
    }

    @Test
    void whoWasThereBeforeIsEnteredByNoRegistrationHoweverLinked() {
        alice = UserStory.ofAlice();
        assertRefused(register(AT_ONE));
        alice.pass(Duration.ofSeconds(1));
        alice.commit(IdentityDecisions.linkByAdmin(
                alice.state, new IdentityCommand.LinkByAdmin(SLUG, ALICE, AT_ONE, ACT, Nobody.replies()), alice.now));
        assertThat(alice.state.identities().items()).hasSize(1);
        assertRefused(register(AT_ONE));
    }

    private void assertRefused(Reply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.FORBIDDEN));
        assertThat(alice.events).isEmpty();
    }

    private Reply register(UpstreamIdentity identity) {
        return alice.commit(IdentityDecisions.register(
                alice.state,
                new IdentityCommand.Register(
                        SLUG,
                        ALICE,
                        identity,
                        UserStory.profile("alice"),
                        List.of("fed"),
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                alice.random,
                alice.now));
    }
}
