package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Login names promised to users that are about to be written. In memory: should the entity move in between, the directory's
 * unique index still holds. Used by the entity's thread only.
 */
final class LoginReservations {
    static final Duration KEPT = Duration.ofMinutes(1);

    private record Promise(UserId user, Instant until) {}

    private final Map<String, Promise> byName = new HashMap<>();

    /** @param key the login name in its compared form */
    boolean reserve(String key, UserId user, Instant now) {
        byName.values().removeIf(promise -> !promise.until().isAfter(now));
        Promise known = byName.get(key);
        if (known != null && !known.user().equals(user)) {
            return false;
        }
        byName.put(key, new Promise(user, now.plus(KEPT)));
        return true;
    }

    /** Keeps the name for this user, unless it is kept for another: → whom it is kept for. */
    UserId holder(String key, UserId candidate, Instant now) {
        byName.values().removeIf(promise -> !promise.until().isAfter(now));
        return byName.computeIfAbsent(key, name -> new Promise(candidate, now.plus(KEPT)))
                .user();
    }

    void release(String key, UserId user) {
        byName.computeIfPresent(key, (name, promise) -> promise.user().equals(user) ? null : promise);
    }
}
