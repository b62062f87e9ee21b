package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.UserStory.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.SessionDecisions.PasswordStep;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();
    private final int limit = alice.settings.lockoutFailures();

    @Test
    void wrongPasswordsInARowLockOutAndOnlyTheLastSaysUntilWhen() {
        for (int i = 1; i < limit; i++) {
            assertRefused(alice.signIn(false), Refused.Reason.INVALID_CREDENTIALS);
            assertThat(alice.events).containsExactly(new SessionEvent.SignInFailed("wrong_password", true, null));
        }
        alice.signIn(false);
        assertThat(alice.events)
                .containsExactly(new SessionEvent.SignInFailed(
                        "wrong_password", true, alice.now.plus(alice.settings.lockout())));
        Reply wrong = alice.signIn(false);
        assertThat(alice.events).containsExactly(new SessionEvent.SignInFailed("locked_out", false, null));
        assertThat(alice.signIn(true))
                .as("the right password tells nothing either")
                .isEqualTo(wrong);
        assertThat(alice.events).containsExactly(new SessionEvent.SignInFailed("locked_out", false, null));
    }

    @Test
    void triesWhileLockedOutDoNotProlongIt() {
        lockOut();
        alice.pass(alice.settings.lockout().minusSeconds(1));
        assertRefused(alice.signIn(true), Refused.Reason.INVALID_CREDENTIALS);
        alice.pass(Duration.ofSeconds(1));
        assertThat(alice.signIn(true)).isInstanceOf(SessionCommand.SignedIn.class);
    }

    @Test
    void aLockOutThatPassedWipesTheSlate() {
        lockOut();
        for (int round = 0; round < 3; round++) {
            alice.pass(alice.settings.lockout());
            for (int i = 1; i < limit; i++) {
                alice.signIn(false);
                assertThat(alice.events)
                        .as("wrong password %s after lock-out %s", i, round)
                        .containsExactly(new SessionEvent.SignInFailed("wrong_password", true, null));
            }
            assertThat(SessionDecisions.mayCheckAnother(alice.state, 1, alice.settings, alice.now))
                    .isFalse();
            alice.signIn(false);
            assertThat(alice.events)
                    .containsExactly(new SessionEvent.SignInFailed(
                            "wrong_password", true, alice.now.plus(alice.settings.lockout())));
        }
    }

    @Test
    void aRightPasswordWipesTheSlate() {
        for (int i = 1; i < limit; i++) {
            alice.signIn(false);
        }
        alice.signIn(true);
        assertThat(alice.state.guesses()).isEqualTo(UserState.GuessCounter.NONE);
    }

    @Test
    void guessesUnderWayCountAsWrongUntilJudged() {
        assertThat(SessionDecisions.mayCheckAnother(alice.state, limit - 1, alice.settings, alice.now))
                .isTrue();
        assertThat(SessionDecisions.mayCheckAnother(alice.state, limit, alice.settings, alice.now))
                .isFalse();
        alice.signIn(false);
        assertThat(SessionDecisions.mayCheckAnother(alice.state, limit - 1, alice.settings, alice.now))
                .isFalse();
        lockOut();
        assertThat(SessionDecisions.mayCheckAnother(alice.state, 0, alice.settings, alice.now))
                .as("one at a time, so that every try is answered")
                .isTrue();
        alice.pass(alice.settings.lockout());
        assertThat(SessionDecisions.mayCheckAnother(alice.state, limit - 1, alice.settings, alice.now))
                .isTrue();
    }

    /** Else a lock-out, and with it the pace of many guesses at once, told who has a password here. */
    @Test
    void guessesAtWhoeverMayNotSignInCountAndLockOutAsAtAnybody() {
        List<UserState> states = new ArrayList<>(List.of(UserState.STRANGER));
        UserStory withoutPassword = new UserStory();
        withoutPassword.commit(AccountDecisions.create(
                withoutPassword.state, UserStory.create(UserStory.profile("alice")), null, withoutPassword.now));
        states.add(withoutPassword.state);
        UserStory deactivated = UserStory.ofAlice();
        deactivated.change(StatusChange.DEACTIVATE);
        states.add(deactivated.state);
        for (UserState state : states) {
            alice.state = state;
            for (int i = 1; i <= limit; i++) {
                assertThat(SessionDecisions.mayCheckAnother(alice.state, limit - i, alice.settings, alice.now))
                        .isTrue();
                assertThat(SessionDecisions.mayCheckAnother(alice.state, limit - i + 2, alice.settings, alice.now))
                        .isFalse();
                assertRefused(pretend(), Refused.Reason.INVALID_CREDENTIALS);
                assertThat(alice.state.guesses().failures()).isEqualTo(i);
            }
            assertThat(alice.state.guesses().lockedOutUntil()).isEqualTo(alice.now.plus(alice.settings.lockout()));
            Instant until = alice.state.guesses().lockedOutUntil();
            alice.pass(Duration.ofSeconds(1));
            pretend();
            assertThat(alice.state.guesses().lockedOutUntil()).isEqualTo(until);
            assertThat(alice.state.guesses().failures()).isEqualTo(limit);
        }
    }

    private Reply pretend() {
        String reason =
                ((PasswordStep.Pretend) SessionDecisions.passwordStep(alice.state, alice.settings, alice.now)).reason();
        return alice.commit(SessionDecisions.signIn(
                alice.state, alice.signInCommand(null), false, reason, alice.random, alice.now));
    }

    @Test
    void whoMayNotSignInSpendsTheSameTime() {
        assertThat(SessionDecisions.passwordStep(UserState.ABSENT, alice.settings, alice.now))
                .isEqualTo(new PasswordStep.Pretend("unknown_user"));
        assertThat(SessionDecisions.passwordStep(alice.state, alice.settings, alice.now))
                .isInstanceOf(PasswordStep.Check.class);
        UserStory withoutPassword = new UserStory();
        withoutPassword.commit(AccountDecisions.create(
                withoutPassword.state, UserStory.create(UserStory.profile("alice")), null, withoutPassword.now));
        assertThat(SessionDecisions.passwordStep(withoutPassword.state, alice.settings, alice.now))
                .isEqualTo(new PasswordStep.Pretend("no_password"));
        alice.change(StatusChange.LOCK);
        assertThat(SessionDecisions.passwordStep(alice.state, alice.settings, alice.now))
                .isEqualTo(new PasswordStep.Pretend("locked"));
        alice.change(StatusChange.DEACTIVATE);
        assertThat(SessionDecisions.passwordStep(alice.state, alice.settings, alice.now))
                .isEqualTo(new PasswordStep.Pretend("deactivated"));
    }

    @Test
    void aUserShutOutWhileTheHashWasComputedIsNotSignedIn() {
        UserStory locked = UserStory.ofAlice();
        locked.change(StatusChange.LOCK);
        assertLateFailure(locked, "locked");
        UserStory gone = UserStory.ofAlice();
        gone.change(StatusChange.DEACTIVATE);
        assertLateFailure(gone, "deactivated");
        lockOut();
        assertLateFailure(alice, "locked_out");
        alice.commit(AccountDecisions.delete(alice.state));
        assertRefused(judgeLate(alice), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void aPretendedCheckNeverSignsInWhateverItSays() {
        assertRefused(
                alice.commit(SessionDecisions.signIn(
                        alice.state, alice.signInCommand(null), true, "locked_out", alice.random, alice.now)),
                Refused.Reason.INVALID_CREDENTIALS);
        assertThat(alice.state.sessions().bySid()).isEmpty();
    }

    @Test
    void aSessionIsOpenedByItsSecretOnly() {
        UserBoundToken session = alice.signedIn();
        assertThat(alice.check(session)).isInstanceOf(SessionCommand.Session.class);
        assertRefused(
                alice.check(new UserBoundToken(ALICE, session.id(), new Secret("guess"))),
                Refused.Reason.INVALID_TOKEN);
        assertRefused(
                alice.check(new UserBoundToken(ALICE, "nosuchsid", session.secret())), Refused.Reason.INVALID_TOKEN);
        assertThat(alice.state.toString()).doesNotContain(session.secret().reveal());
    }

    @Test
    void aSessionEndsWhenIdleAndInAnyCase() {
        UserBoundToken idle = alice.signedIn();
        alice.pass(alice.settings.sessionIdle().minusSeconds(1));
        assertThat(alice.check(idle)).isInstanceOf(SessionCommand.Session.class);
        alice.pass(Duration.ofSeconds(1));
        assertRefused(alice.check(idle), Refused.Reason.INVALID_TOKEN);
        UserBoundToken busy = alice.signedIn();
        var end = alice.now.plus(alice.settings.sessionAbsolute());
        while (alice.now.plus(Duration.ofDays(6)).isBefore(end)) {
            alice.pass(Duration.ofDays(6));
            alice.code(busy, UserStory.request("openid"));
        }
        alice.now = end.minusSeconds(1);
        assertThat(alice.check(busy)).isInstanceOf(SessionCommand.Session.class);
        alice.now = end;
        assertRefused(alice.check(busy), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void signingInReplacesOnlyOnesOwnSessionOfThatBrowser() {
        UserBoundToken old = alice.signedIn();
        UserBoundToken elsewhere = alice.signedIn();
        alice.signIn(true, new UserBoundToken(new UserId("bob-00001"), elsewhere.id(), elsewhere.secret()));
        assertThat(alice.check(elsewhere)).isInstanceOf(SessionCommand.Session.class);
        alice.signIn(true, new UserBoundToken(UserStory.ALICE, elsewhere.id(), old.secret()));
        assertThat(alice.check(elsewhere)).as("without its secret").isInstanceOf(SessionCommand.Session.class);
        alice.signIn(true, old);
        assertRefused(alice.check(old), Refused.Reason.INVALID_TOKEN);
        assertThat(alice.check(elsewhere)).isInstanceOf(SessionCommand.Session.class);
    }

    @Test
    void signingOutEndsWhatWasBegunInTheSessionButForOfflineAccess() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken online = refreshToken(alice.redeem(alice.code(session, UserStory.request("openid"))));
        UserBoundToken offline =
                refreshToken(alice.redeem(alice.code(session, UserStory.request("openid", "offline_access"))));
        UserBoundToken other = refreshToken(alice.granted("openid"));
        UserBoundToken open = alice.code(session, UserStory.request("openid"));
        assertThat(alice.signOut(session)).isInstanceOf(SessionCommand.SignedOut.class);
        assertRefused(alice.check(session), Refused.Reason.INVALID_TOKEN);
        assertRefused(alice.refresh(online), Refused.Reason.INVALID_GRANT);
        assertRefused(alice.access(online.id(), "jti"), Refused.Reason.INVALID_TOKEN);
        assertRefused(alice.redeem(open), Refused.Reason.INVALID_GRANT);
        assertThat(alice.refresh(offline)).isNotInstanceOf(Refused.class);
        assertThat(alice.refresh(other)).isNotInstanceOf(Refused.class);
        assertThat(alice.signOut(session)).as("twice").isEqualTo(new SessionCommand.SignedOut(List.of()));
        assertThat(alice.events).isEmpty();
    }

    @Test
    void signingOutOfASessionGoneIdleStillEndsWhatWasBegunInIt() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken online = refreshToken(alice.redeem(alice.code(session, UserStory.request("openid"))));
        alice.pass(alice.settings.sessionIdle().plusDays(1));
        assertThat(alice.signOut(session)).isInstanceOf(SessionCommand.SignedOut.class);
        assertRefused(alice.refresh(online), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void aRenewedSessionTakesAlongWhatWasBegunInTheOldOneAndItsSignOutEndsIt() {
        UserBoundToken old = alice.signedIn();
        UserBoundToken online = refreshToken(alice.redeem(alice.code(old, UserStory.request("openid"))));
        UserBoundToken renewed = UserStory.token(((SessionCommand.SignedIn) alice.signIn(true, old)).cookie());
        UserBoundToken rotated = refreshToken(alice.refresh(online));
        alice.signOut(renewed);
        assertRefused(alice.refresh(rotated), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void onlyOfflineAccessIsRefreshedAfterTheSessionWentIdle() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken online = refreshToken(alice.redeem(alice.code(session, UserStory.request("openid"))));
        UserBoundToken offline =
                refreshToken(alice.redeem(alice.code(session, UserStory.request("openid", "offline_access"))));
        alice.pass(alice.settings.sessionIdle().plusSeconds(1));
        assertRefused(alice.refresh(online), Refused.Reason.INVALID_GRANT);
        assertThat(alice.refresh(offline)).isNotInstanceOf(Refused.class);
    }

    @Test
    void signingOutWithAWrongSecretChangesNothing() {
        UserBoundToken session = alice.signedIn();
        assertThat(alice.signOut(new UserBoundToken(ALICE, session.id(), new Secret("guess"))))
                .isEqualTo(new SessionCommand.SignedOut(List.of()));
        assertThat(alice.check(session)).isInstanceOf(SessionCommand.Session.class);
    }

    @Test
    void anAdminEndsOneSessionOrAll() {
        UserBoundToken one = alice.signedIn();
        UserBoundToken two = alice.signedIn();
        UserBoundToken three = alice.signedIn();
        assertThat(revoke(one.id())).isEqualTo(new Done());
        assertRefused(alice.check(one), Refused.Reason.INVALID_TOKEN);
        assertThat(alice.check(two)).isInstanceOf(SessionCommand.Session.class);
        assertRefused(revoke(one.id()), Refused.Reason.NOT_FOUND);
        assertThat(revoke(null)).isEqualTo(new Done());
        assertThat(alice.events).hasSize(2);
        assertRefused(alice.check(three), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aUserHasFiftySessionsAtMost() {
        UserBoundToken first = alice.signedIn();
        UserBoundToken second = alice.signedIn();
        alice.pass(Duration.ofSeconds(1));
        alice.code(first, UserStory.request("openid"));
        for (int i = 0; i < 49; i++) {
            alice.signedIn();
        }
        assertThat(alice.state.sessions().bySid()).hasSize(50);
        assertThat(alice.check(first)).as("seen lately").isInstanceOf(SessionCommand.Session.class);
        assertRefused(alice.check(second), Refused.Reason.INVALID_TOKEN);
    }

    private void lockOut() {
        while (!(SessionDecisions.passwordStep(alice.state, alice.settings, alice.now)
                instanceof PasswordStep.Pretend)) {
            alice.signIn(false);
        }
    }

    private Reply judgeLate(UserStory story) {
        return story.commit(
                SessionDecisions.signIn(story.state, story.signInCommand(null), true, null, story.random, story.now));
    }

    private void assertLateFailure(UserStory story, String reason) {
        assertRefused(judgeLate(story), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(story.events).containsExactly(new SessionEvent.SignInFailed(reason, false, null));
    }

    private Reply revoke(@Nullable String sid) {
        return alice.commit(SessionDecisions.revoke(
                alice.state, new SessionCommand.Revoke(SLUG, ALICE, sid, ACT, Nobody.replies())));
    }

    private static UserBoundToken refreshToken(Reply reply) {
        return token(((com.prysmid.tenant.protocol.GrantCommand.Granted) reply).refreshToken());
    }
}
