package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.HASH;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.UserStory.profile;
import static com.prysmid.tenant.decide.UserStory.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();

    @Test
    void theSameCreationTwiceIsAnsweredTheSameAndRecordedOnce() {
        UserStory fresh = new UserStory();
        Reply first =
                fresh.commit(AccountDecisions.create(fresh.state, UserStory.create(profile("alice")), HASH, fresh.now));
        assertThat(fresh.events).hasSize(1);
        fresh.pass(Duration.ofHours(1));
        Reply second =
                fresh.commit(AccountDecisions.create(fresh.state, UserStory.create(profile("alice")), HASH, fresh.now));
        assertThat(second).isEqualTo(first);
        assertThat(fresh.events).isEmpty();
    }

    @Test
    void anotherCreationUnderTheSameIdIsAConflict() {
        assertRefused(
                alice.commit(AccountDecisions.create(alice.state, UserStory.create(profile("bob")), HASH, alice.now)),
                Refused.Reason.CONFLICT);
    }

    @Test
    void everythingWrongWithAProfileIsToldByItsMemberAtOnce() {
        UserProfile wrong = new UserProfile(
                " alice",
                "no-at-sign",
                false,
                "030 123456",
                false,
                "a\u0000b",
                " ",
                "x".repeat(101),
                "not a locale!",
                new UserProfile.Address("a\u0007", null, null, null, null, "x".repeat(501)),
                UserProfile.More.NOTHING);
        assertFields(
                create(wrong, null, null),
                "username",
                "email",
                "phone_number",
                "given_name",
                "family_name",
                "name",
                "locale",
                "address.formatted",
                "address.country");
    }

    @Test
    void nothingIsVerifiedThatIsNotThere() {
        assertFields(
                create(
                        new UserProfile(
                                "alice",
                                null,
                                true,
                                null,
                                true,
                                null,
                                null,
                                null,
                                null,
                                null,
                                UserProfile.More.NOTHING),
                        null,
                        null),
                "email_verified",
                "phone_number_verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000", "a\nb", "a ", "\ta"})
    void aUsernameIsPlainText(String username) {
        assertFields(create(profile(username), null, null), "username");
    }

    @Test
    void aUsernameMayHave128CharactersAndNoMore() {
        assertThat(create(profile("\uD83D\uDE00".repeat(128)), null, null)).isNull();
        assertFields(create(profile("x".repeat(129)), null, null), "username");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a@b.c",
                "@b.example",
                "a b@c.example",
                "a@b.example\n",
                "a@stra\u00dfe.de",
                "a@-b.example",
                "a@b..example",
                "a@b.example, c@d.example",
                "<a@b.example>",
                "a@b@c.example"
            })
    void whatIsNoAddressIsRefused(String email) {
        assertFields(
                create(
                        new UserProfile(
                                "alice",
                                email,
                                false,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                null,
                                UserProfile.More.NOTHING),
                        null,
                        null),
                "email");
    }

    @Test
    void aHugeAddressIsRefusedQuickly() {
        String email = "a@" + "a".repeat(60).concat(".").repeat(5_000) + "!";
        assertFields(
                create(
                        new UserProfile(
                                "alice",
                                email,
                                false,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                null,
                                UserProfile.More.NOTHING),
                        null,
                        null),
                "email");
    }

    @Test
    void aPasswordHasItsBounds() {
        assertFields(create(profile("alice"), "seven77", null), "password");
        assertFields(create(profile("alice"), "x".repeat(73), null), "password");
        assertFields(create(profile("alice"), "ü".repeat(37), null), "password");
        assertFields(create(profile("alice"), "long enough\u0000", null), "password");
        assertFields(create(profile("alice"), "long enough", HASH), "password_hash");
        assertThat(create(profile("alice"), "only its length".repeat(5).substring(0, 72), null))
                .isNull();
        assertThat(create(profile("alice"), "\uD83D\uDE00\uD83D\uDC0E".repeat(3) + "\uD83D\uDD11\u2603", null))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2a$03$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$2a$15$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$1$abc$def",
                "$2x$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
            })
    void onlyAGoodBcryptHashIsImported(String hash) {
        assertFields(create(profile("alice"), null, hash), "password_hash");
    }

    @Test
    void anUpdateNamesWhatChangedAndOneThatChangesNothingIsNotRecorded() {
        UserProfile changed = new UserProfile(
                "alice", "a@b.example", true, null, false, null, null, "Alice", null, null, UserProfile.More.NOTHING);
        alice.pass(Duration.ofMinutes(1));
        Reply first = alice.commit(update(changed));
        assertThat(alice.events)
                .containsExactly(new AccountEvent.Updated(changed, List.of("email", "email_verified", "name")));
        assertThat(first).isInstanceOfSatisfying(AccountCommand.User.class, user -> {
            assertThat(user.profile()).isEqualTo(changed);
            assertThat(user.updatedAt()).isEqualTo(alice.now);
        });
        alice.pass(Duration.ofMinutes(1));
        assertThat(alice.commit(update(changed))).isEqualTo(first);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void whatWasMadeFromAProfileOfThePastIsRefused() {
        UserProfile read = profile("alice");
        UserProfile other = new UserProfile(
                "alice", null, false, null, false, null, null, "Other", null, null, UserProfile.More.NOTHING);
        alice.commit(update(other));
        AccountCommand.Update late =
                new AccountCommand.Update(SLUG, ALICE, profile("alicia"), read, alice.settings, ACT, Nobody.replies());
        assertThat(((Refused) alice.commit(AccountDecisions.update(alice.state, late, alice.now))).code())
                .isEqualTo(Refused.CHANGED_MEANWHILE);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void whoWasLockedBeforeTheyWereDeactivatedIsLockedWhenReactivated() {
        for (StatusChange change :
                List.of(StatusChange.LOCK, StatusChange.DEACTIVATE, StatusChange.DEACTIVATE, StatusChange.REACTIVATE)) {
            alice.commit(AccountDecisions.changeStatus(
                    alice.state,
                    new AccountCommand.ChangeStatus(SLUG, ALICE, change, ACT, Nobody.replies()),
                    alice.now));
        }
        assertThat(((AccountCommand.User) AccountDecisions.get(alice.state, ALICE)).state())
                .isEqualTo(UserStatus.LOCKED);
    }

    @Test
    void aPasswordThatMustBeChangedIsRememberedAsOne() {
        alice.commit(AccountDecisions.setPassword(
                alice.state,
                new AccountCommand.SetPassword(
                        SLUG, ALICE, new PasswordInput("another one"), true, alice.settings, ACT, Nobody.replies()),
                HASH,
                alice.now));
        assertThat(alice.events).containsExactly(new AccountEvent.PasswordChanged(HASH, true));
        assertThat(alice.state.account().passwordMustChange()).isTrue();
    }

    @Test
    void aNewPasswordEndsSessionsCodesAndFamiliesAndForgetsGuesses() {
        var granted = alice.granted("openid", "offline_access");
        var session = alice.signedIn();
        var code = alice.code(session, UserStory.request("openid"));
        alice.signIn(false);
        alice.commit(AccountDecisions.setPassword(
                alice.state,
                new AccountCommand.SetPassword(
                        SLUG, ALICE, new PasswordInput("another one"), alice.settings, ACT, Nobody.replies()),
                HASH,
                alice.now));
        assertRefused(alice.check(session), Refused.Reason.INVALID_TOKEN);
        assertRefused(alice.redeem(code), Refused.Reason.INVALID_GRANT);
        assertRefused(alice.refresh(token(granted.refreshToken())), Refused.Reason.INVALID_GRANT);
        assertThat(alice.state.guesses()).isEqualTo(UserState.GuessCounter.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusChange.class,
            names = {"LOCK", "DEACTIVATE"})
    void whoeverIsShutOutIsSignedOutEverywhereAndStaysSoWhenLetInAgain(StatusChange change) {
        var granted = alice.granted("openid", "offline_access");
        var session = alice.signedIn();
        var code = alice.code(session, UserStory.request("openid"));
        String family = java.util.Objects.requireNonNull(granted.grant().grantId());
        assertThat(alice.access(family, "jti")).isNotInstanceOf(Refused.class);
        alice.change(change);
        for (int round = 0; round < 2; round++) {
            assertRefused(alice.check(session), Refused.Reason.INVALID_TOKEN);
            assertRefused(alice.redeem(code), Refused.Reason.INVALID_GRANT);
            assertRefused(alice.refresh(token(granted.refreshToken())), Refused.Reason.INVALID_GRANT);
            assertRefused(alice.access(family, "jti"), Refused.Reason.INVALID_TOKEN);
            alice.change(change == StatusChange.LOCK ? StatusChange.UNLOCK : StatusChange.REACTIVATE);
            assertThat(alice.state.isActive()).isTrue();
        }
    }

    @Test
    void statusMovesOnlyAlongItsArrows() {
        Map<StatusChange, UserStatus> fromLocked = Map.of(
                StatusChange.LOCK, UserStatus.LOCKED,
                StatusChange.UNLOCK, UserStatus.ACTIVE,
                StatusChange.DEACTIVATE, UserStatus.DEACTIVATED);
        Map<StatusChange, UserStatus> fromDeactivated =
                Map.of(StatusChange.DEACTIVATE, UserStatus.DEACTIVATED, StatusChange.REACTIVATE, UserStatus.ACTIVE);
        for (StatusChange change : StatusChange.values()) {
            assertMoves(StatusChange.LOCK, change, fromLocked.get(change));
            assertMoves(StatusChange.DEACTIVATE, change, fromDeactivated.get(change));
        }
    }

    private static void assertMoves(StatusChange before, StatusChange change, @Nullable UserStatus expected) {
        UserStory story = UserStory.ofAlice();
        story.change(before);
        UserState state = story.state;
        Reply reply = story.change(change);
        if (expected == null) {
            assertRefused(reply, Refused.Reason.CONFLICT);
            assertThat(story.state).isEqualTo(state);
        } else {
            assertThat(((AccountCommand.User) reply).state()).isEqualTo(expected);
            assertThat(story.events).hasSize(expected == state.account().status() ? 0 : 1);
        }
    }

    @Test
    void unlockingForgetsWrongPasswordsEvenOfAUserWhoIsNotLocked() {
        alice.signIn(false);
        alice.change(StatusChange.UNLOCK);
        assertThat(alice.events).hasSize(1);
        assertThat(alice.state.guesses()).isEqualTo(UserState.GuessCounter.NONE);
        alice.change(StatusChange.UNLOCK);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void grantsAreSetsAndRemovingWhatIsNotThereIsNotFound() {
        alice.commit(AccountDecisions.setGrant(alice.state, ALICE, "p1", List.of("b", "a", "b"), alice.now));
        assertThat(alice.state.grants()).isEqualTo(Map.of("p1", List.of("a", "b")));
        alice.commit(AccountDecisions.setGrant(alice.state, ALICE, "p1", List.of("a", "b"), alice.now));
        assertThat(alice.events).isEmpty();
        assertRefused(removeGrant("p2"), Refused.Reason.NOT_FOUND);
        assertThat(removeGrant("p1")).isEqualTo(AccountDecisions.get(alice.state, ALICE));
        assertThat(alice.state.grants()).isEmpty();
        assertRefused(removeGrant("p1"), Refused.Reason.NOT_FOUND);
    }

    @Test
    void nothingOfADeletedUserIsLeftButWhatIsOwedToApps() {
        alice.granted("openid", "offline_access");
        assertThat(alice.commit(AccountDecisions.delete(alice.state))).isEqualTo(new Done());
        assertThat(alice.state)
                .usingRecursiveComparison()
                .ignoringFields("deliveries", "erased")
                .isEqualTo(UserState.ABSENT);
        assertRefused(alice.commit(AccountDecisions.delete(alice.state)), Refused.Reason.NOT_FOUND);
        assertRefused(alice.commit(update(profile("alice"))), Refused.Reason.NOT_FOUND);
        assertRefused(alice.change(StatusChange.UNLOCK), Refused.Reason.NOT_FOUND);
        assertRefused(removeGrant("p1"), Refused.Reason.NOT_FOUND);
        assertRefused(AccountDecisions.get(alice.state, ALICE), Refused.Reason.NOT_FOUND);
    }

    @Test
    void theIdOfADeletedUserIsNobodyElsesAlsoWhereOnlyOneRowOfTheJournalIsLeft() {
        for (UserEvent kept : List.<UserEvent>of(new AccountEvent.Deleted(), new DeliveryEvent.Cleared())) {
            alice.state = UserState.ABSENT.apply(new Recorded<>(alice.now, ACT, kept));
            for (String username : List.of("alice", "bob")) {
                assertRefused(
                        alice.commit(AccountDecisions.create(
                                alice.state, UserStory.create(profile(username)), HASH, alice.now)),
                        Refused.Reason.CONFLICT);
            }
            alice.signIn(true);
            assertThat(alice.state.exists()).isFalse();
            assertThat(alice.state.erased()).as("whatever comes after").isTrue();
        }
    }

    private Reply removeGrant(String project) {
        return alice.commit(AccountDecisions.removeGrant(
                alice.state, new AccountCommand.RemoveGrant(SLUG, ALICE, project, ACT, Nobody.replies()), alice.now));
    }

    private Decision<com.prysmid.tenant.event.UserEvent> update(UserProfile profile) {
        return AccountDecisions.update(
                alice.state,
                new AccountCommand.Update(SLUG, ALICE, profile, alice.settings, ACT, Nobody.replies()),
                alice.now);
    }

    /** Null where it is good to be hashed. */
    private static @Nullable Reply create(UserProfile profile, @Nullable String password, @Nullable String hash) {
        return AccountDecisions.createWithoutHash(
                        UserState.ABSENT,
                        new AccountCommand.Create(
                                SLUG,
                                ALICE,
                                profile,
                                password == null ? null : new PasswordInput(password),
                                hash == null ? null : new Secret(hash),
                                WorkspaceSettings.DEFAULTS,
                                ACT,
                                Nobody.replies()))
                .map(Decision::reply)
                .orElse(null);
    }
}
