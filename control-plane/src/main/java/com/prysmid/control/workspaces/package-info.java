/**
 * Workspaces as the control plane knows them.
 *
 * <p>{@link com.prysmid.control.workspaces.WorkspaceLifecycle} is one persistent actor per slug and drives the provisioning
 * saga (requested, schema ready, keys ready, service account set, active, or failed); {@link
 * com.prysmid.control.workspaces.LifecycleDecisions} holds its rules, {@link
 * com.prysmid.control.workspaces.ServiceAccountDecisions} those of the account by which we operate it: a workspace from before there
 * were such accounts, one whose key the vault cannot open, and one whose key is under an older seal are put right when they wake, and
 * after each start all of them wake once; {@link
 * com.prysmid.control.workspaces.WorkspaceIndex} is the one list of slugs, written before the lifecycle so that no
 * unfinished workspace is ever forgotten; {@link com.prysmid.control.workspaces.Workspaces} is what the HTTP layer calls.
 *
 * <p>In: parsed requests. Out: events in the journal and calls to {@code dataplane}. Never: HTTP types, raw JSON of a
 * request, or a decision that depends on anything but state, command and time.
 */
@NullMarked
package com.prysmid.control.workspaces;

import org.jspecify.annotations.NullMarked;
