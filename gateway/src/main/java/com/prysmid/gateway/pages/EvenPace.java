package com.prysmid.gateway.pages;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers that come after the same while, whatever was found: how long it took tells nothing of who there is. */
final class EvenPace {
    private EvenPace() {}

    /** Longer than the work takes on an idle machine. Failures are not held back: they tell of no user. */
    static <T> CompletionStage<T> of(Duration least, Supplier<CompletionStage<T>> work) {
        Executor then = CompletableFuture.delayedExecutor(least.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> {}, then);
        return work.get().thenCompose(result -> passed.thenApply(nothing -> result));
    }
}
