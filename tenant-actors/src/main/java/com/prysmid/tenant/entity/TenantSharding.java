package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.EntityKeys;
import com.typesafe.config.Config;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings.PassivationStrategySettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** Puts the entity types into the cluster. */
public final class TenantSharding {
    /** Where entities run; nodes without it only address them. */
    public static final String ROLE = "workspace";

    private TenantSharding() {}

    /** On a node that runs entities. */
    public static void start(ActorSystem<?> system, TenantServices services) {
        ClusterSharding sharding = ClusterSharding.get(system);
        ClusterShardingSettings settings =
                ClusterShardingSettings.create(system).withRole(ROLE);
        sharding.init(Entity.of(EntityKeys.WORKSPACE, entity -> Workspace.create(entity, services))
                .withRole(ROLE)
                .withSettings(settings));
        Peers peers = Peers.sharded(system);
        sharding.init(Entity.of(EntityKeys.USER, entity -> User.create(entity, services, peers))
                .withRole(ROLE)
                .withSettings(settings));
        sharding.init(Entity.of(EntityKeys.STRANGER, entity -> User.createStranger(entity, services, peers))
                .withRole(ROLE)
                .withSettings(
                        settings.withPassivationStrategy(ofStrangers(settings.passivationStrategySettings(), system))));
        OutboxSweep.start(system, services, peers);
        Oblivion.start(system);
    }

    /** Names that nobody has are without number, so those longest unasked are forgotten first. */
    private static PassivationStrategySettings ofStrangers(PassivationStrategySettings usual, ActorSystem<?> system) {
        Config config = system.settings().config().getConfig("prysm.strangers");
        return usual.withIdleEntityPassivation(config.getDuration("idle"))
                .withActiveEntityLimit(config.getInt("remembered"))
                .withLeastRecentlyUsedReplacement();
    }
}
