package com.prysmid.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Standing;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.LifecycleDecisions.StepDecision;
import com.prysmid.control.workspaces.ServiceAccountDecisions.Rotation;
import com.prysmid.control.workspaces.ServiceAccountDecisions.Tending;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a key is made, set, sealed again and given up. */
class ServiceAccountDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Provenance BY = new Provenance(Actor.token("tok_1"), "req-1", "192.0.2.7", "curl/8.14");
    private static final Provenance SAGA = BY.followedBy("provisioning");
    private static final Binding ACME = new Binding(new Slug("acme"), "creation-1");

    private static final LifecycleState REQUESTED = new LifecycleState.Absent()
            .apply(new LifecycleEvent.Requested(
                    NOW,
                    BY,
                    "creation-1",
                    new Slug("acme"),
                    new DisplayName("Acme"),
                    Plan.FREE,
                    new OwnerEmail("owner@acme.example"),
                    null,
                    Sha256.of("request"),
                    null));
    private static final LifecycleState KEYS_READY = REQUESTED
            .apply(new LifecycleEvent.SchemaReady(NOW, SAGA, 1))
            .apply(new LifecycleEvent.KeysReady(NOW, SAGA, "https://issuer", List.of("a", "b")));
    private static final LifecycleEvent ACTIVATED = new LifecycleEvent.Activated(NOW, SAGA, "https://issuer", null);

    /** Active since before there were service accounts of ours. */
    private static final LifecycleState OLD = KEYS_READY.apply(ACTIVATED);

    @TempDir
    Path directory;

    private Path firstKey;
    private Path secondKey;
    private Vault vault;

    @BeforeEach
    void keys() {
        firstKey = TestVault.keyFile(directory, "first.keys");
        secondKey = TestVault.keyFile(directory, "second.keys");
        vault = TestVault.of(firstKey);
    }

    @Test
    void aKeyIsWrittenDownBeforeTheDataPlaneHearsOfIt() {
        LifecycleEvent.ServiceAccountKeyMade made = made(KEYS_READY, vault);
        assertThat(made.by()).isEqualTo(SAGA);
        assertThat(vault.standing(ACME, made.key())).isEqualTo(Standing.CURRENT);
        assertThat(ServiceAccountDecisions.next(KEYS_READY.apply(made), vault, NOW))
                .isEqualTo(new Tending.Set(made.key(), SAGA));
    }

    @Test
    void nothingIsDoneBeforeItsStepNorAfterAFailureNorForNobody() {
        LifecycleState failed = KEYS_READY.apply(
                new LifecycleEvent.Failed(NOW, SAGA, SagaStep.SERVICE_ACCOUNT, "slug_in_use", "taken"));
        for (LifecycleState state : List.of(new LifecycleState.Absent(), REQUESTED, failed)) {
            assertThat(ServiceAccountDecisions.next(state, vault, NOW)).isEqualTo(new Tending.Nothing());
            assertThat(ServiceAccountDecisions.rotate(state, vault, BY, NOW)).isEqualTo(new Rotation.NoAccount());
        }
        LifecycleState waiting = set(KEYS_READY, made(KEYS_READY, vault));
        assertThat(ServiceAccountDecisions.next(waiting, vault, NOW)).isEqualTo(new Tending.Nothing());
    }

    @Test
    void anActiveWorkspaceWithoutAnAccountGetsOneAndASuspendedOneToo() {
        for (LifecycleState state : List.of(OLD, OLD.apply(new LifecycleEvent.Suspended(NOW, BY)))) {
            LifecycleEvent.ServiceAccountKeyMade made = made(state, vault);
            assertThat(made.by()).isEqualTo(Provenance.system("upkeep"));
            assertThat(access(state)).isNull();
            LifecycleState done = set(state.apply(made), made);
            assertThat(ServiceAccountDecisions.next(done, vault, NOW)).isEqualTo(new Tending.Nothing());
            assertThat(access(done))
                    .isEqualTo(new ServiceAccountAccess(ACME, "https://issuer", "control-plane", made.key()));
            assertThat(done.settled()).isTrue();
        }
    }

    @Test
    void aKeyUnderAnOlderSealIsSealedAgainAndNoLongerNeedsTheOldOne() {
        LifecycleState operated = operated();
        Vault both = TestVault.of(secondKey, firstKey);
        LifecycleEvent again = recorded(operated, both);
        assertThat(again).isInstanceOf(LifecycleEvent.ServiceAccountKeySealedAgain.class);
        LifecycleState after = operated.apply(again);
        assertThat(ServiceAccountDecisions.next(after, both, NOW)).isEqualTo(new Tending.Nothing());
        Vault onlyNew = TestVault.of(secondKey);
        assertThat(ServiceAccountDecisions.next(after, onlyNew, NOW)).isEqualTo(new Tending.Nothing());
        assertThat(key(after).publicKey()).isEqualTo(key(operated).publicKey());
    }

    @Test
    void aKeyThatIsNotSetYetIsSealedAgainAsWell() {
        LifecycleState made = KEYS_READY.apply(made(KEYS_READY, vault));
        Vault both = TestVault.of(secondKey, firstKey);
        LifecycleState after = made.apply(recorded(made, both));
        assertThat(ServiceAccountDecisions.next(after, TestVault.of(secondKey), NOW))
                .isInstanceOf(Tending.Set.class);
    }

    @Test
    void aKeyThatNoKeyOpensIsGivenUpAndAnotherTakesItsPlace() {
        LifecycleState operated = operated();
        Vault other = TestVault.of(secondKey);
        LifecycleEvent lost = recorded(operated, other);
        assertThat(lost)
                .isEqualTo(new LifecycleEvent.ServiceAccountKeyLost(
                        NOW, Provenance.system("upkeep"), key(operated).keyId(), "no_key"));
        LifecycleState without = operated.apply(lost);
        assertThat(access(without)).isNull();
        LifecycleEvent.ServiceAccountKeyMade made = made(without, other);
        LifecycleState after = set(without.apply(made), made);
        assertThat(ServiceAccountDecisions.next(after, other, NOW)).isEqualTo(new Tending.Nothing());
        assertThat(key(after).keyId()).isNotEqualTo(key(operated).keyId());
    }

    /** Somebody has copied the text of another workspace's event into this one's. */
    @Test
    void anotherWorkspacesSealedKeyIsNeverSet() {
        SealedKeyPair foreign = vault.makeKeyPair(new Binding(new Slug("umbrella"), "creation-9"));
        LifecycleState fooled = KEYS_READY.apply(new LifecycleEvent.ServiceAccountKeyMade(NOW, SAGA, foreign));
        assertThat(recorded(fooled, vault))
                .isEqualTo(new LifecycleEvent.ServiceAccountKeyLost(
                        NOW, Provenance.system("upkeep"), foreign.keyId(), "bound_elsewhere"));
    }

    @Test
    void aRotationGoesByAKeyThatIsOnItsWayAndTheOldOneIsInUseUntilThen() {
        LifecycleState operated = operated();
        Rotation begun = ServiceAccountDecisions.rotate(operated, vault, BY, NOW);
        assertThat(begun).isInstanceOf(Rotation.Begin.class);
        LifecycleEvent.ServiceAccountKeyMade made = ((Rotation.Begin) begun).event();
        assertThat(made.by()).isEqualTo(BY);
        LifecycleState during = operated.apply(made);
        assertThat(key(during)).isEqualTo(key(operated));
        assertThat(ServiceAccountDecisions.rotate(during, vault, BY, NOW))
                .isEqualTo(new Rotation.UnderWay(made.key().keyId()));
        assertThat(ServiceAccountDecisions.next(during, vault, NOW)).isEqualTo(new Tending.Set(made.key(), BY));
        assertThat(answered(during, made.key().keyId(), new DataPlaneReply.Done<>("control-plane")))
                .isEqualTo(new StepDecision.Accept(new LifecycleEvent.ServiceAccountSet(
                        NOW,
                        BY.followedBy("upkeep"),
                        "control-plane",
                        made.key().keyId())));
        LifecycleState after = set(during, made);
        assertThat(key(after)).isEqualTo(made.key());
        assertThat(ServiceAccountDecisions.next(after, vault, NOW)).isEqualTo(new Tending.Nothing());
    }

    @Test
    void aRefusalFailsAWorkspaceInTheMakingAndNoOther() {
        DataPlaneReply<String> refusal = new DataPlaneReply.Refused<>(409, "slug_in_use", "taken");
        LifecycleEvent.ServiceAccountKeyMade made = made(KEYS_READY, vault);
        assertThat(answered(KEYS_READY.apply(made), made.key().keyId(), refusal))
                .isEqualTo(new StepDecision.Accept(
                        new LifecycleEvent.Failed(NOW, SAGA, SagaStep.SERVICE_ACCOUNT, "slug_in_use", "taken")));
        LifecycleEvent.ServiceAccountKeyMade later = made(OLD, vault);
        assertThat(answered(OLD.apply(later), later.key().keyId(), refusal))
                .isEqualTo(new StepDecision.GiveUp("slug_in_use"));
        assertThat(answered(
                        OLD.apply(later),
                        later.key().keyId(),
                        new DataPlaneReply.TryAgain<>("reset", Duration.ofSeconds(3))))
                .isEqualTo(new StepDecision.Retry("reset", Duration.ofSeconds(3)));
    }

    private LifecycleState operated() {
        LifecycleEvent.ServiceAccountKeyMade made = made(KEYS_READY, vault);
        return set(KEYS_READY.apply(made), made).apply(ACTIVATED);
    }

    private static LifecycleEvent.ServiceAccountKeyMade made(LifecycleState state, Vault vault) {
        LifecycleEvent event = recorded(state, vault);
        assertThat(event).isInstanceOf(LifecycleEvent.ServiceAccountKeyMade.class);
        return (LifecycleEvent.ServiceAccountKeyMade) event;
    }

    private static LifecycleEvent recorded(LifecycleState state, Vault vault) {
        Tending next = ServiceAccountDecisions.next(state, vault, NOW);
        assertThat(next).isInstanceOf(Tending.WriteDown.class);
        return ((Tending.WriteDown) next).event();
    }

    private static LifecycleState set(LifecycleState state, LifecycleEvent.ServiceAccountKeyMade made) {
        return state.apply(made)
                .apply(new LifecycleEvent.ServiceAccountSet(
                        NOW, SAGA, "control-plane", made.key().keyId()));
    }

    private static StepDecision answered(LifecycleState state, String keyId, DataPlaneReply<String> reply) {
        return LifecycleDecisions.answered(state, new StepAnswer.ServiceAccount(keyId, reply), NOW);
    }

    private static @Nullable ServiceAccountAccess access(LifecycleState state) {
        return ((LifecycleState.Created) state).access().orElse(null);
    }

    private static SealedKeyPair key(LifecycleState state) {
        return ((LifecycleState.Created) state).access().orElseThrow().key();
    }
}
