package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.DeliveryCommand;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** How a user reaches its own workspace, and itself from outside. Thread-safe. */
public interface Peers {

    /** @param slug the asking user's own */
    CompletionStage<Reply> workspace(Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command);

    /** Sends {@link DeliveryCommand.Wake} by way of the shard, which so learns that the user is not idle. */
    void wake(Slug slug, UserId user);

    /** Through the cluster's sharding. */
    static Peers sharded(ActorSystem<?> system) {
        ClusterSharding sharding = ClusterSharding.get(system);
        return new Peers() {
            @Override
            public CompletionStage<Reply> workspace(Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command) {
                return sharding.entityRefFor(EntityKeys.WORKSPACE, EntityKeys.workspaceId(slug))
                        .ask(command::apply, Duration.ofSeconds(10));
            }

            @Override
            public void wake(Slug slug, UserId user) {
                sharding.entityRefFor(EntityKeys.USER, EntityKeys.userId(slug, user))
                        .tell(new DeliveryCommand.Wake(slug, user, system.ignoreRef()));
            }
        };
    }
}
