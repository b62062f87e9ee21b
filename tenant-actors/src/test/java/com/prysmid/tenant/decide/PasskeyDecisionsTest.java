package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Assertion;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Expected;
import com.prysmid.tenant.crypto.passkey.RelyingParty;
import com.prysmid.tenant.crypto.passkey.SoftwareAuthenticator;
import com.prysmid.tenant.crypto.passkey.SoftwareAuthenticator.Kind;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PasskeyAssertion;
import com.prysmid.tenant.protocol.PasskeyAttestation;
import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passkeys in a user's life, with real signatures of an authenticator made of software. */
class PasskeyDecisionsTest {
    private static final RelyingParty ACME = new RelyingParty("https://auth.acme.prysm.localhost:8443");
    private static final PasskeyVerification VERIFICATION = new PasskeyVerification();
    private static final String ALICES_HANDLE = handle(UserStory.ALICE);

    private final UserStory story = UserStory.ofAlice();
    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator(Kind.ES256, ACME.origin(), ACME.id());
    private int challenges;

    private UserBoundToken session() {
        UserBoundToken session =
                new UserBoundToken(UserStory.ALICE, story.random.id(), new Secret(story.random.secret()));
        story.commit(Decision.accept(
                new SessionEvent.SignedIn(
                        session.id(),
                        SecretDigest.of(session.secret().reveal()).base64Url(),
                        List.of("pwd", "otp", "mfa"),
                        Duration.ofHours(1),
                        story.now.plus(Duration.ofHours(8)),
                        null,
                        null),
                new Done()));
        return session;
    }

    private PasskeyChallenge challenge() {
        return new PasskeyChallenge(
                SoftwareAuthenticator.text(("challenge-" + challenges++).getBytes(StandardCharsets.UTF_8)),
                story.now.plus(Duration.ofMinutes(5)));
    }

    /** @param ticket null: by somebody who signed in well just now */
    private Reply register(@Nullable UserBoundToken ticket, PasskeyChallenge challenge) {
        return registerBy(
                ticket == null ? new FactorCommand.InSession(session()) : new FactorCommand.InSignIn(ticket),
                challenge);
    }

    private Reply registerBy(FactorCommand.Standing standing, PasskeyChallenge challenge) {
        PasskeyVerification.Registration made = authenticator.create(challenge.value());
        PasskeyCommand.Register command = new PasskeyCommand.Register(
                UserStory.SLUG,
                UserStory.ALICE,
                standing,
                challenge,
                new PasskeyAttestation(made.clientDataJson(), made.attestationObject(), made.transports()),
                null,
                "Firefox on Linux",
                SignInGoal.PLAIN,
                story.settings,
                UserStory.ACT,
                Nobody.replies());
        return story.commit(PasskeyDecisions.register(
                story.state,
                command,
                VERIFICATION.verify(made, new Expected(ACME, challenge.value(), true)),
                story.random,
                story.now));
    }

    private PasskeyCommand.Passkey added() {
        return (PasskeyCommand.Passkey) register(null, challenge());
    }

    private Reply signIn(@Nullable UserBoundToken ticket, PasskeyChallenge challenge, @Nullable String handle) {
        authenticator.counter += authenticator.counter == 0 ? 0 : 1;
        return present(ticket, challenge, authenticator.get(challenge.value()), handle);
    }

    /** As the entity does it: a step before the check, a decision after it. */
    private Reply present(
            @Nullable UserBoundToken ticket, PasskeyChallenge challenge, Assertion assertion, @Nullable String handle) {
        PasskeyCommand.SignIn command = new PasskeyCommand.SignIn(
                UserStory.SLUG,
                UserStory.ALICE,
                ticket,
                challenge,
                new PasskeyAssertion(
                        authenticator.credentialIdText(),
                        assertion.clientDataJson(),
                        assertion.authenticatorData(),
                        assertion.signature(),
                        handle),
                SignInGoal.PLAIN,
                story.settings,
                UserStory.ACT,
                Nobody.replies());
        return switch (PasskeyDecisions.step(story.state, command, story.now)) {
            case PasskeyDecisions.Step.Refuse(var reason, var id) ->
                story.commit(PasskeyDecisions.refuse(story.state, reason, id));
            case PasskeyDecisions.Step.Check(var id, var passkey, var userVerified) -> {
                PasskeyOutcome<com.prysmid.tenant.crypto.passkey.PasskeyUse> outcome =
                        VERIFICATION.verify(assertion, passkey, new Expected(ACME, challenge.value(), userVerified));
                yield story.commit(PasskeyDecisions.signIn(story.state, command, outcome, story.random, story.now));
            }
        };
    }

