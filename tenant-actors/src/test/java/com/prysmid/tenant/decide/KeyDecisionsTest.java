package com.prysmid.tenant.decide;

import static com.prysmid.tenant.crypto.SigningAlgorithm.EDDSA;
import static com.prysmid.tenant.crypto.SigningAlgorithm.ES256;
import static com.prysmid.tenant.crypto.SigningAlgorithm.PS256;
import static com.prysmid.tenant.crypto.SigningAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.prysmid.tenant.crypto.EncryptionAlgorithm;
import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.KeyCommand.KeyList;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyUse;
import com.prysmid.tenant.protocol.KeyCommand.KeyView;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.KeyRing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDecisionsTest {
    private static final WorkspaceSettings SETTINGS = WorkspaceSettings.DEFAULTS;

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void rotationIsDueOnceTheCurrentKeySignedLongEnough() {
        acme.pass(SETTINGS.keyRotation().minusMillis(1));
        assertThat(KeyDecisions.due(acme.state, acme.now)).isEmpty();
        acme.pass(Duration.ofMillis(1));
        assertThat(KeyDecisions.due(acme.state, acme.now)).containsExactly(RS256);
        rotate();
        assertThat(KeyDecisions.due(acme.state, acme.now)).isEmpty();
    }

    @Test
    void aKeyPublishedTooLatelyDoesNotSignByItself() {
        acme.pass(SETTINGS.keyRotation().minus(Duration.ofHours(1)));
        rotate();
        rotate();
        // A rotation shorter than the publication lead can be set: the lead holds all the same.
        acme.commit(SettingsDecisions.update(
                acme.state,
                SettingsDecisionsTest.patch(p -> {
                    p.keyRotation = Duration.ofDays(1);
                    p.keyLead = Duration.ofDays(3);
                }),
                WorkspaceStory.ISSUER));
        acme.pass(Duration.ofDays(3).minusMillis(1));
        assertThat(KeyDecisions.due(acme.state, acme.now)).isEmpty();
        acme.pass(Duration.ofMillis(1));
        assertThat(KeyDecisions.due(acme.state, acme.now)).containsExactly(RS256);
    }

    @Test
    void aWorkspaceThatIsNotActiveDoesNotRotate() {
        WorkspaceStory prepared = new WorkspaceStory();
        prepared.prepare("creation-1");
        prepared.pass(SETTINGS.keyRotation().plusDays(1));
        assertThat(KeyDecisions.due(prepared.state, prepared.now)).isEmpty();
    }

    @Test
    void rotatingMovesEveryKeyOneStepAndPublishesANewOne() {
        acme.pass(Duration.ofDays(1));
        KeyList after = rotate();
        assertThat(after.items())
                .extracting(KeyView::kid, KeyView::state)
                .containsExactly(
                        tuple("kid-1", KeyState.PREVIOUS),
                        tuple("kid-2", KeyState.CURRENT),
                        tuple("kid-3", KeyState.NEXT));
        assertThat(after).isEqualTo(KeyDecisions.list(acme.state));
        assertThat(acme.events.getFirst()).isEqualTo(new KeyEvent.Activated("kid-2", "RS256", "kid-1"));
    }

    @Test
    void aKeyStaysUntilTheLongestTokenThatItSignedIsDead() {
        rotate();
        acme.pass(Duration.ofDays(1).plusMinutes(5).minusMillis(1));
        assertThat(retire()).isEmpty();
        acme.pass(Duration.ofMillis(1));
        assertThat(retire()).containsExactly(new KeyEvent.Retired("kid-1"));
        assertThat(acme.state.keys().keys()).extracting("kid").containsExactly("kid-2", "kid-3");
        assertThat(retire()).isEmpty();
    }

    @Test
    void manyRotationsInARowKeepEveryKeyThatMayHaveSigned() {
        for (int i = 0; i < 5; i++) {
            rotate();
            assertThat(acme.state.keys().current("RS256")).isPresent();
            assertThat(acme.state.keys().next("RS256")).isPresent();
        }
        assertThat(acme.state.keys().keys()).hasSize(7);
        acme.pass(Duration.ofDays(2));
        assertThat(retire()).hasSize(5);
        assertThat(acme.state.keys().keys()).hasSize(2);
    }

    @Test
    void theFirstKeyOfANewAlgorithmSignsAtOnceAndTheOthersAreLeftAlone() {
        introduce(ES256, EDDSA);
        assertThat(KeyDecisions.list(acme.state).items())
                .extracting(KeyView::alg, KeyView::kid, KeyView::state)
                .containsExactly(
                        tuple("RS256", "kid-1", KeyState.CURRENT),
                        tuple("RS256", "kid-2", KeyState.NEXT),
                        tuple("ES256", "kid-3", KeyState.CURRENT),
                        tuple("ES256", "kid-4", KeyState.NEXT),
                        tuple("EdDSA", "kid-5", KeyState.CURRENT),
                        tuple("EdDSA", "kid-6", KeyState.NEXT));
    }

    @Test
    void anAlgorithmIsIntroducedOnceHoweverManyAskForIt() {
        List<KeyEvent.Published> one = acme.newKeys(List.of(ES256));
        List<KeyEvent.Published> another = acme.newKeys(List.of(ES256, PS256));
        acme.commit(Decision.accept(KeyDecisions.introduce(acme.state, one), new Done()));
        acme.commit(Decision.accept(KeyDecisions.introduce(acme.state, another), new Done()));
        assertThat(acme.state.keys().keys())
                .extracting(KeyRing.Key::alg)
                .containsExactly("RS256", "RS256", "ES256", "ES256", "PS256", "PS256");
        assertOneOfEach();
    }

    @Test
    void everyAlgorithmRotatesOnItsOwnDay() {
        acme.pass(Duration.ofDays(30));
        introduce(ES256);
        acme.pass(SETTINGS.keyRotation().minusDays(30));
        assertThat(KeyDecisions.due(acme.state, acme.now)).containsExactly(RS256);
        List<KeyEvent.Published> fresh = acme.newKeys(List.of(RS256, ES256));
        acme.commit(Decision.accept(KeyDecisions.rotateDue(acme.state, fresh, acme.now), new Done()));
        assertThat(acme.events)
                .as("of ES256, which is not due, nothing")
                .extracting(event -> ((KeyEvent) event).kid())
                .containsExactly("kid-2", "kid-5");
        assertThat(KeyDecisions.rotateDue(acme.state, fresh, acme.now))
                .as("not twice, though two checks may have made keys")
                .isEmpty();
        acme.pass(Duration.ofDays(30));
        assertThat(KeyDecisions.due(acme.state, acme.now)).containsExactly(ES256);
        assertOneOfEach();
    }

    @Test
    void oneAlgorithmIsRotatedByHandOrAllAre() {
        introduce(ES256);
        rotate("ES256");
        assertThat(current("RS256")).isEqualTo("kid-1");
        assertThat(current("ES256")).isEqualTo("kid-4");
        rotate(null);
        assertThat(current("RS256")).isEqualTo("kid-2");
        assertThat(current("ES256")).isEqualTo("kid-5");
        assertThat(acme.events).contains(new KeyEvent.Activated("kid-5", "ES256", "kid-4"));
        assertOneOfEach();
    }

    @Test
    void rotatingAnAlgorithmThatHasNoKeysMakesItsFirst() {
        rotate("ECDH-ES");
        assertThat(KeyDecisions.list(acme.state).items())
                .filteredOn(key -> key.use() == KeyUse.ENCRYPTION)
                .extracting(KeyView::alg, KeyView::state)
                .containsExactly(tuple("ECDH-ES", KeyState.CURRENT), tuple("ECDH-ES", KeyState.NEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "HS256", "RS384", "rs256", "RSA1_5", "ES256K"})
    void noKeyIsMadeForAnAlgorithmThatIsNotSpoken(String alg) {
        assertThat(KeyDecisions.refuseRotation(acme.state, alg)).isPresent();
        assertThat(KeyDecisions.rotate(acme.state, alg, List.of(), acme.now)).isInstanceOf(Decision.Reject.class);
    }

    @Test
    void rotatingAgainAndAgainEndsBeforeTheSetGetsLong() {
        for (int i = 0; i < 10; i++) {
            rotate();
        }
        assertThat(KeyDecisions.refuseRotation(acme.state, null)).isPresent();
        assertThat(KeyDecisions.refuseRotation(acme.state, "ES256")).isEmpty();
        acme.pass(Duration.ofDays(2));
        retire();
        assertThat(KeyDecisions.refuseRotation(acme.state, null)).isEmpty();
    }

    @Test
    void previousKeysOfEveryKindLeaveWhenTheirTimeHasCome() {
        introduce(ES256, EncryptionAlgorithm.ECDH_ES);
        rotate("ES256");
        acme.pass(Duration.ofHours(12));
        rotate("ECDH-ES");
        acme.pass(Duration.ofHours(12).plusMinutes(5));
        assertThat(retire()).containsExactly(new KeyEvent.Retired("kid-3"));
        acme.pass(Duration.ofDays(6));
        assertThat(retire()).as("an app may encrypt by a set of days ago").isEmpty();
        acme.pass(Duration.ofDays(1));
        assertThat(retire()).containsExactly(new KeyEvent.Retired("kid-5"));
        assertOneOfEach();
    }

    @Test
    void anAppNeedsKeysOfTheAlgorithmThatItNamed() {
        AppDraft draft = new AppDraft();
        assertThat(KeyDecisions.lacking(acme.state, register(draft))).isEmpty();
        draft.idTokenAlg = "ES256";
        assertThat(KeyDecisions.lacking(acme.state, register(draft))).containsExactly(ES256);
        introduce(ES256);
        assertThat(KeyDecisions.lacking(acme.state, register(draft))).isEmpty();
    }

    @Test
    void everyMemberThatNamesAnAlgorithmOfOursBringsItsKeys() {
        assertThat(KeyDecisions.neededBy(AppDraft.withAlgorithms("PS256", "ES256", "EdDSA", "ES256", "ECDH-ES+A256KW")))
                .containsExactlyInAnyOrder(RS256, PS256, ES256, EDDSA, EncryptionAlgorithm.ECDH_ES);
        assertThat(AppRules.check(AppDraft.withAlgorithms("PS256", "ES256", "EdDSA", "ES256", "RSA-OAEP-256")))
                .isEmpty();
        assertThat(AppRules.check(AppDraft.withAlgorithms("none", "HS256", "RS384", "", "RSA1_5"))
                        .orElseThrow()
                        .fields())
                .extracting(Refused.FieldError::field)
                .containsExactlyInAnyOrder(
                        "access_token_signed_response_alg",
                        "userinfo_signed_response_alg",
                        "introspection_signed_response_alg",
                        "authorization_signed_response_alg",
                        "request_object_encryption_alg");
    }

    private static AppCommand.Register register(AppDraft draft) {
        return new AppCommand.Register(
                WorkspaceStory.SLUG, "p1", "app-1", draft.done(), WorkspaceStory.ACT, Nobody.replies());
    }

    private void introduce(KeyAlgorithm... algorithms) {
        List<KeyEvent.Published> fresh = acme.newKeys(List.of(algorithms));
        acme.commit(Decision.accept(KeyDecisions.introduce(acme.state, fresh), new Done()));
    }

    private String current(String alg) {
        return acme.state.keys().current(alg).orElseThrow().kid();
    }

    private void assertOneOfEach() {
        for (String alg : acme.state.keys().algorithms()) {
            assertThat(acme.state.keys().keys())
                    .filteredOn(key -> key.alg().equals(alg) && key.state() != KeyState.PREVIOUS)
                    .extracting(KeyRing.Key::state)
                    .containsExactlyInAnyOrder(KeyState.CURRENT, KeyState.NEXT);
        }
    }

    private KeyList rotate() {
        return rotate(null);
    }

    private KeyList rotate(@Nullable String alg) {
        List<KeyEvent.Published> fresh = acme.newKeys(KeyDecisions.chosen(acme.state, alg));
        return (KeyList) acme.commit(KeyDecisions.rotate(acme.state, alg, fresh, acme.now));
    }

    private List<WorkspaceEvent> retire() {
        List<WorkspaceEvent> retired = KeyDecisions.retire(acme.state, acme.now);
        acme.commit(Decision.accept(retired, new Done()));
        return retired;
    }
}
