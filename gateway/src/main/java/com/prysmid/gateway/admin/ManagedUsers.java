package com.prysmid.gateway.admin;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Problems;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The user that a path names. To change one is to be able to become one (set the password, then sign in), so that only callers
 * whose own roles contain the user's roles over the workspace may.
 */
final class ManagedUsers {
    private final Entities entities;

    ManagedUsers(Entities entities) {
        this.entities = entities;
    }

    /** Goes on with the user to be read. */
    CompletionStage<HttpResponse> read(AdminCall call, Function<User, CompletionStage<HttpResponse>> next) {
        return named(call, id -> get(call, id).thenCompose(next));
    }

    /** Goes on with the user to be changed, where the caller may. */
    CompletionStage<HttpResponse> change(AdminCall call, Function<User, CompletionStage<HttpResponse>> next) {
        return read(
                call,
                user -> call.caller().outranks(user.grants().getOrDefault(AdminRole.PROJECT, List.of()))
                        ? next.apply(user)
                        : Answer.refuse(Answer.forbidden("A user with a role above your own is not yours to manage.")));
    }

    /** The same, for what depends on the workspace's policies. */
    CompletionStage<HttpResponse> changeUnderPolicy(
            AdminCall call, BiFunction<User, WorkspaceSettings, CompletionStage<HttpResponse>> next) {
        return change(
                call,
                user -> entities.workspace(
                                call.slug(),
                                replyTo -> new ProvisioningCommand.Describe(call.slug(), replyTo),
                                ProvisioningCommand.WorkspaceDescription.class)
                        .thenCompose(workspace -> next.apply(user, workspace.settings())));
    }

    /**
     * A list that the user holds as a whole, ordered by id.
     *
     * @param <L>   the user's answer
     * @param items of it
     * @param view  as the caller is shown one of them
     */
    <L extends Reply, T> CompletionStage<HttpResponse> list(
            AdminCall call,
            Command command,
            Class<L> answer,
            Function<L, List<T>> items,
            Function<T, String> id,
            Function<T, ? extends Record> view) {
        return read(
                call,
                user -> entities.user(call.slug(), user.id(), replyTo -> command.of(user.id(), replyTo), answer)
                        .thenApply(held -> Answer.slice(
                                call,
                                items.apply(held).stream()
                                        .sorted(Comparator.comparing(id))
                                        .toList(),
                                id,
                                view)));
    }

    /** Does it to the user, where the caller may, and has nothing to tell. */
    CompletionStage<HttpResponse> tell(AdminCall call, Command command) {
        return change(
                call,
                user -> entities.user(call.slug(), user.id(), replyTo -> command.of(user.id(), replyTo), Done.class)
                        .thenApply(done -> Answer.noContent()));
    }

    /** What the user is asked. */
    interface Command {
        UserCommand of(UserId user, ActorRef<Reply> replyTo);
    }

    private CompletionStage<User> get(AdminCall call, UserId id) {
        return entities.user(call.slug(), id, replyTo -> new AccountCommand.Get(call.slug(), id, replyTo), User.class);
    }

    private static CompletionStage<HttpResponse> named(
            AdminCall call, Function<UserId, CompletionStage<HttpResponse>> next) {
        Optional<UserId> id = UserId.parse(call.path("user_id"));
        return id.isPresent()
                ? next.apply(id.get())
                : Answer.refuse(Problems.of(Refused.notFound("user"), Surface.API));
    }
}
