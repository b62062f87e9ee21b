package com.prysmid.control.audit;

import com.prysmid.control.value.Provenance;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit journal.
 *
 * @param source where in the journal the fact is
 * @param accountId of the account the act belongs to, if it belongs to one
 * @param workspace its slug, if the act was about one
 * @param before what the act changed, as it was; empty where there was nothing or nothing to show
 * @param after the same members, as they became
 */
public record AuditEntry(
        Source source,
        Instant at,
        String type,
        Provenance by,
        @Nullable String accountId,
        @Nullable String workspace,
        Target target,
        Map<String, Object> before,
        Map<String, Object> after) {
    public AuditEntry {
        // Sorted, so that the same fact always makes the same text.
        before = java.util.Collections.unmodifiableMap(new TreeMap<>(before));
        after = java.util.Collections.unmodifiableMap(new TreeMap<>(after));
    }

    /**
     * @param ordering the journal's own number: the order of entries
     * @param persistenceId with the sequence number, the fact's identity: it is written down once, however often it is read
     */
    public record Source(long ordering, String persistenceId, long sequenceNumber) {}

    /** What was acted upon. */
    public record Target(String type, String id) {}
}
