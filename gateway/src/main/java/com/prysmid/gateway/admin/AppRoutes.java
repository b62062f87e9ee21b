package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.admin.AppBody.AppPatch;
import com.prysmid.gateway.admin.AppBody.AppView;
import com.prysmid.gateway.admin.AppBody.NewApp;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.App;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Done;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /projects/{id}/apps}: OAuth clients. */
final class AppRoutes {
    private static final String ALL = "/projects/{project_id}/apps";
    private static final String ONE = ALL + "/{client_id}";

    private final Entities entities;

    AppRoutes(Entities entities) {
        this.entities = entities;
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_WORKSPACE, "List a project's apps", AppView.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Register an app; the only answer with its client_secret",
                        NewApp.class,
                        Operation.Output.created(AppView.class),
                        this::create),
                Operation.of(
                        "GET",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Read an app",
                        Operation.Output.ok(AppView.class),
                        call -> get(call).thenApply(app -> Answer.ok(AppView.of(app)))),
                Operation.of(
                        "PATCH",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Change an app's metadata",
                        AppPatch.class,
                        Operation.Output.ok(AppView.class),
                        this::update),
                Operation.of(
                        "DELETE", ONE, MANAGE_WORKSPACE, "Delete an app", Operation.Output.nothing(), this::delete),
                Operation.of(
                        "POST",
                        ONE + "/secret",
                        MANAGE_WORKSPACE,
                        "Make a new client_secret; the old one is void at once",
                        Operation.Output.ok(AppView.class),
                        this::rotateSecret));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.ListAll(call.slug(), call.path("project_id"), replyTo),
                        AppCommand.Apps.class)
                .thenApply(apps -> Answer.slice(call, apps.items(), App::clientId, AppView::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewApp body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.Register(
                                call.slug(), call.path("project_id"), id, body.metadata(), call.act(), replyTo),
                        App.class)
                .thenApply(app -> Answer.created(call.location(app.clientId()), AppView.of(app)));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, AppPatch patch) {
        return get(call).thenCompose(app -> {
            AppMetadata metadata = patch.over(app.metadata());
            return entities.workspace(
                            call.slug(),
                            replyTo -> new AppCommand.Update(
                                    call.slug(), app.projectId(), app.clientId(), metadata, call.act(), replyTo),
                            App.class)
                    .thenApply(updated -> Answer.ok(AppView.of(updated)));
        });
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.Delete(
                                call.slug(), call.path("project_id"), call.path("client_id"), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> Answer.noContent());
    }

    private CompletionStage<HttpResponse> rotateSecret(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.RotateSecret(
                                call.slug(), call.path("project_id"), call.path("client_id"), call.act(), replyTo),
                        App.class)
                .thenApply(app -> Answer.ok(AppView.of(app)));
    }

    private CompletionStage<App> get(AdminCall call) {
        return entities.workspace(
                call.slug(),
                replyTo -> new AppCommand.Get(call.slug(), call.path("project_id"), call.path("client_id"), replyTo),
                App.class);
    }
}
