package com.prysmid.tenant.state;

import com.prysmid.tenant.event.ProjectEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Projects by id, each with its roles by key. */
public record Projects(Map<String, Project> byId) {
    public static final Projects EMPTY = new Projects(Map.of());

    /** @param roles display names by role key */
    public record Project(String id, String name, Map<String, String> roles, Instant createdAt) {}

    public Optional<Project> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Projects apply(Instant at, ProjectEvent event) {
        return switch (event) {
            case ProjectEvent.Created e -> with(new Project(e.projectId(), e.name(), Map.of(), at));
            case ProjectEvent.Renamed e ->
                find(e.projectId())
                        .map(p -> with(new Project(p.id(), e.name(), p.roles(), p.createdAt())))
                        .orElse(this);
            case ProjectEvent.Deleted e -> new Projects(Maps.without(byId, e.projectId()));
            case ProjectEvent.RoleAdded e ->
                find(e.projectId())
                        .map(p -> withRoles(p, Maps.with(p.roles(), e.key(), e.displayName())))
                        .orElse(this);
            case ProjectEvent.RoleRemoved e ->
                find(e.projectId())
                        .map(p -> withRoles(p, Maps.without(p.roles(), e.key())))
                        .orElse(this);
        };
    }

    private Projects withRoles(Project project, Map<String, String> roles) {
        return with(new Project(project.id(), project.name(), roles, project.createdAt()));
    }

    private Projects with(Project project) {
        return new Projects(Maps.with(byId, project.id(), project));
    }
}
