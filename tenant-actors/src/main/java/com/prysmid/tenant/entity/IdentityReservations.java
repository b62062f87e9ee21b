package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.UpstreamIdentity;
import com.prysmid.tenant.protocol.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Subjects at upstream providers that are promised to users about to be written. In memory: should the entity move in between, the
 * table's key still holds. Used by the entity's thread only.
 */
final class IdentityReservations {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Subject(String idpId, String subject) {
        static Subject of(UpstreamIdentity identity) {
            return new Subject(identity.idpId(), identity.subject());
        }
    }

    private record Promise(UserId user, Instant until) {}

    private final Map<Subject, Promise> bySubject = new HashMap<>();

    /** → whom it is promised to: whoever came first. */
    UserId reserve(UpstreamIdentity identity, UserId user, Instant now) {
        bySubject.values().removeIf(promise -> !promise.until().isAfter(now));
        return bySubject
                .computeIfAbsent(Subject.of(identity), none -> new Promise(user, now.plus(KEPT)))
                .user();
    }

    void release(UpstreamIdentity identity, UserId user) {
        bySubject.computeIfPresent(
                Subject.of(identity), (subject, promise) -> promise.user().equals(user) ? null : promise);
    }
}
