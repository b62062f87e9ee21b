package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.DeliveryDecisions.Outcome;
import com.prysmid.tenant.decide.DeliveryDecisions.Step;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.DeliveryEvent.Ending;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.Outgoing.BackchannelLogout;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.SessionApp;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.state.Deliveries.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();

    @Test
    void signingOutOwesEveryAppOfTheSessionAndNoOther() {
        UserBoundToken session = alice.signedIn();
        alice.issue(session, request("app-1"));
        alice.issue(session, request("app-2"));
        alice.issue(session, request("app-1"));
        alice.issue(alice.signedIn(), request("app-3"));

        assertThat(alice.signOut(session))
                .isEqualTo(new SessionCommand.SignedOut(
                        List.of(new SessionApp("app-1", session.id()), new SessionApp("app-2", session.id()))));

        assertThat(alice.events)
                .containsExactly(
                        new SessionEvent.SignedOut(session.id()),
                        new DeliveryEvent.Queued(
                                List.of(item("app-1", session.id()), item("app-2", session.id())), alice.now));
        assertThat(alice.state.deliveries().due()).contains(alice.now);
    }

    @Test
    void aSessionInWhichNoAppWasOwesNothing() {
        alice.signOut(alice.signedIn());
        assertThat(alice.events).hasSize(1);
        assertThat(alice.state.deliveries().byId()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusChange.class,
            names = {"LOCK", "DEACTIVATE"})
    void whoeverIsShutOutIsSignedOutOfTheAppsToo(StatusChange change) {
        UserBoundToken session = sessionWith("app-1");
        alice.change(change);
        assertThat(owed()).containsExactly(logout("app-1", session.id()));
    }

    @Test
    void aNewPasswordAnAdminsRevokeAndADeletionOweToo() {
        UserBoundToken first = sessionWith("app-1");
        alice.commit(Decision.accept(new AccountEvent.PasswordChanged(UserStory.HASH, false), new Done()));
        UserBoundToken second = sessionWith("app-2");
        alice.commit(SessionDecisions.revoke(
                alice.state,
                new SessionCommand.Revoke(UserStory.SLUG, UserStory.ALICE, null, UserStory.ACT, Nobody.replies())));
        UserBoundToken third = sessionWith("app-3");

        alice.commit(AccountDecisions.delete(alice.state));

        assertThat(alice.state.exists()).isFalse();
        assertThat(alice.events.getLast())
                .as("said again, since nothing of before is kept")
                .isInstanceOfSatisfying(
                        DeliveryEvent.Queued.class,
                        queued -> assertThat(queued.items()).hasSize(3));
        assertThat(owed())
                .containsExactlyInAnyOrder(
                        logout("app-1", first.id()), logout("app-2", second.id()), logout("app-3", third.id()));
    }

    @Test
    void whoComesBackUnderTheSameIdStillOwes() {
        UserBoundToken session = sessionWith("app-1");
        alice.commit(AccountDecisions.delete(alice.state));
        alice.commit(AccountDecisions.create(
                alice.state, UserStory.create(UserStory.profile("alice")), UserStory.HASH, alice.now));
        assertThat(owed()).containsExactly(logout("app-1", session.id()));
    }

    @Test
    void aSessionThatTimedOutOwesNothing() {
        sessionWith("app-1");
        alice.pass(alice.settings.sessionIdle());
        alice.signedIn();
        assertThat(alice.events).hasSize(1);
    }

    @Test
    void aSessionThatMadeRoomForANewOneOwesNothing() {
        sessionWith("app-1");
        for (int i = 0; i < 50; i++) {
            alice.pass(Duration.ofSeconds(1));
            alice.signedIn();
        }
        assertThat(owed()).as("nobody asked for its end").isEmpty();
    }

    @Test
    void aRenewedSessionTellsAppsByTheIdTheyKnow() {
        UserBoundToken old = sessionWith("app-1");
        UserBoundToken renewed = UserStory.token(((SessionCommand.SignedIn) alice.signIn(true, old)).cookie());
        assertThat(owed()).as("still signed in").isEmpty();
        alice.issue(renewed, request("app-2"));

        assertThat(alice.signOut(renewed, old.id(), false))
                .as("an app's hint at the session as it knows it")
                .isInstanceOf(SessionCommand.SignedOut.class);

        assertThat(owed()).containsExactlyInAnyOrder(logout("app-1", old.id()), logout("app-2", renewed.id()));
    }

    @Test
    void anAppThatRefreshesInARenewedSessionKnowsBothIds() {
        UserBoundToken old = alice.signedIn();
        UserBoundToken refresh = UserStory.token(
                ((GrantCommand.Granted) alice.redeem(alice.code(old, UserStory.request("openid")))).refreshToken());
        UserBoundToken renewed = UserStory.token(((SessionCommand.SignedIn) alice.signIn(true, old)).cookie());
        alice.refresh(refresh);

        alice.signOut(renewed);

        assertThat(owed()).containsExactlyInAnyOrder(logout("app-1", old.id()), logout("app-1", renewed.id()));
    }

    @Test
    void anotherSessionsHintIsAskedAboutAndThenEndsBoth() {
        UserBoundToken hinted = sessionWith("app-1");
        UserBoundToken browsers = sessionWith("app-2");

        assertThat(alice.signOut(browsers, hinted.id(), false)).isEqualTo(new SessionCommand.ConfirmationNeeded());
        assertThat(alice.signOut(browsers, null, false)).isEqualTo(new SessionCommand.ConfirmationNeeded());
        assertThat(alice.signOut(browsers, "no-such-session", false))
                .isEqualTo(new SessionCommand.ConfirmationNeeded());
        assertThat(alice.events).isEmpty();

        alice.signOut(browsers, hinted.id(), true);
        assertThat(alice.state.sessions().bySid()).isEmpty();
        assertThat(owed()).containsExactlyInAnyOrder(logout("app-1", hinted.id()), logout("app-2", browsers.id()));
    }

    @Test
    void aSessionRemembersABoundedNumberOfApps() {
        UserBoundToken session = alice.signedIn();
        for (int i = 0; i < 60; i++) {
            alice.issue(session, request("app-" + i));
        }
        alice.signOut(session);
        assertThat(owed()).hasSize(50).contains(logout("app-59", session.id()));
    }

    @Test
    void theOutboxIsBoundedAndTheOldestIsGivenUpAloud() {
        for (int i = 0; i < 11; i++) {
            UserBoundToken session = alice.signedIn();
            for (int app = 0; app < 50; app++) {
                alice.issue(session, request("app-" + app));
            }
            alice.pass(Duration.ofMillis(1));
            alice.signOut(session);
        }
        assertThat(owed()).hasSize(500);
        assertThat(alice.events)
                .filteredOn(DeliveryEvent.Settled.class::isInstance)
                .hasSize(50)
                .allSatisfy(event ->
                        assertThat(((DeliveryEvent.Settled) event).reason()).isEqualTo("too_many"));
    }

    @Test
    void itIsTriedForADayWithGrowingPausesAndThenGivenUp() {
        sessionWith("app-1");
        alice.change(StatusChange.LOCK);
        String id = alice.state.deliveries().byId().keySet().iterator().next();
        Instant begin = alice.now;
        List<Duration> pauses = new ArrayList<>();
        int events = 0;
        for (int attempt = 1; ; attempt++) {
            Step step = DeliveryDecisions.after(alice.state, id, attempt, new Outcome.Failed("http_500"), alice.now)
                    .orElseThrow();
            if (step instanceof Step.Settle(var event)) {
                assertThat(event).isInstanceOfSatisfying(DeliveryEvent.Settled.class, settled -> {
                    assertThat(settled.ending()).isEqualTo(Ending.GIVEN_UP);
                    assertThat(settled.reason()).isEqualTo("http_500");
                    assertThat(settled.due()).isNull();
                });
                break;
            }
            Step.Retry retry = (Step.Retry) step;
            pauses.add(Duration.between(alice.now, retry.at()));
            if (retry.event() != null) {
                events++;
                alice.commit(Decision.accept(retry.event(), new Done()));
                assertThat(alice.state.deliveries().find(id))
                        .map(Delivery::attempts)
                        .contains(attempt);
                assertThat(alice.state.deliveries().due()).contains(retry.at());
            }
            alice.now = retry.at();
        }
        assertThat(pauses).isSorted().hasSizeBetween(10, 14);
        assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_200));
        assertThat(events).as("written down").isEqualTo(pauses.size() - 3);
        assertThat(Duration.between(begin, alice.now)).isBetween(Duration.ofHours(18), Duration.ofDays(1));
    }

    @Test
    void anAnswerSettlesItOnceAndTellsWhatElseIsDue() {
        UserBoundToken session = sessionWith("app-1");
        alice.issue(session, request("app-2"));
        alice.signOut(session);
        String first = item("app-1", session.id()).deliveryId();

        assertThat(ending(first, new Outcome.Refused("http_400"))).isEqualTo(Ending.REFUSED);
        assertThat(ending(first, new Outcome.Unwanted())).isEqualTo(Ending.UNWANTED);
        Step.Settle step =
                (Step.Settle) DeliveryDecisions.after(alice.state, first, 1, new Outcome.Delivered(), alice.now)
                        .orElseThrow();
        alice.commit(Decision.accept((UserEvent) step.event(), new Done()));
        assertThat(step.event().due()).isEqualTo(alice.now);
        assertThat(owed()).containsExactly(logout("app-2", session.id()));
        assertThat(DeliveryDecisions.after(alice.state, first, 2, new Outcome.Delivered(), alice.now))
                .isEmpty();
    }

    private Ending ending(String id, Outcome outcome) {
        Step step =
                DeliveryDecisions.after(alice.state, id, 1, outcome, alice.now).orElseThrow();
        return ((DeliveryEvent.Settled) ((Step.Settle) step).event()).ending();
    }

    private UserBoundToken sessionWith(String clientId) {
        UserBoundToken session = alice.signedIn();
        alice.issue(session, request(clientId));
        return session;
    }

    private List<Outgoing> owed() {
        return alice.state.deliveries().byId().values().stream()
                .map(Delivery::message)
                .toList();
    }

    private static GrantCommand.CodeRequest request(String clientId) {
        GrantCommand.CodeRequest sample = UserStory.request("openid");
        return new GrantCommand.CodeRequest(
                clientId,
                sample.redirectUri(),
                Set.of("openid"),
                sample.nonce(),
                sample.codeChallenge(),
                sample.refreshable(),
                sample.details(),
                null,
                null);
    }

    private static Outgoing logout(String clientId, String sid) {
        return new BackchannelLogout(clientId, sid);
    }

    private static DeliveryEvent.Item item(String clientId, String sid) {
        return new DeliveryEvent.Item("logout." + sid + "." + clientId, logout(clientId, sid));
    }
}
