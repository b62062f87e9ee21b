package com.prysmid.tenant.crypto;

import java.time.Duration;

/** The hashing pool did not take, or gave up, a job. Nothing was checked: answer 503 with {@code Retry-After}. */
public final class HashingOverloaded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    HashingOverloaded(Duration retryAfter) {
        // Shedding must be cheaper than working: no stack trace.
        super("password hashing is overloaded", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** An estimate of when the jobs now waiting will be done: whole seconds, at least one. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
