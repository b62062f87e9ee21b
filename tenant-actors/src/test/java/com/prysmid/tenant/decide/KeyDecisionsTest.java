package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.KeyCommand.KeyList;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyView;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyDecisionsTest {
    private static final WorkspaceSettings SETTINGS = WorkspaceSettings.DEFAULTS;

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void rotationIsDueOnceTheCurrentKeySignedLongEnough() {
        acme.pass(SETTINGS.keyRotation().minusMillis(1));
        assertThat(KeyDecisions.isRotationDue(acme.state, acme.now)).isFalse();
        acme.pass(Duration.ofMillis(1));
        assertThat(KeyDecisions.isRotationDue(acme.state, acme.now)).isTrue();
        rotate();
        assertThat(KeyDecisions.isRotationDue(acme.state, acme.now)).isFalse();
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
        assertThat(KeyDecisions.isRotationDue(acme.state, acme.now)).isFalse();
        acme.pass(Duration.ofMillis(1));
        assertThat(KeyDecisions.isRotationDue(acme.state, acme.now)).isTrue();
    }

    @Test
    void aWorkspaceThatIsNotActiveDoesNotRotate() {
        WorkspaceStory prepared = new WorkspaceStory();
        prepared.prepare("creation-1");
        prepared.pass(SETTINGS.keyRotation().plusDays(1));
        assertThat(KeyDecisions.isRotationDue(prepared.state, prepared.now)).isFalse();
    }

    @Test
    void rotatingMovesEveryKeyOneStepAndPublishesANewOne() {
        acme.pass(Duration.ofDays(1));
        KeyList after = rotate();
        assertThat(after.items())
                .extracting(KeyView::kid, KeyView::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("kid-1", KeyState.PREVIOUS),
                        org.assertj.core.groups.Tuple.tuple("kid-2", KeyState.CURRENT),
                        org.assertj.core.groups.Tuple.tuple("kid-3", KeyState.NEXT));
        assertThat(after).isEqualTo(KeyDecisions.list(acme.state));
        assertThat(acme.events.getFirst()).isEqualTo(new KeyEvent.Activated("kid-2", "kid-1"));
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
            assertThat(acme.state.keys().current()).isPresent();
            assertThat(acme.state.keys().next()).isPresent();
        }
        assertThat(acme.state.keys().keys()).hasSize(7);
        acme.pass(Duration.ofDays(2));
        assertThat(retire()).hasSize(5);
        assertThat(acme.state.keys().keys()).hasSize(2);
    }

    private KeyList rotate() {
        return (KeyList) acme.commit(KeyDecisions.rotate(acme.state, acme.newSigningKey(), acme.now));
    }

    private List<WorkspaceEvent> retire() {
        List<WorkspaceEvent> retired = KeyDecisions.retire(acme.state, acme.now);
        acme.commit(Decision.accept(retired, new com.prysmid.tenant.protocol.Done()));
        return retired;
    }
}
