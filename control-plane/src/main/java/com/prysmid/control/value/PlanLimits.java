package com.prysmid.control.value;

import org.jspecify.annotations.Nullable;

/**
 * What a workspace may use, as its plan says; the workspace itself keeps to it.
 *
 * @param auditRetentionDays for how many days its audit entries are kept: 1 to 3650
 * @param monthlyActiveUsers how many people may sign in within a calendar month (UTC) before new people are refused; null: any number
 * @param customDomains how many host names of its own it may have; null: any number
 * @param requestsPerSecond at each gateway, key set and metadata apart; null: any number
 */
public record PlanLimits(
        int auditRetentionDays,
        @Nullable Integer monthlyActiveUsers,
        @Nullable Integer customDomains,
        @Nullable Integer requestsPerSecond) {
    private static final int LONGEST_RETENTION_DAYS = 3650;

    public PlanLimits {
        if (auditRetentionDays < 1 || auditRetentionDays > LONGEST_RETENTION_DAYS) {
            throw new InvalidValue("invalid_limit", "must keep audit entries for 1 to 3650 days");
        }
        requireAtLeast(0, monthlyActiveUsers);
        requireAtLeast(0, customDomains);
        requireAtLeast(1, requestsPerSecond);
    }

    private static void requireAtLeast(int least, @Nullable Integer limit) {
        if (limit != null && limit < least) {
            throw new InvalidValue("invalid_limit", "must be at least " + least);
        }
    }
}
