package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a workspace may use. The control plane says it; the workspace keeps to it.
 *
 * @param auditRetentionDays for how many days audit entries are kept
 * @param monthlyActiveUsers how many may sign in within a calendar month (UTC) before new users are refused; null: any number
 * @param customDomains      host names of its own; null: any number. Kept to by whoever gives them
 * @param requestsPerSecond  at each gateway, key set and metadata apart; null: any number
 */
public record PlanLimits(
        int auditRetentionDays,
        @Nullable Integer monthlyActiveUsers,
        @Nullable Integer customDomains,
        @Nullable Integer requestsPerSecond) {

    /** What holds until the control plane has said anything else. */
    public static PlanLimits before(Plan plan) {
        return switch (plan) {
            case FREE -> new PlanLimits(30, null, null, null);
            case PRO -> new PlanLimits(90, null, null, null);
            case ENTERPRISE -> new PlanLimits(365, null, null, null);
        };
    }
}