    private static String handle(UserId userId) {
        return SoftwareAuthenticator.text(userId.value().getBytes(StandardCharsets.US_ASCII));
    }

    private void assertRefused(Reply reply, String reason) {
        assertThat(reply).isEqualTo(PasskeyDecisions.invalid());
        assertThat(story.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        PasskeyEvent.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private void policy(Mfa.Requirement requirement, boolean passkeyLogin, FactorType... factors) {
        PeoplePolicy old = PeoplePolicy.DEFAULTS;
        story.settings = WorkspaceSettings.DEFAULTS.withPeople(new PeoplePolicy(
                old.signUp(),
                new Mfa(requirement, List.of(), List.of(factors)),
                new PeoplePolicy.SignIn(true, passkeyLogin, false),
                old.passwords()));
    }

    @Test
    void aPasskeyAloneSignsInAndIsTwoFactors() {
        policy(Mfa.Requirement.REQUIRED, true, FactorType.TOTP, FactorType.PASSKEY);
        PasskeyCommand.Passkey passkey = added();
        assertThat(passkey.name()).isEqualTo("Firefox on Linux");
        Reply reply = signIn(null, challenge(), ALICES_HANDLE);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        SessionCommand.SignedIn.class,
                        in -> assertThat(in.session().amr()).containsExactly("hwk", "user", "mfa"));
        assertThat(story.events).hasExactlyElementsOfTypes(PasskeyEvent.Used.class, SessionEvent.SignedIn.class);
    }

    @Test
    void oneThatIsCopiedIsCalledSo() {
        authenticator.flags |= SoftwareAuthenticator.BE | SoftwareAuthenticator.BS;
        assertThat(added().backedUp()).isTrue();
        assertThat(((SessionCommand.SignedIn) signIn(null, challenge(), ALICES_HANDLE))
                        .session()
                        .amr())
                .containsExactly("swk", "user", "mfa");
    }

    @Test
    void afterAPasswordItIsTheSecondFactorAndNeedsNoVerification() {
        added();
        authenticator.flags = SoftwareAuthenticator.UP;
        SessionCommand.SignInPending pending = (SessionCommand.SignInPending) story.signIn(true);
        assertThat(pending.step()).isEqualTo(SignInStep.FACTOR);
        assertThat(pending.factors()).containsExactly(FactorType.PASSKEY);
        UserBoundToken ticket = UserStory.token(pending.ticket());
        assertThat(((SessionCommand.SignedIn) signIn(ticket, challenge(), null))
                        .session()
                        .amr())
                .containsExactly("pwd", "hwk", "user", "mfa");
        assertThat(signIn(ticket, challenge(), null))
                .as("the pending sign-in is over")
                .isInstanceOf(Refused.class);
    }

    @Test
    void asTheOnlyFactorItNeedsVerificationAndAHandle() {
        added();
        authenticator.flags = SoftwareAuthenticator.UP;
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "user_not_verified");
        authenticator.flags |= SoftwareAuthenticator.UV;
        assertRefused(signIn(null, challenge(), null), "wrong_user_handle");
        assertRefused(signIn(null, challenge(), handle(new UserId("mallory-01"))), "wrong_user_handle");
    }

    @Test
    void whatWasSignedOnceIsNeverGoodAgain() {
        added();
        PasskeyChallenge challenge = challenge();
        Assertion assertion = authenticator.get(challenge.value());
        assertThat(present(null, challenge, assertion, ALICES_HANDLE)).isInstanceOf(SessionCommand.SignedIn.class);
        assertRefused(present(null, challenge, assertion, ALICES_HANDLE), "replayed");
        story.pass(Duration.ofMinutes(6));
        assertRefused(present(null, challenge, assertion, ALICES_HANDLE), "replayed");
    }

    @Test
    void aChallengeThatMadeAPasskeyMakesNoOther() {
        PasskeyChallenge challenge = challenge();
        PasskeyCommand.Passkey passkey = (PasskeyCommand.Passkey) register(null, challenge);
        assertThat(register(null, challenge())).as("the same once more").isEqualTo(PasskeyDecisions.invalid());
        assertThat(remove(passkey.id())).isEqualTo(new Done());
        assertThat(register(null, challenge)).as("what was removed, replayed").isEqualTo(PasskeyDecisions.invalid());
    }

