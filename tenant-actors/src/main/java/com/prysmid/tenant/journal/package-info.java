/**
 * Where events, snapshots, audit rows and directory rows are kept: in the schema of their own workspace.
 *
 * <p>The way of a write: {@link com.prysmid.tenant.journal.WorkspaceJournalDao} (the plugin's shell, the only class that
 * knows pekko-persistence-jdbc) serializes the events and lets the {@link com.prysmid.tenant.journal.EventProjection} make
 * audit and directory rows of them; {@link com.prysmid.tenant.journal.GroupCommit} lets the writes of one workspace share a
 * transaction; {@link com.prysmid.tenant.journal.JournalWriter} is its SQL. {@link com.prysmid.tenant.journal.TenantStore}
 * owns the connections, and its {@code inWorkspace} is the only way to one (but for listing which workspaces there are): it
 * opens every transaction with the workspace's own role, so that Postgres itself keeps workspaces apart.
 *
 * <p>Of a stranger ({@code Stranger|…}, who answers for a login name that nobody has) the audit rows alone are written, by the way that
 * a user's events take, so that it takes as long.
 *
 * <p>Every statement is constant text with bound parameters, since a role that was set can be reset. Nothing here blocks an
 * actor's thread, and nothing is kept in memory for a workspace that is not writing.
 */
@NullMarked
package com.prysmid.tenant.journal;

import org.jspecify.annotations.NullMarked;
