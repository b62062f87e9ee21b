package com.prysmid.control.audit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; what is null is not asked for.
 *
 * @param accounts whose entries may be seen; null for all, which is an operator's right
 * @param actor the id of whoever acted
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 */
public record AuditQuery(
        @Nullable Set<String> accounts,
        @Nullable String workspace,
        @Nullable String type,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to) {
    public AuditQuery {
        accounts = accounts == null ? null : Set.copyOf(accounts);
    }
}
