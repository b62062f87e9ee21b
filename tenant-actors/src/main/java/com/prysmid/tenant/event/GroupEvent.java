package com.prysmid.tenant.event;

import org.jspecify.annotations.Nullable;

/** Registered groups. Their members' events are the users' own. */
public sealed interface GroupEvent extends WorkspaceEvent {
    String groupId();

    /** @param nameKey by which names are compared; null in journals from before it was kept */
    @WireName("group.created/1")
    record Created(
            String groupId,
            String displayName,
            @Nullable String nameKey,
            @Nullable String externalId) implements GroupEvent {}

    /**
     * @param nameKey by which names are compared; null in journals from before it was kept
     * @param renamed the members are to be told the name
     */
    @WireName("group.updated/1")
    record Updated(
            String groupId,
            String displayName,
            @Nullable String nameKey,
            @Nullable String externalId,
            boolean renamed) implements GroupEvent {}

    /** Every member was told the name. */
    @WireName("group.rename_finished/1")
    record RenameFinished(String groupId) implements GroupEvent {}

    /** Nobody joins any more, and the members are about to leave. */
    @WireName("group.deletion_begun/1")
    record DeletionBegun(String groupId) implements GroupEvent {}

    @WireName("group.deleted/1")
    record Deleted(String groupId) implements GroupEvent {}
}
