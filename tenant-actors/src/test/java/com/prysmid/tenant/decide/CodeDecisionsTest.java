package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.Totp;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.protocol.FactorCommand.Added;
import com.prysmid.tenant.protocol.FactorCommand.CodeSent;
import com.prysmid.tenant.protocol.FactorCommand.InSession;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa.Requirement;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand.SignInPending;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDecisionsTest {
    private FactorStory story;
    private UserStory alice;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        story = new FactorStory(directory);
        alice = story.alice;
    }

    @Test
    void aCodeOfAnAppIsGoodOnceAlsoInAnotherSignIn() {
        Totp app = withApp();
        UserBoundToken first = story.pending();
        UserBoundToken second = story.pending();
        assertThat(story.prove(first, FactorType.TOTP, story.code(app))).isInstanceOf(SignedIn.class);
        assertRefused(story.prove(second, FactorType.TOTP, story.code(app)), Refused.Reason.INVALID_CREDENTIALS);
        alice.pass(Totp.STEP);
        String code = story.code(app);
        assertThat(story.prove(second, FactorType.TOTP, code.substring(0, 3) + " " + code.substring(3)))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void fiveWrongCodesEndASignInAndTheRightOneComesTooLate() {
        Totp app = withApp();
        UserBoundToken ticket = story.pending();
        for (int i = 0; i < 4; i++) {
            assertRefused(story.prove(ticket, FactorType.TOTP, story.wrong(app)), Refused.Reason.INVALID_CREDENTIALS);
        }
        assertRefused(story.prove(ticket, FactorType.RECOVERY_CODE, "none"), Refused.Reason.INVALID_TOKEN);
        assertRefused(story.prove(ticket, FactorType.TOTP, story.code(app)), Refused.Reason.INVALID_TOKEN);
        assertThat(story.prove(story.pending(), FactorType.TOTP, story.code(app)))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void twentyWrongCodesInAnHourLockCodesForLongerEachTime() {
        Totp app = withApp();
        lock(app);
        assertLockedFor(app, Duration.ofHours(1));
        alice.pass(Duration.ofHours(1));
        lock(app);
        assertLockedFor(app, Duration.ofHours(2));
        alice.pass(Duration.ofHours(2));
        assertThat(story.prove(story.pending(), FactorType.TOTP, story.code(app)))
                .isInstanceOf(SignedIn.class);
        lock(app);
        assertLockedFor(app, Duration.ofHours(1));
    }

    /** Else whoever guesses would wait for the owner to sign in, now and then. */
    @Test
    void aRightCodeDoesNotForgiveTheWrongOnes() {
        Totp app = withApp();
        for (int i = 0; i < 19; i++) {
            story.prove(freshAfter(i), FactorType.TOTP, story.wrong(app));
        }
        assertThat(story.prove(story.pending(), FactorType.TOTP, story.code(app)))
                .isInstanceOf(SignedIn.class);
        assertRefused(
                story.prove(story.pending(), FactorType.TOTP, story.wrong(app)), Refused.Reason.GUESSED_TOO_OFTEN);
    }

    @Test
    void aMailedCodeIsGoodForItsOwnSignInOnceAndTenMinutes() {
        withEmail();
        UserBoundToken ticket = story.pending();
        UserBoundToken other = story.pending();
        CodeSent sent = (CodeSent) story.send(ticket);
        assertThat(sent.address()).isEqualTo("a…@example.org");
        String code = story.sentCode();
        assertThat(code).matches("[0-9]{6}");
        assertThat(alice.events.toString()).doesNotContain(code);
        assertRefused(story.prove(other, FactorType.EMAIL_CODE, code), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(story.prove(ticket, FactorType.EMAIL_CODE, code)).isInstanceOf(SignedIn.class);
        assertRefused(story.prove(ticket, FactorType.EMAIL_CODE, code), Refused.Reason.INVALID_TOKEN);

        alice.pass(Duration.ofMinutes(1));
        UserBoundToken late = story.pending();
        story.send(late);
        code = story.sentCode();
        alice.pass(Duration.ofMinutes(10));
        assertRefused(story.prove(late, FactorType.EMAIL_CODE, code), Refused.Reason.INVALID_CREDENTIALS);
    }

    @Test
    void fewCodesAreMailedWhoeverAsks() {
        withEmail();
        for (int i = 0; i < 5; i++) {
            assertThat(story.send(story.pending())).isInstanceOf(CodeSent.class);
            assertRefused(story.send(story.pending()), Refused.Reason.GUESSED_TOO_OFTEN);
            alice.pass(Duration.ofMinutes(1));
        }
        Refused refused = (Refused) story.send(story.pending());
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(55));
    }

    @Test
    void whoNeedsAFactorAndHasAnAddressMayTakeThat() {
        story.policy(Requirement.REQUIRED);
        UserBoundToken ticket = story.pending();
        assertRefused(story.send(ticket), Refused.Reason.INVALID_TOKEN);
        story.provenAddress();
        assertThat(story.send(ticket)).isInstanceOf(CodeSent.class);
        String code = story.sentCode();
        assertRefused(story.confirmSent(ticket, "12345"), Refused.Reason.INVALID_CREDENTIALS);
        Added added = (Added) story.confirmSent(ticket, code);
        assertThat(added.signedIn()).isNotNull();
        assertThat(added.recoveryCodes()).hasSize(10);
        assertThat(((SignInPending) alice.signIn(true)).factors())
                .containsExactly(FactorType.EMAIL_CODE, FactorType.RECOVERY_CODE);
    }

    @Test
    void aRecoveryCodeIsGoodOnceHoweverItIsTypedAndItsOwnerIsTold() {
        story.provenAddress();
        InSession standing = new InSession(alice.signedIn());
        Added added = story.confirm(standing, story.offer(standing));
        String code =
                added.recoveryCodes().get(4).reveal().toUpperCase(Locale.ROOT).replace("-", " ");
        assertThat(story.prove(story.pending(), FactorType.RECOVERY_CODE, code)).isInstanceOf(SignedIn.class);
        assertThat(alice.events.toString()).contains("RECOVERY_CODE_USED");
        assertThat(alice.state.factors().recoveryDigests()).hasSize(9);
        assertRefused(story.prove(story.pending(), FactorType.RECOVERY_CODE, code), Refused.Reason.INVALID_CREDENTIALS);
    }

    @Test
    void onlyWhatIsOfferedIsTaken() {
        withApp();
        assertRefused(story.prove(story.pending(), FactorType.EMAIL_CODE, "123456"), Refused.Reason.FORBIDDEN);
        assertRefused(story.prove(story.pending(), FactorType.PASSKEY, "123456"), Refused.Reason.FORBIDDEN);
    }

    @Test
    void theLastUsedIsOfferedFirst() {
        Totp app = withApp();
        withEmailToo(app);
        UserBoundToken ticket = story.pending();
        story.send(ticket);
        story.prove(ticket, FactorType.EMAIL_CODE, story.sentCode());
        assertThat(((SignInPending) alice.signIn(true)).factors())
                .isEqualTo(List.of(FactorType.EMAIL_CODE, FactorType.TOTP, FactorType.RECOVERY_CODE));
    }

    private Totp withApp() {
        Totp app = story.addTotp(alice.signedIn());
        alice.pass(Duration.ofMinutes(1));
        return app;
    }

    private void withEmail() {
        story.provenAddress();
        assertThat(story.turnOnEmail(alice.signedIn())).isInstanceOf(Added.class);
    }

    private void withEmailToo(Totp app) {
        story.provenAddress();
        SignedIn in = (SignedIn) story.prove(story.pending(), FactorType.TOTP, story.code(app));
        assertThat(story.turnOnEmail(UserStory.token(in.cookie()))).isInstanceOf(Added.class);
    }

    private UserBoundToken current;

    /** A new sign-in every four guesses. */
    private UserBoundToken freshAfter(int guesses) {
        if (guesses % 4 == 0) {
            current = story.pending();
        }
        return current;
    }

    private void lock(Totp app) {
        Reply last = null;
        for (int i = 0; i < 20; i++) {
            last = story.prove(freshAfter(i), FactorType.TOTP, story.wrong(app));
        }
        assertRefused(last, Refused.Reason.GUESSED_TOO_OFTEN);
    }

    private void assertLockedFor(Totp app, Duration time) {
        Refused refused = (Refused) story.prove(story.pending(), FactorType.TOTP, story.code(app));
        assertThat(refused.retryAfter()).isEqualTo(time);
        assertThat(alice.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        FactorEvent.CodeRefused.class,
                        event -> assertThat(event.reason()).isEqualTo("factors_locked"));
    }
}
