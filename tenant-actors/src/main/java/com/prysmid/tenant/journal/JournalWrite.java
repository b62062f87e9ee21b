package com.prysmid.tenant.journal;

import java.util.List;

/** What is written all or not at all: events of one entity, with the rows made of them. */
record JournalWrite(List<EventRow> events, List<AuditRow> audit, List<DirectoryChange> directory) {}
