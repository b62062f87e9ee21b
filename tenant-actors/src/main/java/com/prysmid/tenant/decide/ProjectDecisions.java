package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.ProjectEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.state.Projects.Project;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Projects and their roles. */
public final class ProjectDecisions {
    private static final Pattern ROLE_KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.:-]{0,63}");
    /** Bounds keep the Workspace entity's state bounded. */
    private static final int PROJECT_LIMIT = 1_000;

    private static final int ROLE_LIMIT = 500;

    private ProjectDecisions() {}

    public static Decision<WorkspaceEvent> create(WorkspaceState state, ProjectCommand.Create command, Instant now) {
        Optional<Refused> refusal =
                new Findings().requireName("name", command.name()).refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        if (command.projectId().equals(AdminRole.PROJECT)) {
            // Grants on this id are roles over the workspace itself: no customer's project may share it.
            return Decision.reject(Refused.conflict("already_exists", "This id belongs to the built-in project."));
        }
        Optional<Project> existing = state.projects().find(command.projectId());
        if (existing.isPresent()) {
            return existing.get().name().equals(command.name())
                    ? Decision.unchanged(view(existing.get()))
                    : Decision.reject(Refused.conflict("already_exists", "This id was used for another project."));
        }
        if (state.projects().byId().size() >= PROJECT_LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_projects", "A workspace has at most " + PROJECT_LIMIT + " projects."));
        }
        return Decision.accept(
                new ProjectEvent.Created(command.projectId(), command.name()),
                view(new Project(command.projectId(), command.name(), Map.of(), now)));
    }

    public static Decision<WorkspaceEvent> rename(WorkspaceState state, ProjectCommand.Rename command) {
        Optional<Project> found = state.projects().find(command.projectId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("project"));
        }
        Project project = found.get();
        Optional<Refused> refusal =
                new Findings().requireName("name", command.name()).refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        return project.name().equals(command.name())
                ? Decision.unchanged(view(project))
                : Decision.accept(
                        new ProjectEvent.Renamed(project.id(), command.name()),
                        view(new Project(project.id(), command.name(), project.roles(), project.createdAt())));
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, ProjectCommand.Delete command) {
        if (state.projects().find(command.projectId()).isEmpty()) {
            return Decision.reject(Refused.notFound("project"));
        }
        boolean hasApps = state.apps().byClientId().values().stream()
                .anyMatch(app -> app.projectId().equals(command.projectId()));
        return hasApps
                ? Decision.reject(Refused.conflict("project_not_empty", "Delete the apps of this project first."))
                : Decision.accept(new ProjectEvent.Deleted(command.projectId()), new Done());
    }

    public static Decision<WorkspaceEvent> addRole(WorkspaceState state, ProjectCommand.AddRole command) {
        Optional<Project> found = state.projects().find(command.projectId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("project"));
        }
        Project project = found.get();
        Optional<Refused> refusal = new Findings()
                .require(
                        ROLE_KEY.matcher(command.key()).matches(), "key", "pattern", "must match " + ROLE_KEY.pattern())
                .requireName("display_name", command.displayName())
                .refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        if (command.displayName().equals(project.roles().get(command.key()))) {
            return Decision.unchanged(view(project));
        }
        if (project.roles().size() >= ROLE_LIMIT && !project.roles().containsKey(command.key())) {
            return Decision.reject(
                    Refused.conflict("too_many_roles", "A project has at most " + ROLE_LIMIT + " roles."));
        }
        ProjectEvent.RoleAdded event = new ProjectEvent.RoleAdded(project.id(), command.key(), command.displayName());
        return Decision.accept(event, after(state, event));
    }

    public static Decision<WorkspaceEvent> removeRole(WorkspaceState state, ProjectCommand.RemoveRole command) {
        Optional<Project> found = state.projects().find(command.projectId());
        if (found.isEmpty() || !found.get().roles().containsKey(command.key())) {
            return Decision.reject(Refused.notFound("role"));
        }
        ProjectEvent.RoleRemoved event = new ProjectEvent.RoleRemoved(command.projectId(), command.key());
        return Decision.accept(event, after(state, event));
    }

    /** → {@link Done}, or which of the roles there are not. */
    public static Reply checkRoles(WorkspaceState state, ProjectCommand.CheckRoles command) {
        Optional<Project> project = state.projects().find(command.projectId());
        boolean builtIn = command.projectId().equals(AdminRole.PROJECT);
        if (project.isEmpty() && !builtIn) {
            return Refused.invalid("project_id", "unknown", "there is no such project");
        }
        List<FieldError> unknown = new ArrayList<>();
        for (int i = 0; i < command.roles().size(); i++) {
            String role = command.roles().get(i);
            boolean known = builtIn
                    ? AdminRole.parse(role).isPresent()
                    : project.orElseThrow().roles().containsKey(role);
            if (!known) {
                unknown.add(new FieldError("roles[" + i + "]", "unknown", "this project has no such role"));
            }
        }
        return unknown.isEmpty() ? new Done() : Refused.invalid(unknown);
    }

    public static Reply get(WorkspaceState state, String projectId) {
        return state.projects()
                .find(projectId)
                .<Reply>map(ProjectDecisions::view)
                .orElseGet(() -> Refused.notFound("project"));
    }

    public static ProjectCommand.Projects list(WorkspaceState state) {
        return new ProjectCommand.Projects(state.projects().byId().values().stream()
                .map(ProjectDecisions::view)
                .toList());
    }

    private static Reply after(WorkspaceState state, ProjectEvent event) {
        Project before = state.projects().find(event.projectId()).orElseThrow();
        Map<String, String> roles = new java.util.TreeMap<>(before.roles());
        switch (event) {
            case ProjectEvent.RoleAdded e -> roles.put(e.key(), e.displayName());
            case ProjectEvent.RoleRemoved e -> roles.remove(e.key());
            case ProjectEvent.Created e -> {}
            case ProjectEvent.Renamed e -> {}
            case ProjectEvent.Deleted e -> {}
        }
        return view(new Project(before.id(), before.name(), roles, before.createdAt()));
    }

    private static ProjectCommand.Project view(Project project) {
        return new ProjectCommand.Project(
                project.id(),
                project.name(),
                project.roles().entrySet().stream()
                        .map(role -> new ProjectCommand.Role(role.getKey(), role.getValue()))
                        .toList(),
                project.createdAt());
    }
}
