package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.app.AppDocument;
import com.prysmid.gateway.ask.Attempts;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.gateway.json.RecordReader;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.App;
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
                Operation.list(ALL, MANAGE_WORKSPACE, "List a project's apps", AppBody.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Register an app; the only answer with its client_secret",
                        AppDocument.class,
                        Operation.Output.created(AppBody.class),
                        this::create),
                Operation.of(
                        "GET",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Read an app",
                        Operation.Output.ok(AppBody.class),
                        call -> get(call).thenApply(app -> Answer.ok(AppBody.of(app)))),
                Operation.merging(
                        ONE,
                        MANAGE_WORKSPACE,
                        "Change an app's metadata",
                        AppDocument.class,
                        Operation.Output.ok(AppBody.class),
                        this::update),
                Operation.of(
                        "DELETE", ONE, MANAGE_WORKSPACE, "Delete an app", Operation.Output.nothing(), this::delete),
                Operation.of(
                        "POST",
                        ONE + "/secret",
                        MANAGE_WORKSPACE,
                        "Make a new client_secret; the old one is void at once",
                        Operation.Output.ok(AppBody.class),
                        this::rotateSecret));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.ListAll(call.slug(), call.path("project_id"), replyTo),
                        AppCommand.Apps.class)
                .thenApply(apps -> Answer.slice(call, apps.items(), App::clientId, AppBody::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, AppDocument body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new AppCommand.Register(
                                call.slug(), call.path("project_id"), id, body.metadata(true), call.act(), replyTo),
                        App.class)
                .thenApply(app -> Answer.created(call.location(app.clientId()), AppBody.of(app)));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, JsonNode patch) {
        return Attempts.whileChanged(() -> get(call).thenCompose(app -> {
            ObjectNode before = ApiJson.object(AppDocument.of(app.metadata()));
            return switch (RecordReader.read(AppDocument.class, MergePatch.merge(before, patch))) {
                case RecordReader.Outcome.Wrong<AppDocument>(var errors) -> Answer.refuse(HttpProblem.invalid(errors));
                case RecordReader.Outcome.Read<AppDocument>(var document) ->
                    entities.workspace(
                                    call.slug(),
                                    replyTo -> new AppCommand.Update(
                                            call.slug(),
                                            app.projectId(),
                                            app.clientId(),
                                            document.metadata(true),
                                            app.metadata(),
                                            call.act(),
                                            replyTo),
                                    App.class)
                            .thenApply(updated -> Answer.ok(AppBody.of(updated)));
            };
        }));
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
                .thenApply(app -> Answer.ok(AppBody.of(app)));
    }

    private CompletionStage<App> get(AdminCall call) {
        return entities.workspace(
                call.slug(),
                replyTo -> new AppCommand.Get(call.slug(), call.path("project_id"), call.path("client_id"), replyTo),
                App.class);
    }
}
