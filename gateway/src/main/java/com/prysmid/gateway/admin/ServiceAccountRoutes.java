package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.ServiceAccountCommand.ServiceAccount;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /service-accounts}. Whoever can give one a role, a key or a secret can act as it: so an account is touched only by
 * callers whose own roles contain all of its roles, those it has and those it shall have.
 */
final class ServiceAccountRoutes {
    private static final String ALL = "/service-accounts";
    private static final String ONE = ALL + "/{client_id}";

    private final Entities entities;

    ServiceAccountRoutes(Entities entities) {
        this.entities = entities;
    }

    /** @param jwks public keys only; without them a secret is made */
    record NewServiceAccount(
            String name, List<String> roles, @Nullable JsonNode jwks) {}

    record ServiceAccountPatch(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable JsonNode jwks) implements MergePatch {}

    /** @param clientSecret in the answer that made it, and in no other */
    record ServiceAccountView(
            String clientId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Secret clientSecret,

            String name,
            List<String> roles,
            String tokenEndpointAuthMethod,
            @Nullable JsonNode jwks,
            Instant createdAt) {
        static ServiceAccountView of(ServiceAccount account) {
            return new ServiceAccountView(
                    account.clientId(),
                    account.clientSecret(),
                    account.name(),
                    account.roles(),
                    account.tokenEndpointAuthMethod(),
                    ApiJson.tree(account.jwks()),
                    account.createdAt());
        }
    }

    List<Operation> operations() {
        Operation.Output one = Operation.Output.ok(ServiceAccountView.class);
        return List.of(
                Operation.list(
                        ALL, MANAGE_WORKSPACE, "List the service accounts", ServiceAccountView.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Create a service account; the only answer with its client_secret",
                        NewServiceAccount.class,
                        Operation.Output.created(ServiceAccountView.class),
                        this::create),
                Operation.of("GET", ONE, MANAGE_WORKSPACE, "Read a service account", one, this::get),
                Operation.of(
                        "PATCH",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Change a service account's name, roles or keys",
                        ServiceAccountPatch.class,
                        one,
                        this::update),
                Operation.of(
                        "DELETE",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Delete a service account",
                        Operation.Output.nothing(),
                        this::delete),
                Operation.of(
                        "POST",
                        ONE + "/secret",
                        MANAGE_WORKSPACE,
                        "Make a new client_secret; the old one is void at once",
                        one,
                        this::rotateSecret));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ServiceAccountCommand.ListAll(call.slug(), replyTo),
                        ServiceAccountCommand.ServiceAccounts.class)
                .thenApply(all -> Answer.slice(call, all.items(), ServiceAccount::clientId, ServiceAccountView::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewServiceAccount body) {
        if (!call.caller().outranks(body.roles())) {
            return Answer.refuse(outranked());
        }
        String id = call.newId();
        String jwks = body.jwks() == null ? null : body.jwks().toString();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ServiceAccountCommand.Create(
                                call.slug(), id, body.name(), body.roles(), jwks, call.act(), replyTo),
                        ServiceAccount.class)
                .thenApply(
                        account -> Answer.created(call.location(account.clientId()), ServiceAccountView.of(account)));
    }

    private CompletionStage<HttpResponse> get(AdminCall call) {
        return withAccount(call, account -> Answer.okStage(ServiceAccountView.of(account)));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, ServiceAccountPatch patch) {
        if (patch.roles() != null && !call.caller().outranks(patch.roles())) {
            return Answer.refuse(outranked());
        }
        String jwks = patch.jwks() == null ? null : patch.jwks().toString();
        return withOutrankedAccount(
                call,
                account -> entities.workspace(
                                call.slug(),
                                replyTo -> new ServiceAccountCommand.Update(
                                        call.slug(),
                                        account.clientId(),
                                        patch.name(),
                                        patch.roles(),
                                        jwks,
                                        call.act(),
                                        replyTo),
                                ServiceAccount.class)
                        .thenApply(updated -> Answer.ok(ServiceAccountView.of(updated))));
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return withOutrankedAccount(
                call,
                account -> entities.workspace(
                                call.slug(),
                                replyTo -> new ServiceAccountCommand.Delete(
                                        call.slug(), account.clientId(), call.act(), replyTo),
                                Done.class)
                        .thenApply(done -> Answer.noContent()));
    }

    private CompletionStage<HttpResponse> rotateSecret(AdminCall call) {
        return withOutrankedAccount(
                call,
                account -> entities.workspace(
                                call.slug(),
                                replyTo -> new ServiceAccountCommand.RotateSecret(
                                        call.slug(), account.clientId(), call.act(), replyTo),
                                ServiceAccount.class)
                        .thenApply(rotated -> Answer.ok(ServiceAccountView.of(rotated))));
    }

    private CompletionStage<HttpResponse> withOutrankedAccount(
            AdminCall call, Function<ServiceAccount, CompletionStage<HttpResponse>> next) {
        return withAccount(
                call,
                account -> call.caller().outranks(account.roles()) ? next.apply(account) : Answer.refuse(outranked()));
    }

    private CompletionStage<HttpResponse> withAccount(
            AdminCall call, Function<ServiceAccount, CompletionStage<HttpResponse>> next) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ServiceAccountCommand.Get(call.slug(), call.path("client_id"), replyTo),
                        ServiceAccount.class)
                .thenCompose(next);
    }

    private static HttpProblem outranked() {
        return Answer.forbidden("A service account with a role above your own is not yours to manage.");
    }
}
