package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.EntityKeys;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;

/** Lets a node that runs no entities address those of other nodes. */
public final class EntityProxies {
    /** Of the nodes on which entities run. */
    public static final String ROLE = "workspace";

    private EntityProxies() {}

    /** Does nothing on a node that runs entities: whoever starts them there makes them addressable too. */
    public static void start(ActorSystem<?> system) {
        if (Cluster.get(system).selfMember().hasRole(ROLE)) {
            return;
        }
        ClusterSharding sharding = ClusterSharding.get(system);
        ClusterShardingSettings settings =
                ClusterShardingSettings.create(system).withRole(ROLE);
        // Without the role the behavior is never made: sharding starts a proxy.
        sharding.init(Entity.of(EntityKeys.WORKSPACE, entity -> Behaviors.empty())
                .withRole(ROLE)
                .withSettings(settings));
        sharding.init(Entity.of(EntityKeys.USER, entity -> Behaviors.empty())
                .withRole(ROLE)
                .withSettings(settings));
        sharding.init(Entity.of(EntityKeys.STRANGER, entity -> Behaviors.empty())
                .withRole(ROLE)
                .withSettings(settings));
    }
}
