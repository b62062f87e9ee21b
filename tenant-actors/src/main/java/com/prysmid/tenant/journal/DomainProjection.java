package com.prysmid.tenant.journal;

import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.DomainEvent;
import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import java.util.List;
import java.util.Map;

/**
 * Every event's rows. The two switches are exhaustive: an event without a decision whether it is audited does not compile.
 * Details hold ids and names of settings, nothing personal.
 */
public final class DomainProjection implements EventProjection {
    /** An event as the audit journal tells it. */
    record Entry(String type, String outcome, String targetType, String targetId, Map<String, Object> details) {
        static Entry success(String type, String targetType, String targetId) {
            return new Entry(type, "success", targetType, targetId, Map.of());
        }

        static Entry success(String type, String targetType, String targetId, Map<String, Object> details) {
            return new Entry(type, "success", targetType, targetId, details);
        }

        static Entry failure(String type, String targetType, String targetId, Map<String, Object> details) {
            return new Entry(type, "failure", targetType, targetId, details);
        }
    }

    @Override
    public Rows project(String persistenceId, long sequenceNr, Object event) {
        if (!(event instanceof Recorded<?> recorded)) {
            return Rows.NONE;
        }
        String entityId = persistenceId.substring(persistenceId.indexOf('|') + 1);
        DomainEvent fact = recorded.event();
        return switch (fact) {
            case WorkspaceEvent e ->
                new Rows(
                        WorkspaceAudit.entry(entityId, e)
                                .map(entry -> List.of(row(persistenceId, sequenceNr, recorded, entry, null)))
                                .orElse(List.of()),
                        e instanceof IdpEvent.Removed removed
                                ? List.of(new DirectoryChange.IdentitiesVoid(removed.idpId()))
                                : List.of());
            case UserEvent e
            when PersistenceIds.isOfStranger(persistenceId) ->
                new Rows(
                        e instanceof SessionEvent.SignInFailed
                                ? List.of(row(
                                        // Its numbers begin anew whenever it was forgotten.
                                        persistenceId + " " + recorded.at(),
                                        sequenceNr,
                                        recorded,
                                        WorkspaceAudit.unknownLogin(entityId.substring(0, entityId.indexOf('/'))),
                                        null))
                                : List.of(),
                        List.of());
            case UserEvent e -> {
                String userId = entityId.substring(entityId.indexOf('/') + 1);
                yield new Rows(
                        UserAudit.entry(userId, e)
                                .map(entry ->
                                        List.of(row(persistenceId, sequenceNr, recorded, entry.what(), entry.appId())))
                                .orElse(List.of()),
                        UserDirectory.changes(persistenceId, sequenceNr, userId, recorded.at(), e));
            }
        };
    }

    private static AuditRow row(
            String persistenceId,
            long sequenceNr,
            Recorded<?> recorded,
            Entry entry,
            @org.jspecify.annotations.Nullable String appId) {
        Act act = recorded.act();
        return new AuditRow(
                // The same event has the same id, however often it is projected.
                SecretDigest.of(persistenceId + " " + sequenceNr).base64Url().substring(0, 22),
                recorded.at(),
                entry.type(),
                entry.outcome(),
                act.actor().type().wireName(),
                act.actor().id(),
                entry.targetType(),
                entry.targetId(),
                appId == null ? act.appId() : appId,
                act.ip(),
                act.userAgent(),
                act.requestId(),
                entry.details());
    }
}
