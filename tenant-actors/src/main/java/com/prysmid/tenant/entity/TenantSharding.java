package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.EntityKeys;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** Puts the two entity types into the cluster. */
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
        OutboxSweep.start(system, services, peers);
    }
}
