package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets told a moment ago, so that a creation sent twice (a client that lost the first answer) is answered the same. In
 * memory only. Used by the entity's thread only.
 */
final class RecentSecrets {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int LIMIT = 100;

    private record Told(Secret secret, Instant at) {}

    private final Map<String, Told> byClientId = new LinkedHashMap<>();

    void remember(String clientId, @Nullable Secret secret, Instant now) {
        if (secret == null) {
            return;
        }
        byClientId.values().removeIf(told -> told.at().plus(KEPT).isBefore(now));
        if (byClientId.size() >= LIMIT) {
            byClientId.remove(byClientId.keySet().iterator().next());
        }
        byClientId.put(clientId, new Told(secret, now));
    }

    @Nullable
    Secret find(String clientId, Instant now) {
        Told told = byClientId.get(clientId);
        return told == null || told.at().plus(KEPT).isBefore(now) ? null : told.secret();
    }
}
