package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.admin.IdpBody.IdpPatch;
import com.prysmid.gateway.admin.IdpBody.IdpView;
import com.prysmid.gateway.admin.IdpBody.NewIdp;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpCommand.Idp;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /idps}: through whom people may sign in. Secrets go in and never come out. */
final class IdpRoutes {
    private static final String ALL = "/idps";
    private static final String ONE = ALL + "/{idp_id}";

    private final Entities entities;

    IdpRoutes(Entities entities) {
        this.entities = entities;
    }

    List<Operation> operations() {
        Operation.Output one = Operation.Output.ok(IdpView.class);
        return List.of(
                Operation.list(
                        ALL, MANAGE_WORKSPACE, "List the upstream identity providers", IdpView.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Add an upstream identity provider",
                        NewIdp.class,
                        Operation.Output.created(IdpView.class),
                        this::add),
                Operation.of("GET", ONE, MANAGE_WORKSPACE, "Read an upstream identity provider", one, this::get),
                Operation.of(
                        "PATCH",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Change an upstream identity provider, but for its type, issuer and tenant",
                        IdpPatch.class,
                        one,
                        this::update),
                Operation.of(
                        "DELETE",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Remove an upstream identity provider; identities linked through it are void",
                        Operation.Output.nothing(),
                        this::remove));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(), replyTo -> new IdpCommand.ListAll(call.slug(), replyTo), IdpCommand.Idps.class)
                .thenApply(all -> Answer.slice(call, all.items(), Idp::id, idp -> IdpView.of(idp, call.issuer())));
    }

    private CompletionStage<HttpResponse> add(AdminCall call, NewIdp body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new IdpCommand.Add(
                                call.slug(), id, body.metadata(), body.secret(), call.act(), replyTo),
                        Idp.class)
                .thenApply(idp -> Answer.created(call.location(idp.id()), IdpView.of(idp, call.issuer())));
    }

    private CompletionStage<HttpResponse> get(AdminCall call) {
        return find(call).thenApply(idp -> Answer.ok(IdpView.of(idp, call.issuer())));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, IdpPatch patch) {
        return find(call)
                .thenCompose(idp -> entities.workspace(
                        call.slug(),
                        replyTo -> new IdpCommand.Update(
                                call.slug(),
                                idp.id(),
                                patch.over(idp.metadata()),
                                patch.secret(idp.metadata().type()),
                                call.act(),
                                replyTo),
                        Idp.class))
                .thenApply(idp -> Answer.ok(IdpView.of(idp, call.issuer())));
    }

    private CompletionStage<HttpResponse> remove(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new IdpCommand.Remove(call.slug(), call.path("idp_id"), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> Answer.noContent());
    }

    private CompletionStage<Idp> find(AdminCall call) {
        return entities.workspace(
                call.slug(), replyTo -> new IdpCommand.Get(call.slug(), call.path("idp_id"), replyTo), Idp.class);
    }
}
