package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.REDIRECT;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.VERIFIER;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.UserStory.request;
import static com.prysmid.tenant.decide.UserStory.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SettingsCommand.PeoplePatch;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();

    @Test
    void aSessionWithoutAFactorGivesNothingOnceOneIsRequired() {
        UserStory alice = UserStory.ofAlice();
        UserBoundToken session = alice.signedIn();
        assertThat(alice.issue(session, UserStory.request("openid"))).isInstanceOf(GrantCommand.CodeIssued.class);
        requireFactor(alice, Requirement.REQUIRED_FOR_ROLES);
        assertThat(alice.issue(session, UserStory.request("openid")))
                .as("of who has no such role")
                .isInstanceOf(GrantCommand.CodeIssued.class);
        alice.commit(Decision.accept(new AccountEvent.GrantChanged("p1", List.of("admin")), new Done()));
        UserStory.assertRefused(alice.issue(session, UserStory.request("openid")), Refused.Reason.FORBIDDEN);
        requireFactor(alice, Requirement.REQUIRED);
        UserStory.assertRefused(
                GrantDecisions.describeSession(
                        alice.state,
                        new GrantCommand.DescribeSession(
                                UserStory.SLUG,
                                UserStory.ALICE,
                                session.id(),
                                session.secret(),
                                request("openid"),
                                alice.settings,
                                Nobody.replies()),
                        alice.now),
                Refused.Reason.FORBIDDEN);
        UserStory.assertRefused(alice.issue(session, UserStory.request("openid")), Refused.Reason.FORBIDDEN);
        UserBoundToken stronger = token(((SessionCommand.SignedIn) alice.commit(SignInDecisions.proven(
                        alice.state,
                        new SignInDecisions.Proof(UserStory.ALICE, List.of("pwd", "otp", "mfa"), null),
                        SignInGoal.PLAIN,
                        alice.settings,
                        UserStory.ACT,
                        alice.random,
                        alice.now)))
                .cookie());
        assertThat(alice.issue(stronger, UserStory.request("openid"))).isInstanceOf(GrantCommand.CodeIssued.class);
    }

    private static void requireFactor(UserStory alice, Requirement requirement) {
        alice.settings = alice.settings.withPeople(PeopleRules.merge(
                PeoplePolicy.DEFAULTS,
                new PeoplePatch(null, null, requirement, List.of("p1:admin"), null, null, null, null, null)));
    }

    @Test
    void aCodeNeedsALiveSession() {
        UserBoundToken session = alice.signedIn();
        assertRefused(
                alice.issue(new UserBoundToken(ALICE, session.id(), new Secret("guess")), request("openid")),
                Refused.Reason.INVALID_TOKEN);
        alice.pass(alice.settings.sessionIdle());
        assertRefused(alice.issue(session, request("openid")), Refused.Reason.INVALID_TOKEN);
        assertThat(alice.state.codes().byId()).isEmpty();
    }

    @Test
    void whoeverAsksForCodesWithoutEndFillsNothing() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken first = alice.code(session, request("openid"));
        UserBoundToken last = first;
        for (int i = 0; i < 300; i++) {
            alice.pass(Duration.ofMillis(1));
            last = alice.code(session, request("openid"));
        }
        assertThat(alice.state.codes().byId()).hasSize(200);
        assertRefused(alice.redeem(first), Refused.Reason.INVALID_GRANT);
        assertThat(alice.redeem(last)).isInstanceOf(GrantCommand.Granted.class);
    }

    @Test
    void aCodeGivesWhatWasAskedForInItsSession() {
        UserBoundToken session = alice.signedIn();
        Instant signedInAt = alice.now;
        alice.pass(Duration.ofSeconds(9));
        var granted = (GrantCommand.Granted) alice.redeem(alice.code(session, request("openid", "email")));
        assertThat(granted.grant().subject()).isEqualTo(ALICE.value());
        assertThat(granted.grant().clientId()).isEqualTo("app-1");
        assertThat(granted.grant().scopes()).containsExactly("openid", "email");
        assertThat(granted.grant().nonce()).isEqualTo("nonce-1");
        assertThat(granted.grant().authTime()).isEqualTo(signedInAt);
        assertThat(granted.grant().sid()).isEqualTo(session.id());
        assertThat(granted.grant().amr()).isEqualTo(List.of("pwd"));
        assertThat(alice.events.toString())
                .as("only digests are recorded")
                .doesNotContain(granted.refreshToken().reveal().substring(60));
    }

    @Test
    void aWrongTryIsRefusedAlikeAndDoesNotSpendTheCode() {
        UserBoundToken code = alice.code(alice.signedIn(), request("openid"));
        List<Reply> refusals = List.of(
                alice.redeem(new UserBoundToken(ALICE, code.id(), new Secret("guess"))),
                alice.redeem(new UserBoundToken(ALICE, "nosuchcode", code.secret())),
                alice.redeem(code, "app-2", REDIRECT, VERIFIER),
                alice.redeem(code, "app-1", REDIRECT + "/", VERIFIER),
                alice.redeem(code, "app-1", null, VERIFIER),
                alice.redeem(code, "app-1", REDIRECT, null),
                alice.redeem(code, "app-1", REDIRECT, VERIFIER + "x"),
                alice.redeem(code, "app-1", REDIRECT, ""));
        refusals.forEach(reply -> assertRefused(reply, Refused.Reason.INVALID_GRANT));
        assertThat(refusals.stream().distinct()).as("told alike").hasSize(1);
        assertThat(alice.redeem(code)).isInstanceOf(GrantCommand.Granted.class);
    }

    @Test
    void theChallengeItselfIsNoVerifier() {
        UserBoundToken code = alice.code(alice.signedIn(), request("openid"));
        assertRefused(
                alice.redeem(code, "app-1", REDIRECT, request("openid").codeChallenge()), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void aVerifierForACodeWithoutAChallengeMeansThatSomebodyStrippedIt() {
        var stripped = new GrantCommand.CodeRequest(
                "app-1",
                REDIRECT,
                Set.of("openid"),
                null,
                null,
                true,
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                null);
        UserBoundToken code = alice.code(alice.signedIn(), stripped);
        assertRefused(alice.redeem(code), Refused.Reason.INVALID_GRANT);
        assertThat(alice.redeem(code, "app-1", REDIRECT, null)).isInstanceOf(GrantCommand.Granted.class);
    }

    @Test
    void aCodeEndsOnTheSecond() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken inTime = alice.code(session, request("openid"));
        UserBoundToken late = alice.code(session, request("openid"));
        alice.pass(alice.settings.authorizationCode().minusMillis(1));
        assertThat(alice.redeem(inTime)).isInstanceOf(GrantCommand.Granted.class);
        alice.pass(Duration.ofMillis(1));
        assertRefused(alice.redeem(late), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void aSecondRedemptionRevokesWhatTheFirstGave() {
        UserBoundToken code = alice.code(alice.signedIn(), request("openid", "offline_access"));
        var granted = (GrantCommand.Granted) alice.redeem(code);
        String family = Objects.requireNonNull(granted.grant().grantId());
        Reply replay = alice.redeem(code);
        assertRefused(replay, Refused.Reason.INVALID_GRANT);
        assertThat(((Refused) replay).code()).isEqualTo(GrantCommand.REUSED);
        assertThat(alice.events).containsExactly(new GrantEvent.CodeReplayed(code.id(), family, "app-1"));
        assertRefused(alice.refresh(token(granted.refreshToken())), Refused.Reason.INVALID_GRANT);
        assertRefused(alice.access(family, "jti"), Refused.Reason.INVALID_TOKEN);
        assertRefused(alice.redeem(code), Refused.Reason.INVALID_GRANT);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void aReplayIsNoticedAlsoAfterTheCodesEndAndTheSessionsAndWithoutTheVerifier() {
        UserBoundToken session = alice.signedIn();
        UserBoundToken code = alice.code(session, request("openid", "offline_access"));
        var granted = (GrantCommand.Granted) alice.redeem(code);
        alice.signOut(session);
        alice.pass(alice.settings.authorizationCode().plusMinutes(1));
        alice.redeem(code, "app-1", null, null);
        assertRefused(alice.refresh(token(granted.refreshToken())), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void aStrangerWithoutTheSecretOrWithAnotherClientRevokesNothing() {
        UserBoundToken code = alice.code(alice.signedIn(), request("openid"));
        var granted = (GrantCommand.Granted) alice.redeem(code);
        assertRefused(
                alice.redeem(new UserBoundToken(ALICE, code.id(), new Secret("guess"))), Refused.Reason.INVALID_GRANT);
        assertRefused(alice.redeem(code, "app-2", REDIRECT, VERIFIER), Refused.Reason.INVALID_GRANT);
        assertThat(alice.refresh(token(granted.refreshToken()))).isInstanceOf(GrantCommand.Granted.class);
    }

    @Test
    void aCodeThatIsNotRefreshableGivesNoRefreshToken() {
        var once = new GrantCommand.CodeRequest(
                "app-1",
                REDIRECT,
                Set.of("openid"),
                null,
                request().codeChallenge(),
                false,
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                null);
        var granted = (GrantCommand.Granted) alice.redeem(alice.code(alice.signedIn(), once));
        String family = Objects.requireNonNull(granted.grant().grantId());
        assertThat(granted.refreshToken()).isNull();
        assertThat(alice.access(family, "jti")).isInstanceOf(GrantCommand.LiveAccess.class);
        assertRefused(
                alice.refresh(new UserBoundToken(ALICE, family, new Secret("x".repeat(86)))),
                Refused.Reason.INVALID_GRANT);
        assertThat(alice.access(family, "jti")).isInstanceOf(GrantCommand.LiveAccess.class);
    }

    @Test
    void claimsAreToldAsLongAsTheTokenHolds() {
        var asked = new GrantCommand.CodeRequest(
                "app-1",
                REDIRECT,
                Set.of("openid"),
                null,
                request().codeChallenge(),
                false,
                new com.prysmid.tenant.protocol.GrantDetails(
                        "{\"userinfo\":{\"preferred_username\":null}}", List.of(), null, null),
                null,
                null);
        UserBoundToken session = alice.signedIn();
        var granted = (GrantCommand.Granted) alice.redeem(alice.code(session, asked));
        assertThat(granted.grant().person()).isNotNull();
        var told = new GrantCommand.TellClaims(
                SLUG,
                ALICE,
                Objects.requireNonNull(granted.grant().grantId()),
                "jti",
                Set.of("openid"),
                com.prysmid.tenant.protocol.AppClaims.NONE,
                Nobody.replies());
        assertThat(GrantDecisions.tellClaims(alice.state, told))
                .isInstanceOfSatisfying(
                        GrantCommand.ClaimsTold.class,
                        claims -> assertThat(claims.claims()).containsOnlyKeys("preferred_username"));
        alice.signOut(session);
        assertRefused(GrantDecisions.tellClaims(alice.state, told), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aSessionIsDescribedToWhoeverHasItsCookieAndAsLongAsItLives() {
        UserBoundToken session = alice.signedIn();
        assertThat(describe(session, session.secret()))
                .isInstanceOfSatisfying(GrantCommand.SessionGrant.class, described -> {
                    assertThat(described.grant().nonce()).isEqualTo("nonce-1");
                    assertThat(described.grant().sid()).isEqualTo(session.id());
                    assertThat(described.grant().grantId()).isNull();
                });
        assertRefused(describe(session, new Secret("x".repeat(43))), Refused.Reason.INVALID_TOKEN);
        alice.signOut(session);
        assertRefused(describe(session, session.secret()), Refused.Reason.INVALID_TOKEN);
    }

    private Reply describe(UserBoundToken session, Secret secret) {
        return GrantDecisions.describeSession(
                alice.state,
                new GrantCommand.DescribeSession(
                        SLUG, ALICE, session.id(), secret, request("openid"), alice.settings, Nobody.replies()),
                alice.now);
    }

    @Test
    void aRefreshTokenRotatesAndAnOldOneEndsTheFamily() {
        UserBoundToken first = token(alice.granted("openid").refreshToken());
        UserBoundToken second = refreshed(first);
        UserBoundToken third = refreshed(second);
        assertThat(Set.of(first, second, third)).hasSize(3);
        Reply reuse = alice.refresh(first);
        assertRefused(reuse, Refused.Reason.INVALID_GRANT);
        assertThat(((Refused) reuse).code()).isEqualTo(GrantCommand.REUSED);
        assertThat(alice.events).containsExactly(new GrantEvent.RefreshReused(first.id(), "app-1"));
        assertRefused(alice.refresh(third), Refused.Reason.INVALID_GRANT);
        assertThat(alice.events).isEmpty();
    }

    @Test
    void whoeverOnlyKnowsTheFamilysIdHasNoEffect() {
        UserBoundToken good = token(alice.granted("openid").refreshToken());
        String secret = good.secret().reveal();
        for (String wrong : List.of(
                "x".repeat(86),
                "x".repeat(43) + secret.substring(43),
                secret.substring(43) + secret.substring(0, 43),
                secret + "x",
                secret.substring(1),
                "")) {
            assertRefused(
                    alice.refresh(new UserBoundToken(ALICE, good.id(), new Secret(wrong))),
                    Refused.Reason.INVALID_GRANT);
            assertThat(alice.events).isEmpty();
            revoke(new UserBoundToken(ALICE, good.id(), new Secret(wrong)), "app-1");
            assertThat(alice.events).isEmpty();
        }
        assertRefused(alice.refresh(good, "app-2", null), Refused.Reason.INVALID_GRANT);
        assertThat(alice.events).isEmpty();
        refreshed(good);
    }

    @Test
    void scopesNarrowForOneAnswerAndNeverGrow() {
        UserBoundToken token = token(alice.granted("openid", "email").refreshToken());
        assertRefused(alice.refresh(token, "app-1", Set.of("openid", "profile")), Refused.Reason.INVALID_SCOPE);
        var narrow = (GrantCommand.Granted) alice.refresh(token, "app-1", Set.of("email"));
        assertThat(narrow.grant().scopes()).containsExactly("email");
        var whole = (GrantCommand.Granted) alice.refresh(token(narrow.refreshToken()));
        assertThat(whole.grant().scopes())
                .as("RFC 6749 §6: the new refresh token has the old one's scope")
                .containsExactly("openid", "email");
        assertThat(whole.grant().nonce()).isNull();
    }

    @Test
    void aFamilyGoesStaleUnlessUsedAndEndsInAnyCase() {
        UserBoundToken stale = token(alice.granted("openid", "offline_access").refreshToken());
        alice.pass(alice.settings.refreshIdle());
        assertRefused(alice.refresh(stale), Refused.Reason.INVALID_GRANT);
        UserBoundToken busy = token(alice.granted("openid", "offline_access").refreshToken());
        Instant end = alice.now.plus(alice.settings.refreshAbsolute());
        while (alice.now.plus(Duration.ofDays(29)).isBefore(end)) {
            alice.pass(Duration.ofDays(29));
            busy = refreshed(busy);
        }
        alice.now = end.minusMillis(1);
        busy = refreshed(busy);
        alice.now = end;
        assertRefused(alice.refresh(busy), Refused.Reason.INVALID_GRANT);
    }

    @Test
    void revokingARefreshTokenAlsoAnOldOneEndsItsFamilyOnly() {
        UserBoundToken other = token(alice.granted("openid").refreshToken());
        UserBoundToken old = token(alice.granted("openid").refreshToken());
        UserBoundToken current = refreshed(old);
        revoke(current, "app-2");
        assertThat(alice.events).as("another client's").isEmpty();
        revoke(old, "app-1");
        assertRefused(alice.refresh(current), Refused.Reason.INVALID_GRANT);
        assertRefused(alice.access(current.id(), "jti"), Refused.Reason.INVALID_TOKEN);
        refreshed(other);
        revoke(current, "app-1");
        assertThat(alice.events).isEmpty();
    }

    @Test
    void revokingAnAccessTokenEndsItAlone() {
        String family = token(alice.granted("openid").refreshToken()).id();
        revokeAccess(family, "jti-1", alice.now.plusSeconds(60));
        assertRefused(alice.access(family, "jti-1"), Refused.Reason.INVALID_TOKEN);
        assertThat(alice.access(family, "jti-2")).isInstanceOf(GrantCommand.LiveAccess.class);
        revokeAccess(family, "jti-1", alice.now.plusSeconds(60));
        assertThat(alice.events).as("twice").isEmpty();
        revokeAccess(family, "jti-3", alice.now);
        assertThat(alice.events).as("dead anyway").isEmpty();
        revokeAccess("nosuchfamily", "jti-4", alice.now.plusSeconds(60));
        assertThat(alice.events).isEmpty();
    }

    @Test
    void aRevokedAccessTokenStaysRevokedThroughRotations() {
        UserBoundToken refresh = token(alice.granted("openid").refreshToken());
        revokeAccess(refresh.id(), "jti-1", alice.now.plus(Duration.ofHours(24)));
        alice.pass(Duration.ofHours(23));
        refreshed(refresh);
        assertRefused(alice.access(refresh.id(), "jti-1"), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void inspectionUsesNothingUp() {
        UserBoundToken first = token(alice.granted("openid", "email").refreshToken());
        assertThat(inspect(first)).isInstanceOfSatisfying(GrantCommand.RefreshTokenView.class, view -> {
            assertThat(view.clientId()).isEqualTo("app-1");
            assertThat(view.scopes()).containsExactly("openid", "email");
        });
        UserBoundToken second = refreshed(first);
        assertRefused(inspect(first), Refused.Reason.INVALID_TOKEN);
        assertThat(inspect(second)).isInstanceOf(GrantCommand.RefreshTokenView.class);
        alice.pass(alice.settings.refreshIdle());
        assertRefused(inspect(second), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void theStateStaysBoundedHoweverManyCodesAndFamilies() {
        UserBoundToken session = alice.signedIn();
        for (int i = 0; i < 300; i++) {
            alice.redeem(alice.code(session, request("openid")));
            alice.pass(Duration.ofMinutes(1));
        }
        assertThat(alice.state.families().byId()).hasSize(200);
        assertThat(alice.state.codes().byId().size()).isLessThan(15);
    }

    private UserBoundToken refreshed(UserBoundToken token) {
        Reply reply = alice.refresh(token);
        assertThat(reply).isInstanceOf(GrantCommand.Granted.class);
        return token(((GrantCommand.Granted) reply).refreshToken());
    }

    private void revoke(UserBoundToken token, String clientId) {
        assertThat(alice.commit(GrantDecisions.revokeRefreshToken(
                        alice.state,
                        new GrantCommand.RevokeRefreshToken(
                                SLUG, ALICE, token.id(), token.secret(), clientId, ACT, Nobody.replies()))))
                .isEqualTo(new Done());
    }

    private void revokeAccess(String family, String jti, Instant expiresAt) {
        assertThat(alice.commit(GrantDecisions.revokeAccessToken(
                        alice.state,
                        new GrantCommand.RevokeAccessToken(SLUG, ALICE, family, jti, expiresAt, ACT, Nobody.replies()),
                        alice.now)))
                .isEqualTo(new Done());
    }

    private Reply inspect(UserBoundToken token) {
        return GrantDecisions.inspect(
                alice.state,
                new GrantCommand.InspectRefreshToken(SLUG, ALICE, token.id(), token.secret(), Nobody.replies()),
                alice.now);
    }
}
