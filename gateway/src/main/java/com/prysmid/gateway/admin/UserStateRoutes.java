package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;
import static com.prysmid.gateway.json.MergePatch.or;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.admin.UserBody.NewPassword;
import com.prysmid.gateway.admin.UserBody.UserView;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.TicketCommand;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /users/{id}/password}, {@code /lock}, {@code /unlock}, {@code /deactivate}, {@code /reactivate}. */
final class UserStateRoutes {
    private static final String ONE = "/users/{user_id}";

    private final Entities entities;
    private final ManagedUsers users;

    UserStateRoutes(Entities entities) {
        this.entities = entities;
        this.users = new ManagedUsers(entities);
    }

    List<Operation> operations() {
        return List.of(
                Operation.of(
                        "POST",
                        ONE + "/password",
                        MANAGE_USERS,
                        "Set a user's password, which ends sessions and tokens; without one, mail a link to choose it",
                        NewPassword.class,
                        Output.ok(UserView.class),
                        this::setPassword),
                change("lock", "Keep a user from signing in, until unlocked", StatusChange.LOCK),
                change("unlock", "Let a locked user in again, wrong passwords forgotten", StatusChange.UNLOCK),
                change("deactivate", "Take a user out of service", StatusChange.DEACTIVATE),
                change("reactivate", "Take a deactivated user back into service", StatusChange.REACTIVATE));
    }

    private Operation change(String verb, String summary, StatusChange change) {
        return Operation.of(
                "POST",
                ONE + "/" + verb,
                MANAGE_USERS,
                summary,
                Output.ok(UserView.class),
                call -> users.change(
                        call,
                        user -> entities.user(
                                        call.slug(),
                                        user.id(),
                                        replyTo -> new AccountCommand.ChangeStatus(
                                                call.slug(), user.id(), change, call.act(), replyTo),
                                        User.class)
                                .thenApply(changed -> Answer.ok(UserView.of(changed)))));
    }

    private CompletionStage<HttpResponse> setPassword(AdminCall call, NewPassword body) {
        PasswordInput password = body.password();
        return password == null ? startReset(call) : setPassword(call, password, or(body.mustChange(), false));
    }

    private CompletionStage<HttpResponse> startReset(AdminCall call) {
        return users.change(
                call,
                user -> entities.user(
                                call.slug(),
                                user.id(),
                                replyTo -> new TicketCommand.RequestReset(call.slug(), user.id(), call.act(), replyTo),
                                Done.class)
                        .thenApply(done -> Answer.ok(UserView.of(user))));
    }

    private CompletionStage<HttpResponse> setPassword(AdminCall call, PasswordInput password, boolean mustChange) {
        return users.changeUnderPolicy(
                call,
                (user, settings) -> entities.userHashing(
                                call.slug(),
                                user.id(),
                                replyTo -> new AccountCommand.SetPassword(
                                        call.slug(), user.id(), password, mustChange, settings, call.act(), replyTo),
                                User.class)
                        .thenApply(changed -> Answer.ok(UserView.of(changed))));
    }
}
