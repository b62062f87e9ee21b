package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProjectCommand.Project;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /projects}. */
final class ProjectRoutes {
    private final Entities entities;

    ProjectRoutes(Entities entities) {
        this.entities = entities;
    }

    record NewProject(String name) {}

    record ProjectPatch(String name) {}

    record ProjectView(String id, String name, Instant createdAt) {
        static ProjectView of(Project project) {
            return new ProjectView(project.id(), project.name(), project.createdAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list("/projects", MANAGE_WORKSPACE, "List the projects", ProjectView.class, this::list),
                Operation.of(
                        "POST",
                        "/projects",
                        MANAGE_WORKSPACE,
                        "Create a project",
                        NewProject.class,
                        Operation.Output.created(ProjectView.class),
                        this::create),
                Operation.of(
                        "GET",
                        "/projects/{project_id}",
                        MANAGE_WORKSPACE,
                        "Read a project",
                        Operation.Output.ok(ProjectView.class),
                        this::get),
                Operation.of(
                        "PATCH",
                        "/projects/{project_id}",
                        MANAGE_WORKSPACE,
                        "Rename a project",
                        ProjectPatch.class,
                        Operation.Output.ok(ProjectView.class),
                        this::rename),
                Operation.of(
                        "DELETE",
                        "/projects/{project_id}",
                        MANAGE_WORKSPACE,
                        "Delete a project that has no apps",
                        Operation.Output.nothing(),
                        this::delete));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.ListAll(call.slug(), replyTo),
                        ProjectCommand.Projects.class)
                .thenApply(projects -> Answer.slice(call, projects.items(), Project::id, ProjectView::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewProject body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.Create(call.slug(), id, body.name(), call.act(), replyTo),
                        Project.class)
                .thenApply(project -> Answer.created(call.location(project.id()), ProjectView.of(project)));
    }

    private CompletionStage<HttpResponse> get(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.Get(call.slug(), call.path("project_id"), replyTo),
                        Project.class)
                .thenApply(project -> Answer.ok(ProjectView.of(project)));
    }

    private CompletionStage<HttpResponse> rename(AdminCall call, ProjectPatch body) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.Rename(
                                call.slug(), call.path("project_id"), body.name(), call.act(), replyTo),
                        Project.class)
                .thenApply(project -> Answer.ok(ProjectView.of(project)));
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProjectCommand.Delete(call.slug(), call.path("project_id"), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> Answer.noContent());
    }
}
