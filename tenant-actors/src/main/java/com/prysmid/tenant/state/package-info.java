/**
 * What a workspace and a user are now: immutable records, made from events by {@code apply}.
 *
 * <p>{@code apply} never validates, never throws, never reads a clock: whatever was journalled is a fact, and its own time
 * decides what has expired since. State is what snapshots hold, under the wire names on {@link
 * com.prysmid.tenant.state.WorkspaceState} and {@link com.prysmid.tenant.state.UserState}; it is bounded, since expired
 * codes, sessions and families leave with the next event.
 */
@NullMarked
package com.prysmid.tenant.state;

import org.jspecify.annotations.NullMarked;
