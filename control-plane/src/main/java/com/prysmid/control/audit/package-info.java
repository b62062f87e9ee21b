/**
 * The control plane's own audit journal: who did what to which workspace, from where, and what it was before and after.
 *
 * <p>In: events, in the order of the journal ({@code readside} brings them). {@link com.prysmid.control.audit.AuditWords} is the
 * one place that turns an event into an {@link com.prysmid.control.audit.AuditEntry}; {@link
 * com.prysmid.control.audit.AuditTable} keeps the rows, and only ever adds. Out: pages and exports of entries.
 *
 * <p>It never: holds a secret, an address of a person, or anything of a workspace's end users; refuses an act; or changes an entry.
 */
@NullMarked
package com.prysmid.control.audit;

import org.jspecify.annotations.NullMarked;
