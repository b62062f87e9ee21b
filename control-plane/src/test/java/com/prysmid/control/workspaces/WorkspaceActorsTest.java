package com.prysmid.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.testing.Eventually;
import com.prysmid.control.testing.ProvisioningServer;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.LifecycleCommand.CreateReply;
import com.prysmid.control.workspaces.LifecycleCommand.LookUp;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The actors by themselves: a journal in memory that serializes what it keeps, and a real provisioning server. */
class WorkspaceActorsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC);
    private static final Provenance BY = new Provenance(Actor.token("tok_1"), "req-1", null, null);
    private static final IssuerNaming ISSUERS = new IssuerNaming("prysm.test", 8443);

    @TempDir
    static Path directory;

    private static ActorTestKit kit;
    private static PersistenceTestKit journal;
    private static ProvisioningServer server;
    private static DataPlaneClient dataPlane;
    private static Vault vault;

    @BeforeAll
    static void start() {
        TestAuthority authority = TestAuthority.create(directory);
        server = ProvisioningServer.start(authority.issue("provisioning", "provisioning.prysm.test"));
        dataPlane = new DataPlaneClient(new DataPlaneSettings(
                server.baseUrl(), authority.issue("client", "control-plane"), Duration.ofSeconds(5)));
        vault = TestVault.of(TestVault.keyFile(directory, "vault.keys"));
        kit = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
                .withFallback(
                        ConfigFactory.parseResources("control/persistence.conf").withOnlyPath("pekko.actor"))
                .withFallback(ConfigFactory.defaultReference()));
        journal = PersistenceTestKit.create(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        dataPlane.close();
        server.close();
    }

    @Test
    void aLifecycleRunsItsStepsTellsTheIndexAndReadsItselfBackFromItsEvents() {
        List<Slug> settled = new CopyOnWriteArrayList<>();
        ActorRef<LifecycleCommand> lifecycle = spawn("runner", settled);
        TestProbe<CreateReply> created = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.Create(wanted("runner", "one"), created.getRef()));
        assertThat(created.receiveMessage()).isInstanceOfSatisfying(CreateReply.Accepted.class, accepted -> {
            assertThat(accepted.view().status()).isEqualTo(WorkspaceView.Status.PROVISIONING);
            assertThat(accepted.view().issuer()).isEqualTo("https://auth.runner.prysm.test:8443");
        });
        TestProbe<LookUp> shown = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.GetSettled(Duration.ofSeconds(10), shown.getRef()));
        LookUp active = shown.receiveMessage(Duration.ofSeconds(10));
        assertThat(active)
                .isInstanceOfSatisfying(
                        LookUp.Found.class,
                        found -> assertThat(found.view().status()).isEqualTo(WorkspaceView.Status.ACTIVE));
        assertThat(settled).containsOnly(new Slug("runner"));
        assertThat(journal.persistedInStorage("WorkspaceLifecycle|runner"))
                .hasSize(6)
                .first()
                .isInstanceOf(LifecycleEvent.Requested.class);

        kit.stop(lifecycle);
        ActorRef<LifecycleCommand> again = spawn("runner", settled);
        again.tell(new LifecycleCommand.Get(shown.getRef()));
        assertThat(shown.receiveMessage()).isEqualTo(active);
        again.tell(new LifecycleCommand.Create(wanted("runner", "one"), created.getRef()));
        assertThat(created.receiveMessage()).isInstanceOf(CreateReply.Accepted.class);
        again.tell(new LifecycleCommand.Create(wanted("runner", "two"), created.getRef()));
        assertThat(created.receiveMessage()).isInstanceOf(CreateReply.SlugInUse.class);
        assertThat(journal.persistedInStorage("WorkspaceLifecycle|runner")).hasSize(6);
    }

    @Test
    void aWaitForTheEndIsAnsweredWithWhatIsKnownWhenItsTimeIsOver() {
        server.arm((step, moment) -> false);
        try {
            ActorRef<LifecycleCommand> lifecycle = spawn("waiter", new CopyOnWriteArrayList<>());
            TestProbe<CreateReply> created = kit.createTestProbe();
            lifecycle.tell(new LifecycleCommand.Create(wanted("waiter", "one"), created.getRef()));
            created.receiveMessage();
            TestProbe<LookUp> shown = kit.createTestProbe();
            lifecycle.tell(new LifecycleCommand.GetSettled(Duration.ofMillis(100), shown.getRef()));
            assertThat(shown.receiveMessage())
                    .isInstanceOfSatisfying(
                            LookUp.Found.class,
                            found -> assertThat(found.view().status()).isEqualTo(WorkspaceView.Status.PROVISIONING));
        } finally {
            server.arm((step, moment) -> true);
        }
    }

    @Test
    void aSlugNobodyAskedForIsNotFoundAndLeavesNoTrace() {
        ActorRef<LifecycleCommand> lifecycle = spawn("nobody", new CopyOnWriteArrayList<>());
        TestProbe<LookUp> shown = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.Wake());
        lifecycle.tell(new LifecycleCommand.Get(shown.getRef()));
        assertThat(shown.receiveMessage()).isInstanceOf(LookUp.NotFound.class);
        assertThat(journal.persistedInStorage("WorkspaceLifecycle|nobody")).isEmpty();
    }

    @Test
    void onlyASettledOrUnknownWorkspaceLeavesMemory() {
        TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
        server.arm((step, moment) -> false);
        try {
            ActorRef<LifecycleCommand> busy =
                    kit.spawn(WorkspaceLifecycle.create(new Slug("busy"), world(ignored -> {}), shard.getRef()));
            TestProbe<CreateReply> created = kit.createTestProbe();
            busy.tell(new LifecycleCommand.Create(wanted("busy", "one"), created.getRef()));
            created.receiveMessage();
            busy.tell(new LifecycleCommand.Idle());
            shard.expectNoMessage(Duration.ofMillis(200));
            ActorRef<LifecycleCommand> unknown =
                    kit.spawn(WorkspaceLifecycle.create(new Slug("unknown"), world(ignored -> {}), shard.getRef()));
            unknown.tell(new LifecycleCommand.Idle());
            shard.expectMessageClass(ClusterSharding.Passivate.class);
        } finally {
            server.arm((step, moment) -> true);
        }
    }

    @Test
    void aServiceAccountsKeyIsRotatedAlsoWhereTheActorIsLostMidway() {
        ActorRef<LifecycleCommand> lifecycle = spawn("turning", new CopyOnWriteArrayList<>());
        TestProbe<CreateReply> created = kit.createTestProbe();
        TestProbe<LifecycleCommand.RotationReply> rotated = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.RotateServiceAccountKey(BY, rotated.getRef()));
        rotated.expectMessageClass(LifecycleCommand.RotationReply.NoAccount.class);
        lifecycle.tell(new LifecycleCommand.Create(wanted("turning", "one"), created.getRef()));
        created.receiveMessage();
        TestProbe<LookUp> shown = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.GetSettled(Duration.ofSeconds(10), shown.getRef()));
        shown.receiveMessage(Duration.ofSeconds(10));
        ServiceAccountAccess before = access(lifecycle);
        assertThat(before.issuer()).isEqualTo("https://auth.turning.prysm.test:8443");
        assertThat(before.clientId()).isEqualTo("control-plane");

        server.arm((step, moment) -> !step.equals("service-account"));
        String keyId;
        try {
            lifecycle.tell(new LifecycleCommand.RotateServiceAccountKey(BY, rotated.getRef()));
            keyId = rotated.expectMessageClass(LifecycleCommand.RotationReply.Begun.class)
                    .keyId();
            lifecycle.tell(new LifecycleCommand.RotateServiceAccountKey(BY, rotated.getRef()));
            assertThat(rotated.expectMessageClass(LifecycleCommand.RotationReply.Begun.class)
                            .keyId())
                    .isEqualTo(keyId);
            assertThat(access(lifecycle))
                    .as("in use until the data plane has the new one")
                    .isEqualTo(before);
        } finally {
            kit.stop(lifecycle);
            server.arm((step, moment) -> true);
        }

        ActorRef<LifecycleCommand> again = spawn("turning", new CopyOnWriteArrayList<>());
        Eventually.until(
                "the new key is in use", () -> access(again).key().keyId().equals(keyId));
        assertThat(Objects.requireNonNull(server.workspace("turning")).serviceAccountKeys)
                .containsExactlyInAnyOrder(before.key().keyId(), keyId);
        assertThat(journal.persistedInStorage("WorkspaceLifecycle|turning")).hasSize(8);
    }

    private static ServiceAccountAccess access(ActorRef<LifecycleCommand> lifecycle) {
        TestProbe<LifecycleCommand.Operated> operated = kit.createTestProbe();
        lifecycle.tell(new LifecycleCommand.GetServiceAccount(operated.getRef()));
        return operated.receiveMessage().access().orElseThrow();
    }

    @Test
    void theIndexWakesWhatIsUnfinishedEvenAfterARestartAndNotWhatHasEnded() {
        TestProbe<IndexCommand.Enlisting> enlisted = kit.createTestProbe();
        ActorRef<IndexCommand> index = kit.spawn(WorkspaceIndex.create(CLOCK, slug -> {}));
        for (String slug : List.of("one", "two", "three")) {
            index.tell(new IndexCommand.Enlist(
                    BY, new Slug(slug), Sha256.of(slug), Sha256.of("f-" + slug), enlisted.getRef()));
            enlisted.expectMessage(IndexCommand.Enlisting.ENLISTED);
        }
        index.tell(new IndexCommand.Settle(new Slug("two")));
        index.tell(new IndexCommand.Settle(new Slug("two")));
        // Listed already: answered without a fact, after everything before it.
        index.tell(
                new IndexCommand.Enlist(BY, new Slug("one"), Sha256.of("one"), Sha256.of("f-one"), enlisted.getRef()));
        enlisted.expectMessage(IndexCommand.Enlisting.ENLISTED);
        assertThat(journal.persistedInStorage("WorkspaceIndex|all")).hasSize(4);
        kit.stop(index);

        TestProbe<Slug> woken = kit.createTestProbe();
        ActorRef<IndexCommand> again =
                kit.spawn(WorkspaceIndex.create(CLOCK, slug -> woken.getRef().tell(slug)));
        again.tell(new IndexCommand.Sweep());
        woken.expectMessage(new Slug("one"));
        woken.expectMessage(new Slug("three"));
        woken.expectNoMessage(Duration.ofMillis(100));
        // Every service account is looked at once in each life, also of those whose provisioning has ended.
        again.tell(new IndexCommand.Inspect());
        for (String slug : List.of("one", "three", "two")) {
            woken.expectMessage(new Slug(slug));
        }
        again.tell(new IndexCommand.Tended(new Slug("two"), Upkeep.NOTHING));
        again.tell(new IndexCommand.Tended(new Slug("one"), Upkeep.SEALED_AGAIN));
        again.tell(new IndexCommand.Inspect());
        woken.expectMessage(new Slug("three"));
        woken.expectNoMessage(Duration.ofMillis(100));
        again.tell(
                new IndexCommand.Enlist(BY, new Slug("four"), Sha256.of("one"), Sha256.of("other"), enlisted.getRef()));
        enlisted.expectMessage(IndexCommand.Enlisting.KEY_USED_FOR_ANOTHER);
    }

    private static ActorRef<LifecycleCommand> spawn(String slug, List<Slug> settled) {
        TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
        return kit.spawn(WorkspaceLifecycle.create(new Slug(slug), world(settled::add), shard.getRef()));
    }

    private static WorkspaceLifecycle.Surroundings world(Consumer<Slug> onSettled) {
        return new WorkspaceLifecycle.Surroundings(
                dataPlane,
                vault,
                ISSUERS,
                new BackOff(Duration.ofMillis(20), Duration.ofMillis(100), 0.2),
                CLOCK,
                onSettled,
                (slug, done) -> {});
    }

    private static LifecycleEvent.Requested wanted(String slug, String fingerprint) {
        return new LifecycleEvent.Requested(
                CLOCK.instant(),
                BY,
                "creation-" + fingerprint,
                new Slug(slug),
                new DisplayName("Name"),
                Plan.FREE,
                new OwnerEmail("owner@example.com"),
                null,
                Sha256.of(fingerprint),
                null);
    }
}
