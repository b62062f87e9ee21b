package com.prysmid.tenant.event;

/** Projects and their roles. */
public sealed interface ProjectEvent extends WorkspaceEvent {
    String projectId();

    @WireName("project.created/1")
    record Created(String projectId, String name) implements ProjectEvent {}

    @WireName("project.updated/1")
    record Renamed(String projectId, String name) implements ProjectEvent {}

    @WireName("project.deleted/1")
    record Deleted(String projectId) implements ProjectEvent {}

    @WireName("role.added/1")
    record RoleAdded(String projectId, String key, String displayName) implements ProjectEvent {}

    @WireName("role.removed/1")
    record RoleRemoved(String projectId, String key) implements ProjectEvent {}
}