    @Test
    void aCounterThatDoesNotGoOnTellsOfADouble() {
        authenticator.counter = 41;
        added();
        assertThat(signIn(null, challenge(), ALICES_HANDLE)).isInstanceOf(SessionCommand.SignedIn.class);
        authenticator.counter -= 1;
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "cloned_authenticator");
        authenticator.counter = 0;
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "cloned_authenticator");
    }

    @Test
    void whatIsSignedForAnotherWorkspaceIsWorthNothing() {
        added();
        authenticator.origin = "https://auth.other.prysm.localhost:8443";
        authenticator.rpId = "auth.other.prysm.localhost";
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "wrong_origin");
    }

    @Test
    void unknownPasskeysAreRefusedInTheSameWords() {
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "unknown_passkey");
    }

    @Test
    void whoeverGuessesPasswordsKeepsNobodyFromTheirPasskey() {
        added();
        for (int i = 0; i < 20; i++) {
            story.signIn(false);
        }
        assertThat(signIn(null, challenge(), ALICES_HANDLE)).isInstanceOf(SessionCommand.SignedIn.class);
    }

    @Test
    void failedPasskeysLockNothingOut() {
        added();
        for (int i = 0; i < 50; i++) {
            signIn(null, challenge(), null);
        }
        assertThat(story.state.passkeys().failures()).isEqualTo(50);
        assertThat(story.signIn(true)).isInstanceOf(SessionCommand.SignInPending.class);
        assertThat(signIn(null, challenge(), ALICES_HANDLE)).isInstanceOf(SessionCommand.SignedIn.class);
        assertThat(story.state.passkeys().failures()).isZero();
    }

    @Test
    void whomAnAdminLockedIsOut() {
        added();
        story.commit(AccountDecisions.changeStatus(
                story.state,
                new AccountCommand.ChangeStatus(
                        UserStory.SLUG,
                        UserStory.ALICE,
                        AccountCommand.StatusChange.LOCK,
                        UserStory.ACT,
                        Nobody.replies()),
                story.now));
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "locked");
    }

    @Test
    void theWorkspaceMayWantNoPasskeys() {
        added();
        policy(Mfa.Requirement.OPTIONAL, false, FactorType.TOTP, FactorType.PASSKEY);
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "passkey_login_off");
        policy(Mfa.Requirement.OPTIONAL, false, FactorType.TOTP);
        assertThat(register(null, challenge()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("passkeys_off"));
    }

    @Test
    void whoMustHaveAFactorMakesOneWhileSigningInAndWhoHasOneDoesNot() {
        policy(Mfa.Requirement.REQUIRED, true, FactorType.PASSKEY);
        SessionCommand.SignInPending pending = (SessionCommand.SignInPending) story.signIn(true);
        assertThat(pending.step()).isEqualTo(SignInStep.ENROLMENT);
        UserBoundToken ticket = UserStory.token(pending.ticket());
        Reply reply = register(ticket, challenge());
        assertThat(reply)
                .isInstanceOfSatisfying(
                        SessionCommand.SignedIn.class,
                        in -> assertThat(in.session().amr()).contains("pwd", "hwk", "mfa"));
        UserBoundToken second = UserStory.token(((SessionCommand.SignInPending) story.signIn(true)).ticket());
        authenticator.credentialId = "another-credential".getBytes(StandardCharsets.UTF_8);
        assertThat(register(second, challenge()))
                .as("a stolen password adds no factor")
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("passkeys_off"));
    }

    @Test
    void thereAreTwentyAtMost() {
        for (int i = 0; i < 20; i++) {
            authenticator.credentialId = ("credential-" + i).getBytes(StandardCharsets.UTF_8);
            added();
        }
        authenticator.credentialId = "one-more".getBytes(StandardCharsets.UTF_8);
        assertThat(register(null, challenge()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("too_many_passkeys"));
    }

    @Test
    void isNamedAndTakenAway() {
        PasskeyCommand.Passkey passkey = added();
        assertThat(rename(session(), passkey.id()))
                .isInstanceOfSatisfying(
                        PasskeyCommand.Passkey.class,
                        one -> assertThat(one.name()).isEqualTo("Blue key"));
        assertThat(remove(passkey.id())).isEqualTo(new Done());
        assertThat(remove(passkey.id())).isEqualTo(Refused.notFound("passkey"));
        assertRefused(signIn(null, challenge(), ALICES_HANDLE), "unknown_passkey");
    }

    @Test
    void aSessionWithoutTheFactorThatWasSetUpSinceAddsAndRemovesNone() {
        UserBoundToken intruders = story.signedIn();
        PasskeyCommand.Passkey passkey = added();
        authenticator.credentialId = "the-intruders".getBytes(StandardCharsets.UTF_8);
        FactorCommand.InSession standing = new FactorCommand.InSession(intruders);
        UserStory.assertRefused(registerBy(standing, challenge()), Refused.Reason.FORBIDDEN);
        UserStory.assertRefused(describe(standing), Refused.Reason.FORBIDDEN);
        UserStory.assertRefused(remove(intruders, passkey.id(), true), Refused.Reason.FORBIDDEN);
        assertThat(story.state.passkeys().byId()).containsOnlyKeys(passkey.id());
    }

    @Test
    void aSessionOfLongAgoAddsAndRemovesNone() {
        PasskeyCommand.Passkey passkey = added();
        UserBoundToken old = session();
        story.pass(Duration.ofMinutes(15));
        UserStory.assertRefused(registerBy(new FactorCommand.InSession(old), challenge()), Refused.Reason.FORBIDDEN);
        UserStory.assertRefused(remove(old, passkey.id(), true), Refused.Reason.FORBIDDEN);
        assertThat(rename(old, passkey.id())).isInstanceOf(PasskeyCommand.Passkey.class);
    }

    @Test
    void aSessionThatEndedMeanwhileDoesNothing() {
        PasskeyCommand.Passkey passkey = added();
        UserBoundToken ended = session();
        story.signOut(ended);
        UserStory.assertRefused(
                registerBy(new FactorCommand.InSession(ended), challenge()), Refused.Reason.INVALID_TOKEN);
        UserStory.assertRefused(rename(ended, passkey.id()), Refused.Reason.INVALID_TOKEN);
        UserStory.assertRefused(remove(ended, passkey.id(), true), Refused.Reason.INVALID_TOKEN);
    }

    private Reply describe(FactorCommand.Standing standing) {
        return PasskeyDecisions.describe(
                story.state,
                new PasskeyCommand.DescribeRegistration(
                        UserStory.SLUG, UserStory.ALICE, standing, story.settings, Nobody.replies()),
                story.now);
    }

    private Reply rename(UserBoundToken session, String id) {
        return story.commit(PasskeyDecisions.rename(
                story.state,
                new PasskeyCommand.Rename(
                        UserStory.SLUG, UserStory.ALICE, session, id, " Blue key ", UserStory.ACT, Nobody.replies()),
                story.now));
    }

    private Reply remove(String id) {
        return remove(session(), id, false);
    }

    private Reply remove(UserBoundToken session, String id, boolean confirmed) {
        return story.commit(PasskeyDecisions.remove(
                story.state,
                new PasskeyCommand.Remove(
                        UserStory.SLUG,
                        UserStory.ALICE,
                        session,
                        id,
                        confirmed,
                        story.settings,
                        UserStory.ACT,
                        Nobody.replies()),
                story.now));
    }

    @Test
    void theLastWayToSignInIsTakenAwayOnlyWhenOneInsists() {
        story.state = com.prysmid.tenant.state.UserState.ABSENT;
        story.commit(
                AccountDecisions.create(story.state, UserStory.create(UserStory.profile("alice")), null, story.now));
        PasskeyCommand.Passkey passkey = added();
        assertThat(remove(passkey.id()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("last_way_to_sign_in"));
        assertThat(remove(session(), passkey.id(), true)).isEqualTo(new Done());
    }

    @Test
    void theLastOneTakesTheRecoveryCodesWithIt() {
        PasskeyCommand.Passkey passkey = added();
        story.commit(Decision.accept(
                RecoveryCodes.make(UserStory.ALICE, story.random).event(), new Done()));
        assertThat(remove(passkey.id())).isEqualTo(new Done());
        assertThat(story.state.factors().recoveryDigests()).isEmpty();
    }
}
