package com.prysmid.tenant.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not asked for a while takes no memory, and answers as before when asked again. */
class PassivationTest {
    private static final String IDLE = "pekko.cluster.sharding.passivation.default-idle-strategy.idle-entity.timeout";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void anIdleWorkspaceGoesToSleepAndWakesAsItWas() throws Exception {
        ActorTestKit kit = member("1s");
        try (TenantWorld world = new TenantWorld(directory)) {
            EntityRef<WorkspaceMessage> acme = start(kit, world);

            Reply made = prepare(acme);
            awaitAwake(kit, 0);

            assertThat(ask(acme, replyTo -> new ProvisioningCommand.Describe(TenantWorld.ACME, replyTo)))
                    .isEqualTo(made)
                    .isInstanceOf(ProvisioningCommand.WorkspaceDescription.class);
            awaitAwake(kit, 1);
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void whoIsToBeForgottenGoesToSleepAtOnceWithAllUsersAndNobodyElse() throws Exception {
        ActorTestKit kit = member("10 minutes");
        try (TenantWorld world = new TenantWorld(directory)) {
            prepare(start(kit, world));
            Slug globex = new Slug("globex");
            for (Slug slug : List.of(TenantWorld.ACME, globex)) {
                TenantWorld.await(ClusterSharding.get(kit.system())
                        .entityRefFor(EntityKeys.USER, EntityKeys.userId(slug, TenantWorld.ALICE))
                        .<Reply>ask(
                                replyTo -> new AccountCommand.Create(
                                        slug,
                                        TenantWorld.ALICE,
                                        new UserProfile(
                                                "alice",
                                                null,
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
                                        null,
                                        WorkspaceSettings.DEFAULTS,
                                        TenantWorld.ACT,
                                        replyTo),
                                PATIENCE)
                        .toCompletableFuture());
            }
            awaitAwake(kit, EntityKeys.WORKSPACE, 1);
            awaitAwake(kit, EntityKeys.USER, 2);

            ActorRef<Topic.Command<ForgetWorkspace>> topic = kit.spawn(ForgetWorkspace.topic());
            // Said until it is heard: who listens is found out while this begins.
            Runnable tell = () -> topic.tell(Topic.publish(new ForgetWorkspace(TenantWorld.ACME)));
            awaitAwake(kit, EntityKeys.WORKSPACE, 0, tell);
            awaitAwake(kit, EntityKeys.USER, 1, tell);
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static ActorTestKit member(String idle) {
        return ActorTestKit.create(
                "passivation",
                PersistenceTestKitPlugin.config()
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(ConfigFactory.parseString("""
                                pekko.actor.provider = cluster
                                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                                pekko.cluster.roles = [workspace]
                                pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
                                """ + IDLE + " = " + idle))
                        .withFallback(ConfigFactory.load()));
    }

    private static EntityRef<WorkspaceMessage> start(ActorTestKit kit, TenantWorld world) {
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        TenantSharding.start(kit.system(), world.services);
        return ClusterSharding.get(kit.system())
                .entityRefFor(EntityKeys.WORKSPACE, EntityKeys.workspaceId(TenantWorld.ACME));
    }

    private static Reply prepare(EntityRef<WorkspaceMessage> acme) {
        return ask(
                acme,
                replyTo -> new ProvisioningCommand.Prepare(
                        TenantWorld.ACME, "creation-1", "Acme", Plan.FREE, TenantWorld.ACT, replyTo));
    }

    @Test
    void idleMeansTenMinutesLongerThanAClientAssertionLives() {
        assertThat(ConfigFactory.load().getDuration(IDLE)).isEqualTo(Duration.ofMinutes(10));
    }

    private static Reply ask(
            EntityRef<WorkspaceMessage> entity,
            org.apache.pekko.japi.function.Function<ActorRef<Reply>, WorkspaceMessage> command) {
        return TenantWorld.await(entity.<Reply>ask(command, PATIENCE).toCompletableFuture());
    }

    private static void awaitAwake(ActorTestKit kit, int count) {
        awaitAwake(kit, EntityKeys.WORKSPACE, count);
    }

    private static void awaitAwake(ActorTestKit kit, EntityTypeKey<?> type, int count) {
        awaitAwake(kit, type, count, () -> {});
    }

    private static void awaitAwake(ActorTestKit kit, EntityTypeKey<?> type, int count, Runnable meanwhile) {
        TestProbe<ShardRegion.CurrentShardRegionState> probe = kit.createTestProbe();
        probe.awaitAssert(PATIENCE, Duration.ofMillis(100), () -> {
            meanwhile.run();
            ClusterSharding.get(kit.system()).shardState().tell(new GetShardRegionState(type, probe.getRef()));
            int awake = probe.receiveMessage().getShards().stream()
                    .mapToInt(shard -> shard.getEntityIds().size())
                    .sum();
            assertThat(awake).isEqualTo(count);
            return null;
        });
    }
}
