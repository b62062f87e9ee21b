package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Problems;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProjectCommand.Project;
import com.prysmid.tenant.protocol.ProjectCommand.Role;
import com.prysmid.tenant.protocol.Refused;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /projects/{id}/roles}: a role is named by its key, which makes creating one idempotent by itself. */
final class RoleRoutes {
    private static final String ALL = "/projects/{project_id}/roles";
    private static final String ONE = ALL + "/{key}";

    private final Entities entities;

    RoleRoutes(Entities entities) {
        this.entities = entities;
    }

    record NewRole(String key, String displayName) {}

    record RolePatch(String displayName) {}

    record RoleView(String key, String displayName) {
        static RoleView of(Role role) {
            return new RoleView(role.key(), role.displayName());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_WORKSPACE, "List a project's roles", RoleView.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Add a role to a project",
                        NewRole.class,
                        Operation.Output.created(RoleView.class),
                        this::create),
                Operation.of(
                        "GET",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Read a role",
                        Operation.Output.ok(RoleView.class),
                        call -> withRole(call, role -> Answer.okStage(RoleView.of(role)))),
                Operation.of(
                        "PATCH",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Rename a role",
                        RolePatch.class,
                        Operation.Output.ok(RoleView.class),
                        this::rename),
                Operation.of(
                        "DELETE",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Remove a role from a project",
                        Operation.Output.nothing(),
                        this::remove));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return withProject(
                call,
                project ->
                        CompletableFuture.completedStage(Answer.slice(call, project.roles(), Role::key, RoleView::of)));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewRole body) {
        return withProject(call, project -> {
            Optional<Role> existing = find(project, body.key());
            if (existing.isPresent() && !existing.get().displayName().equals(body.displayName())) {
                return Answer.refuse(
                        new HttpProblem(409, "already_exists", "This project has another role with that key."));
            }
            return add(
                    call,
                    body.key(),
                    body.displayName(),
                    role -> Answer.created(call.location(role.key()), RoleView.of(role)));
        });
    }

    private CompletionStage<HttpResponse> rename(AdminCall call, RolePatch body) {
        return withRole(
                call, role -> add(call, role.key(), body.displayName(), renamed -> Answer.ok(RoleView.of(renamed))));
    }

    private CompletionStage<HttpResponse> add(
            AdminCall call, String key, String displayName, Function<Role, HttpResponse> renderer) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.AddRole(
                                call.slug(), call.path("project_id"), key, displayName, call.act(), replyTo),
                        Project.class)
                .thenApply(project -> renderer.apply(find(project, key).orElseThrow()));
    }

    private CompletionStage<HttpResponse> remove(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.RemoveRole(
                                call.slug(), call.path("project_id"), call.path("key"), call.act(), replyTo),
                        Project.class)
                .thenApply(project -> Answer.noContent());
    }

    private CompletionStage<HttpResponse> withProject(
            AdminCall call, Function<Project, CompletionStage<HttpResponse>> next) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.Get(call.slug(), call.path("project_id"), replyTo),
                        Project.class)
                .thenCompose(next);
    }

    private CompletionStage<HttpResponse> withRole(AdminCall call, Function<Role, CompletionStage<HttpResponse>> next) {
        return withProject(
                call,
                project -> find(project, call.path("key"))
                        .map(next)
                        .orElseGet(() -> Answer.refuse(Problems.of(Refused.notFound("role"), Surface.API))));
    }

    private static Optional<Role> find(Project project, String key) {
        return project.roles().stream().filter(role -> role.key().equals(key)).findFirst();
    }
}
