package com.prysmid.control.dataplane;

import com.prysmid.control.value.PlanLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane may read of a workspace: nothing personal.
 *
 * @param limits null from a node of before there were any
 * @param counts how many of what, by name; {@code monthly_active_users} are those who signed in this calendar month (UTC),
 *     and is absent where it could not be counted now
 */
public record WorkspaceFacts(
        String issuer,
        String status,
        String plan,
        String name,
        List<String> keyIds,
        @Nullable PlanLimits limits,
        Map<String, Long> counts) {
    public WorkspaceFacts {
        keyIds = List.copyOf(keyIds);
        counts = Map.copyOf(counts);
    }
}
