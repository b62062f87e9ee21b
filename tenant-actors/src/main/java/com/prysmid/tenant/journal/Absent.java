package com.prysmid.tenant.journal;

import java.util.concurrent.CompletionException;

/** Reading of an unknown workspace finds nothing: that is how an entity learns that there is none. */
final class Absent {
    private Absent() {}

    static <T> T orElse(T empty, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NoSuchSchema) {
            return empty;
        }
        throw thrown instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
