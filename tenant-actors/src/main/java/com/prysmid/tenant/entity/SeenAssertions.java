package com.prysmid.tenant.entity;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Assertions and proofs that were used and could be replayed: kept in memory, by one workspace's only entity, until they expire.
 * A workspace stays awake longer than an assertion lives, so only a fail-over forgets them. Used by the entity's thread only.
 */
final class SeenAssertions {
    /** Beyond this many live ones further ones are refused rather than forgotten. */
    private static final int LIMIT = 100_000;

    private final Map<String, Instant> until = new HashMap<>();
    private Instant nextSweep = Instant.EPOCH;

    /** Whether this is the first time; {@code whose} has no blank. */
    boolean firstUse(String whose, String jti, Instant expiresAt, Instant now) {
        if (now.isAfter(nextSweep)) {
            until.values().removeIf(expiry -> !expiry.isAfter(now));
            nextSweep = now.plusSeconds(30);
        }
        // What ended while it was verified may be swept away already.
        return expiresAt.isAfter(now)
                && until.size() < LIMIT
                && until.putIfAbsent(whose + " " + jti, expiresAt) == null;
    }
}
