package com.prysmid.tenant.journal;

import java.util.List;

/** Makes audit and directory rows of events, to be written in the events' own transaction. Pure and thread-safe. */
@FunctionalInterface
public interface EventProjection {

    /** What one event adds. */
    record Rows(List<AuditRow> audit, List<DirectoryChange> directory) {
        public static final Rows NONE = new Rows(List.of(), List.of());
    }

    Rows project(String persistenceId, long sequenceNr, Object event);
}
