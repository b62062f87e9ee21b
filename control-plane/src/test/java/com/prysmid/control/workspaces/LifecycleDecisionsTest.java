package com.prysmid.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.dataplane.Activated;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.KeysReady;
import com.prysmid.control.dataplane.SchemaReady;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Sealed;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.workspaces.LifecycleDecisions.CreationDecision;
import com.prysmid.control.workspaces.LifecycleDecisions.StepDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecycleDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Provenance BY = new Provenance(Actor.token("tok_1"), "req-1", "192.0.2.7", "curl/8.14");

    /** The saga acts by itself, but says whose request it follows. */
    private static final Provenance SAGA = new Provenance(Actor.system("provisioning"), "req-1", null, null);

    private static final LifecycleEvent.Requested WANTED = wanted("first");
    private static final LifecycleState ABSENT = new LifecycleState.Absent();
    private static final LifecycleState REQUESTED = ABSENT.apply(WANTED);
    private static final LifecycleState SCHEMA_READY = REQUESTED.apply(new LifecycleEvent.SchemaReady(NOW, SAGA, 1));
    private static final LifecycleState KEYS_READY =
            SCHEMA_READY.apply(new LifecycleEvent.KeysReady(NOW, SAGA, "https://issuer", List.of("a", "b")));
    private static final SealedKeyPair KEY =
            new SealedKeyPair(new PublicJwk(Map.of("kty", "EC", "crv", "P-256", "kid", "key-1")), new Sealed("sealed"));
    private static final LifecycleState KEY_MADE =
            KEYS_READY.apply(new LifecycleEvent.ServiceAccountKeyMade(NOW, SAGA, KEY));
    private static final LifecycleEvent.ServiceAccountSet SET =
            new LifecycleEvent.ServiceAccountSet(NOW, SAGA, "control-plane", "key-1");
    private static final LifecycleState OPERATED = KEY_MADE.apply(SET);
    private static final LifecycleState ACTIVE =
            OPERATED.apply(new LifecycleEvent.Activated(NOW, SAGA, "https://issuer", "client"));

    private static final StepAnswer SCHEMA_DONE = new StepAnswer.Schema(new DataPlaneReply.Done<>(new SchemaReady(1)));
    private static final StepAnswer KEYS_DONE =
            new StepAnswer.Keys(new DataPlaneReply.Done<>(new KeysReady("https://issuer", List.of("a", "b"))));
    private static final StepAnswer ACCOUNT_DONE =
            new StepAnswer.ServiceAccount("key-1", new DataPlaneReply.Done<>("control-plane"));
    private static final StepAnswer ACTIVATION_DONE =
            new StepAnswer.Activation(new DataPlaneReply.Done<>(new Activated("https://issuer", "client")));

    @Test
    void aFreeSlugIsAcceptedTheSameRequestRepeatedAndAnotherRefused() {
        assertThat(LifecycleDecisions.create(ABSENT, WANTED)).isEqualTo(new CreationDecision.Accept(WANTED));
        for (LifecycleState state : List.of(REQUESTED, SCHEMA_READY, KEYS_READY, KEY_MADE, OPERATED, ACTIVE)) {
            assertThat(LifecycleDecisions.create(state, wanted("first"))).isEqualTo(new CreationDecision.Repeat());
            assertThat(LifecycleDecisions.create(state, wanted("other"))).isEqualTo(new CreationDecision.InUse());
        }
    }

    @Test
    void theStepsFollowEachOtherInOrderAndEndWhenActive() {
        assertThat(ABSENT.nextStep()).isEmpty();
        assertThat(REQUESTED.nextStep()).contains(SagaStep.SCHEMA);
        assertThat(SCHEMA_READY.nextStep()).contains(SagaStep.KEYS);
        assertThat(KEYS_READY.nextStep()).contains(SagaStep.SERVICE_ACCOUNT);
        assertThat(KEY_MADE.nextStep()).contains(SagaStep.SERVICE_ACCOUNT);
        assertThat(OPERATED.nextStep()).contains(SagaStep.ACTIVATION);
        assertThat(ACTIVE.nextStep()).isEmpty();
        assertThat(ABSENT.settled()).isFalse();
        assertThat(KEYS_READY.settled()).isFalse();
        assertThat(ACTIVE.settled()).isTrue();
    }

    @Test
    void anAnswerToTheOpenStepBecomesItsFact() {
        assertThat(LifecycleDecisions.answered(REQUESTED, SCHEMA_DONE, NOW))
                .isEqualTo(new StepDecision.Accept(new LifecycleEvent.SchemaReady(NOW, SAGA, 1)));
        assertThat(LifecycleDecisions.answered(SCHEMA_READY, KEYS_DONE, NOW))
                .isEqualTo(new StepDecision.Accept(
                        new LifecycleEvent.KeysReady(NOW, SAGA, "https://issuer", List.of("a", "b"))));
        assertThat(LifecycleDecisions.answered(KEY_MADE, ACCOUNT_DONE, NOW)).isEqualTo(new StepDecision.Accept(SET));
        assertThat(LifecycleDecisions.answered(OPERATED, ACTIVATION_DONE, NOW))
                .isEqualTo(
                        new StepDecision.Accept(new LifecycleEvent.Activated(NOW, SAGA, "https://issuer", "client")));
    }

    @Test
    void anAnswerToAnyOtherStepIsIgnored() {
        assertThat(LifecycleDecisions.answered(ABSENT, SCHEMA_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        assertThat(LifecycleDecisions.answered(REQUESTED, KEYS_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        assertThat(LifecycleDecisions.answered(SCHEMA_READY, SCHEMA_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        assertThat(LifecycleDecisions.answered(KEYS_READY, KEYS_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        assertThat(LifecycleDecisions.answered(ACTIVE, ACTIVATION_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        for (LifecycleState state : List.of(ABSENT, SCHEMA_READY, KEYS_READY, OPERATED, ACTIVE)) {
            assertThat(LifecycleDecisions.answered(state, ACCOUNT_DONE, NOW)).isEqualTo(new StepDecision.Ignore());
        }
        // The answer to a key that another has followed.
        assertThat(LifecycleDecisions.answered(
                        KEY_MADE,
                        new StepAnswer.ServiceAccount("key-0", new DataPlaneReply.Done<>("control-plane")),
                        NOW))
                .isEqualTo(new StepDecision.Ignore());
    }

    @Test
    void aRefusalForGoodFailsTheWorkspaceAndAnUnknownOutcomeDoesNot() {
        StepAnswer refused = new StepAnswer.Keys(new DataPlaneReply.Refused<>(409, "slug_in_use", "taken"));
        LifecycleEvent.Failed failed = new LifecycleEvent.Failed(NOW, SAGA, SagaStep.KEYS, "slug_in_use", "taken");
        assertThat(LifecycleDecisions.answered(SCHEMA_READY, refused, NOW)).isEqualTo(new StepDecision.Accept(failed));
        LifecycleState after = SCHEMA_READY.apply(failed);
        assertThat(after.nextStep()).isEmpty();
        assertThat(after.settled()).isTrue();
        assertThat(LifecycleDecisions.answered(after, KEYS_DONE, NOW)).isEqualTo(new StepDecision.Ignore());

        StepAnswer unknown = new StepAnswer.Keys(new DataPlaneReply.TryAgain<>("reset", Duration.ofSeconds(3)));
        assertThat(LifecycleDecisions.answered(SCHEMA_READY, unknown, NOW))
                .isEqualTo(new StepDecision.Retry("reset", Duration.ofSeconds(3)));
    }

    /** As journals hold it that were written before there were service accounts of ours. */
    @Test
    void aJournalWithoutTheStepIsThatOfAnActiveWorkspaceAndOneThatStoppedBeforeItGetsItOnItsWay() {
        LifecycleState old = KEYS_READY.apply(new LifecycleEvent.Activated(NOW, SAGA, "https://issuer", "client"));
        assertThat(old.settled()).isTrue();
        assertThat(old)
                .isInstanceOfSatisfying(
                        LifecycleState.Created.class,
                        created -> assertThat(created.progress())
                                .isEqualTo(new LifecycleState.Progress.Active(
                                        "https://issuer", List.of("a", "b"), "client")));
        assertThat(KEYS_READY.nextStep()).contains(SagaStep.SERVICE_ACCOUNT);
    }

    private static LifecycleEvent.Requested wanted(String fingerprint) {
        return new LifecycleEvent.Requested(
                NOW,
                BY,
                "creation-1",
                new Slug("acme"),
                new DisplayName("Acme"),
                Plan.FREE,
                new OwnerEmail("owner@acme.example"),
                null,
                Sha256.of(fingerprint),
                null);
    }
}
