package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CibaDecisionsTest {
    private final FactorStory story;
    private final UserStory alice;
    private final UserBoundToken session;

    CibaDecisionsTest(@TempDir Path directory) throws IOException {
        story = new FactorStory(directory);
        alice = story.alice;
        session = alice.signedIn();
    }

    @Test
    void aSessionWithoutTheFactorThatIsRequiredMayOnlySayNo() {
        story.policy(Requirement.REQUIRED_FOR_ROLES, null, List.of("p1:admin"));
        assertThat(answer(asked(), true)).as("of who has no such role").isInstanceOf(Done.class);
        alice.commit(Decision.accept(new AccountEvent.GrantChanged("p1", List.of("admin")), new Done()));
        UserBoundToken asked = asked();
        assertThat(code(answer(asked, true))).isEqualTo("factor_required");
        assertThat(code(poll(asked, "bank"))).isEqualTo("authorization_pending");
        story.policy(Requirement.REQUIRED);
        assertThat(code(answer(asked, true))).isEqualTo("factor_required");
        assertThat(answer(withFactor(), asked, true)).isInstanceOf(Done.class);
        assertThat(((GrantCommand.Granted) poll(asked, "bank")).grant().amr()).contains("mfa");

        UserBoundToken another = asked();
        assertThat(answer(another, false)).isInstanceOf(Done.class);
        assertThat(code(poll(another, "bank"))).isEqualTo("access_denied");
    }

    @Test
    void aFactorThatIsWishedForIsShownByWhoHasOne() {
        assertThat(answer(wishedWithFactor(), true))
                .as("a wish is none of who has none")
                .isInstanceOf(Done.class);
        story.addTotp(session);
        assertThat(answer(asked(), true)).as("nobody wishes for it").isInstanceOf(Done.class);
        UserBoundToken asked = wishedWithFactor();
        assertThat(code(answer(asked, true))).isEqualTo("factor_required");
        assertThat(answer(withFactor(), asked, true)).isInstanceOf(Done.class);
        UserBoundToken another = wishedWithFactor();
        story.policy(Requirement.OFF);
        assertThat(answer(another, true)).as("nobody is asked for factors").isInstanceOf(Done.class);
    }

    private UserBoundToken wishedWithFactor() {
        String claims = ClaimsRequest.withAcrValues(null, List.of(AcrValues.MFA, AcrValues.PASSWORD));
        return UserStory.token(
                ((CibaCommand.Requested) request(null, new GrantDetails(claims, List.of(), null, null))).authReqId());
    }

    private UserBoundToken withFactor() {
        return UserStory.token(((SessionCommand.SignedIn) alice.commit(SignInDecisions.proven(
                        alice.state,
                        new SignInDecisions.Proof(ALICE, List.of("pwd", "otp", "mfa"), null),
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        alice.random,
                        alice.now)))
                .cookie());
    }

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
                                alice.settings,
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
    void theOldestIsShownFirst() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(asked().id());
            alice.pass(Duration.ofMillis(1));
        }
        CibaCommand.Pending pending = (CibaCommand.Pending) CibaDecisions.pending(
                alice.state,
                new CibaCommand.ListPending(SLUG, ALICE, session.id(), session.secret(), Nobody.replies()),
                alice.now);
        assertThat(pending.items()).extracting(CibaCommand.Waiting::requestId).isEqualTo(asked);
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
        return request(notificationToken, GrantDetails.NONE);
    }

    private Reply request(@Nullable Secret notificationToken, GrantDetails details) {
        return alice.commit(CibaDecisions.request(
                alice.state,
                new CibaCommand.Request(
                        SLUG,
                        ALICE,
                        "bank",
                        Set.of("openid"),
                        true,
                        details,
                        "Pay",
                        Duration.ofMinutes(5),
                        notificationToken,
                        ACT,
                        Nobody.replies()),
                alice.random,
                alice.now));
    }

    private Reply answer(UserBoundToken asked, boolean approved) {
        return answer(session, asked, approved);
    }

    private Reply answer(UserBoundToken by, UserBoundToken asked, boolean approved) {
        return alice.commit(CibaDecisions.answer(
                alice.state,
                new CibaCommand.Answer(
                        SLUG, ALICE, by.id(), by.secret(), asked.id(), approved, alice.settings, ACT, Nobody.replies()),
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
