package com.prysmid.tenant.journal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a workspace's audit journal, before it gets its number. Holds ids, no personal data but ip and user agent. */
public record AuditRow(
        String id,
        Instant at,
        String type,
        String outcome,
        String actorType,
        String actorId,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable String appId,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        Map<String, Object> details) {}
