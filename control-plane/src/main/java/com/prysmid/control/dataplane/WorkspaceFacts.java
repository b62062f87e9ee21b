package com.prysmid.control.dataplane;

import java.util.List;
import java.util.Map;

/**
 * What the control plane may read of a workspace: nothing personal.
 *
 * @param counts how many of what, by name
 */
public record WorkspaceFacts(
        String issuer, String status, String plan, String name, List<String> keyIds, Map<String, Long> counts) {
    public WorkspaceFacts {
        keyIds = List.copyOf(keyIds);
        counts = Map.copyOf(counts);
    }
}
