package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserCommand;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;

/** {@code /users/{id}/invitation}, {@code /email_verification}: links that an admin has mailed. */
final class UserMailRoutes {
    private static final String ONE = "/users/{user_id}";

    private final Entities entities;
    private final ManagedUsers users;

    UserMailRoutes(Entities entities) {
        this.entities = entities;
        this.users = new ManagedUsers(entities);
    }

    List<Operation> operations() {
        return List.of(
                mail(
                        "invitation",
                        "Mail a pending user the invitation again; the link of before is void",
                        (call, user) ->
                                replyTo -> new TicketCommand.Invite(call.slug(), user.id(), call.act(), replyTo)),
                mail(
                        "email_verification",
                        "Mail a user a link that verifies the e-mail address",
                        (call, user) -> replyTo ->
                                new TicketCommand.RequestVerification(call.slug(), user.id(), call.act(), replyTo)));
    }

    /** What is asked of the user's entity. */
    private interface Asking {
        UserCommand command(ActorRef<Reply> replyTo);
    }

    private Operation mail(String noun, String summary, BiFunction<AdminCall, User, Asking> asking) {
        return Operation.of(
                "POST",
                ONE + "/" + noun,
                MANAGE_USERS,
                summary,
                Output.nothing(),
                call -> users.change(
                        call,
                        user -> entities.user(call.slug(), user.id(), asking.apply(call, user)::command, Done.class)
                                .thenApply(done -> Answer.noContent())));
    }
}
