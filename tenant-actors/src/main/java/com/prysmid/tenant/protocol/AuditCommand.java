package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The audit journal. */
public sealed interface AuditCommand extends WorkspaceCommand {

    /** → {@link AuditPage}, newest first. */
    record Search(Slug slug, AuditFilter filter, @Nullable String cursor, int limit, ActorRef<Reply> replyTo)
            implements AuditCommand {}

    /**
     * Writes down that something foreign or void was presented to one of this workspace's apps → {@link Done}; audit type
     * {@code token.refused}.
     *
     * @param kind what was presented: {@code authorization_code}, {@code refresh_token}, {@code access_token} …
     */
    record NoteRefusal(Slug slug, String clientId, String kind, String reason, Act act, ActorRef<Reply> replyTo)
            implements AuditCommand {}

    /** Each null member matches everything; {@code from} inclusive, {@code to} exclusive. */
    record AuditFilter(
            @Nullable String type,
            @Nullable String actor,
            @Nullable String target,
            @Nullable Instant from,
            @Nullable Instant to) {}

    record Party(String type, String id) {}

    record AuditEntry(
            String id,
            long seq,
            Instant at,
            String type,
            String outcome,
            Party actor,
            @Nullable Party target,
            @Nullable String appId,
            @Nullable String ip,
            @Nullable String userAgent,
            @Nullable String requestId,
            Map<String, Object> details) {}

    record AuditPage(List<AuditEntry> items, @Nullable String nextCursor) implements Reply {}
}
