package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.FactorCommand.Factor;
import com.prysmid.tenant.protocol.FactorType;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /users/{id}/factors}: a user's second factors. Recovery codes go with the last of them. */
final class UserFactorRoutes {
    private static final String ALL = "/users/{user_id}/factors";

    private final ManagedUsers users;

    UserFactorRoutes(Entities entities) {
        this.users = new ManagedUsers(entities);
    }

    record FactorView(
            String id,
            FactorType type,
            @Nullable String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        static FactorView of(Factor factor) {
            return new FactorView(factor.id(), factor.type(), factor.name(), factor.addedAt(), factor.lastUsedAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_USERS, "List a user's second factors", FactorView.class, this::list),
                Operation.of(
                        "DELETE",
                        ALL,
                        MANAGE_USERS,
                        "Remove all of a user's second factors",
                        Output.nothing(),
                        call -> remove(call, null)),
                Operation.of(
                        "DELETE",
                        ALL + "/{factor_id}",
                        MANAGE_USERS,
                        "Remove one of a user's second factors",
                        Output.nothing(),
                        call -> remove(call, call.path("factor_id"))));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return users.list(
                call,
                (user, replyTo) -> new FactorCommand.ListAll(call.slug(), user, replyTo),
                FactorCommand.FactorList.class,
                FactorCommand.FactorList::items,
                Factor::id,
                FactorView::of);
    }

    private CompletionStage<HttpResponse> remove(AdminCall call, @Nullable String factorId) {
        return users.tell(
                call,
                (user, replyTo) -> new FactorCommand.RemoveByAdmin(call.slug(), user, factorId, call.act(), replyTo));
    }
}
