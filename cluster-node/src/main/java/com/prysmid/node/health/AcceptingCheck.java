package com.prysmid.node.health;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Part of {@code /ready}: see {@link Readiness}. Made by pekko-management, by name. */
public final class AcceptingCheck implements Supplier<CompletionStage<Boolean>> {

    private final Readiness readiness;

    public AcceptingCheck(ActorSystem system) {
        this.readiness = Readiness.get(Adapter.toTyped(system));
    }

    @Override
    public CompletionStage<Boolean> get() {
        return CompletableFuture.completedFuture(readiness.accepting());
    }
}
