package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CibaDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();
    private final UserBoundToken session = alice.signedIn();

    @Test
    void aYesIsFetchedOnceAndALaterPollTakesNothingBack() {
        UserBoundToken asked = asked();
        assertThat(code(poll(asked, "bank"))).isEqualTo("authorization_pending");
        assertThat(answer(asked, true)).isInstanceOf(Done.class);
        var granted = (GrantCommand.Granted) poll(asked, "bank");
        assertThat(granted.grant().sid()).isEqualTo(session.id());
        assertThat(code(poll(asked, "bank"))).isEqualTo("invalid_grant");
        assertThat(alice.access(granted.grant().grantId(), "jti")).isInstanceOf(GrantCommand.LiveAccess.class);
    }

    @Test
    void aNoIsKept() {
        UserBoundToken asked = asked();
        answer(asked, false);
        assertThat(code(poll(asked, "bank"))).isEqualTo("access_denied");
        assertRefused(answer(asked, true), Refused.Reason.NOT_FOUND);
    }

    @Test
    void onlyItsClientWithItsSecretAsks() {
        UserBoundToken asked = asked();
        answer(asked, true);
        assertThat(code(poll(asked, "other"))).isEqualTo("invalid_grant");
        assertThat(code(poll(new UserBoundToken(ALICE, asked.id(), new Secret("guess")), "bank")))
                .isEqualTo("invalid_grant");
        assertThat(poll(asked, "bank")).isInstanceOf(GrantCommand.Granted.class);
    }

    @Test
    void onlyASessionOfThePersonAnswers() {
        UserBoundToken asked = asked();
        assertRefused(
                alice.commit(CibaDecisions.answer(
                        alice.state,
                        new CibaCommand.Answer(
                                SLUG,
                                ALICE,
                                session.id(),
                                new Secret("guess"),
                                asked.id(),
                                true,
                                ACT,
                                Nobody.replies()),
                        alice.now)),
                Refused.Reason.INVALID_TOKEN);
        assertThat(code(poll(asked, "bank"))).isEqualTo("authorization_pending");
    }

    @Test
    void itEndsAndIsForgottenWithTheNext() {
        UserBoundToken asked = asked();
        alice.pass(Duration.ofMinutes(5));
        assertThat(code(poll(asked, "bank"))).isEqualTo("expired_token");
        assertRefused(answer(asked, true), Refused.Reason.NOT_FOUND);
        alice.pass(Duration.ofMinutes(5));
        asked();
        assertThat(alice.state.ciba().byId()).hasSize(1);
    }

    @Test
    void aLockedPersonIsNotAskedAndAnApprovalEndsWithTheLock() {
        UserBoundToken asked = asked();
        answer(asked, true);
        alice.change(AccountCommand.StatusChange.LOCK);
        assertThat(code(poll(asked, "bank"))).isEqualTo("invalid_grant");
        assertRefused(request(), Refused.Reason.NOT_FOUND);
    }

    @Test
    void tenWaitAndNoMore() {
        for (int i = 0; i < 10; i++) {
            asked();
        }
        assertRefused(request(), Refused.Reason.FORBIDDEN);
    }

    @Test
    void anAppThatIsToBeToldIsOwedOnePingPerAnswer() {
        for (boolean approved : new boolean[] {true, false}) {
            UserBoundToken asked = UserStory.token(
                    ((CibaCommand.Requested) request(new Secret("hear-me-hear-me-hear-me"))).authReqId());
            List<UserEvent> answered = List.of(
                    approved ? new CibaEvent.Approved(asked.id(), "bank") : new CibaEvent.Denied(asked.id(), "bank"));
            assertThat(DeliveryDecisions.withOwed(alice.state, answered, alice.now))
                    .last()
                    .isEqualTo(new DeliveryEvent.Queued(
                            List.of(new DeliveryEvent.Item(
                                    "ping." + asked.id(), new Outgoing.CibaPing("bank", asked.id()))),
                            alice.now));
            assertThat(alice.state.ciba().find(asked.id()).toString()).doesNotContain("hear-me");
            assertThat(alice.state.ciba().ping(asked.id(), alice.now)).isPresent();
            assertThat(alice.state.ciba().ping(asked.id(), alice.now.plus(Duration.ofMinutes(5))))
                    .as("nobody waits any more")
                    .isEmpty();
        }
        UserBoundToken polled = asked();
        List<UserEvent> quiet = List.of(new CibaEvent.Denied(polled.id(), "bank"));
        assertThat(DeliveryDecisions.withOwed(alice.state, quiet, alice.now)).isEqualTo(quiet);
    }

    private UserBoundToken asked() {
        return UserStory.token(((CibaCommand.Requested) request()).authReqId());
    }

    private Reply request() {
        return request(null);
    }

    private Reply request(@Nullable Secret notificationToken) {
        return alice.commit(CibaDecisions.request(
                alice.state,
                new CibaCommand.Request(
                        SLUG,
                        ALICE,
                        "bank",
                        Set.of("openid"),
                        true,
                        GrantDetails.NONE,
                        "Pay",
                        Duration.ofMinutes(5),
                        notificationToken,
                        ACT,
                        Nobody.replies()),
                alice.random,
                alice.now));
    }

    private Reply answer(UserBoundToken asked, boolean approved) {
        return alice.commit(CibaDecisions.answer(
                alice.state,
                new CibaCommand.Answer(
                        SLUG, ALICE, session.id(), session.secret(), asked.id(), approved, ACT, Nobody.replies()),
                alice.now));
    }

    private Reply poll(UserBoundToken asked, String client) {
        return alice.commit(CibaDecisions.poll(
                alice.state,
                new CibaCommand.Poll(
                        SLUG,
                        ALICE,
                        asked.id(),
                        asked.secret(),
                        client,
                        null,
                        Narrowing.NONE,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                PollPace.FIRST,
                alice.random,
                alice.now));
    }

    private static String code(Reply reply) {
        return ((Refused) reply).code();
    }
}
