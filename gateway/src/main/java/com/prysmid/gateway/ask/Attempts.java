package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Changes that are read, made and written: the entity refuses one that was made from what is no longer there, and it is then made
 * anew from what is.
 */
public final class Attempts {
    /** Whoever loses so often meets others who change the same thing all the time, and may be told so. */
    private static final int LIMIT = 5;

    private Attempts() {}

    /** @param attempt reads, makes and writes */
    public static <T> CompletionStage<T> whileChanged(Supplier<CompletionStage<T>> attempt) {
        return whileChanged(attempt, LIMIT);
    }

    private static <T> CompletionStage<T> whileChanged(Supplier<CompletionStage<T>> attempt, int left) {
        return attempt.get()
                .exceptionallyCompose(thrown -> left > 1 && isChangedMeanwhile(thrown)
                        ? whileChanged(attempt, left - 1)
                        : CompletableFuture.failedStage(thrown));
    }

    public static boolean isChangedMeanwhile(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.code().equals(Refused.CHANGED_MEANWHILE))
                .isPresent();
    }
}
