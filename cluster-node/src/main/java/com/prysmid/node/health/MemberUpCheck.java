package com.prysmid.node.health;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** Part of {@code /ready}: the node is a full member of its cluster. Made by pekko-management, by name. */
public final class MemberUpCheck implements Supplier<CompletionStage<Boolean>> {

    private final Cluster cluster;

    public MemberUpCheck(ActorSystem system) {
        this.cluster = Cluster.get(system);
    }

    @Override
    public CompletionStage<Boolean> get() {
        return CompletableFuture.completedFuture(cluster.selfMember().status().equals(MemberStatus.up()));
    }
}
