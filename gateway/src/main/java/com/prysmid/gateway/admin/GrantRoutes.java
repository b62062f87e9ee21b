package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;
import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.admin.Operation.Parameter;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /users/{id}/grants}: which roles of which project a user has. Roles over the workspace itself are given on the project
 * {@link AdminRole#PROJECT}, only by those who manage the workspace, and never above their own.
 */
final class GrantRoutes {
    private static final String ALL = "/users/{user_id}/grants";

    private final Entities entities;
    private final ManagedUsers users;

    GrantRoutes(Entities entities) {
        this.entities = entities;
        this.users = new ManagedUsers(entities);
    }

    record Grant(String projectId, List<String> roles) {
        static @Nullable Grant of(User user, String projectId) {
            List<String> roles = user.grants().get(projectId);
            return roles == null ? null : new Grant(projectId, roles);
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_USERS, "List a user's grants", Grant.class, this::list),
                Operation.of(
                        "PUT",
                        ALL,
                        MANAGE_USERS,
                        "Set a user's roles in a project",
                        Grant.class,
                        Output.ok(Grant.class),
                        this::set),
                Operation.of(
                                "DELETE",
                                ALL,
                                MANAGE_USERS,
                                "Take all of a user's roles in a project",
                                Output.nothing(),
                                call -> remove(call, call.query().get("project_id")))
                        .taking(new Parameter("project_id", "The project; required.")),
                Operation.of(
                        "DELETE",
                        ALL + "/{project_id}",
                        MANAGE_USERS,
                        "Take all of a user's roles in a project",
                        Output.nothing(),
                        call -> remove(call, call.path("project_id"))));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return users.read(
                call,
                user -> java.util.concurrent.CompletableFuture.completedStage(Answer.slice(
                        call,
                        user.grants().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .toList(),
                        Map.Entry::getKey,
                        entry -> new Grant(entry.getKey(), entry.getValue()))));
    }

    private CompletionStage<HttpResponse> set(AdminCall call, Grant body) {
        if (body.roles().isEmpty()) {
            return Answer.refuse(HttpProblem.invalid(List.of(new FieldError(
                    "roles", "required", "must have at least one role; to take all, DELETE the grant"))));
        }
        return changing(
                call,
                body.projectId(),
                body.roles(),
                user -> entities.workspace(
                                call.slug(),
                                replyTo -> new ProjectCommand.CheckRoles(
                                        call.slug(), body.projectId(), body.roles(), replyTo),
                                Done.class)
                        .thenCompose(known -> entities.user(
                                        call.slug(),
                                        user.id(),
                                        replyTo -> new AccountCommand.SetGrant(
                                                call.slug(),
                                                user.id(),
                                                body.projectId(),
                                                body.roles(),
                                                call.act(),
                                                replyTo),
                                        User.class)
                                .thenApply(changed -> Answer.ok(java.util.Objects.requireNonNullElse(
                                        Grant.of(changed, body.projectId()), body)))));
    }

    private CompletionStage<HttpResponse> remove(AdminCall call, @Nullable String projectId) {
        if (projectId == null) {
            return Answer.refuse(HttpProblem.invalid(List.of(new FieldError("project_id", "required", "is required"))));
        }
        return changing(
                call,
                projectId,
                List.of(),
                user -> entities.user(
                                call.slug(),
                                user.id(),
                                replyTo -> new AccountCommand.RemoveGrant(
                                        call.slug(), user.id(), projectId, call.act(), replyTo),
                                User.class)
                        .thenApply(changed -> Answer.noContent()));
    }

    private CompletionStage<HttpResponse> changing(
            AdminCall call, String projectId, List<String> roles, Function<User, CompletionStage<HttpResponse>> next) {
        boolean overWorkspace = projectId.equals(AdminRole.PROJECT);
        if (overWorkspace && !call.caller().may(MANAGE_WORKSPACE)) {
            return Answer.refuse(AdminAuthentication.insufficientRole());
        }
        if (overWorkspace && !call.caller().outranks(roles)) {
            return Answer.refuse(Answer.forbidden("A role above your own is not yours to give."));
        }
        return users.change(call, next);
    }
}
