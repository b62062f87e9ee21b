package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.admin.Operation.Parameter;
import com.prysmid.gateway.admin.UserBody.NewUser;
import com.prysmid.gateway.admin.UserBody.UserPatch;
import com.prysmid.gateway.admin.UserBody.UserSummary;
import com.prysmid.gateway.admin.UserBody.UserView;
import com.prysmid.gateway.ask.Attempts;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.LoginNames;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /users}. The workspace keeps the login name, then the user is written. */
final class UserRoutes {
    private static final String ALL = "/users";
    private static final String ONE = "/users/{user_id}";

    private final Entities entities;
    private final ManagedUsers users;
    private final LoginNames logins;

    UserRoutes(Entities entities) {
        this.entities = entities;
        this.users = new ManagedUsers(entities);
        this.logins = new LoginNames(entities);
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        ALL,
                        MANAGE_USERS,
                        "List the users, oldest first",
                        UserSummary.class,
                        this::list,
                        new Parameter("q", "The start of the username, the e-mail address or a name."),
                        new Parameter("state", "One of active, pending, locked, deactivated.")),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_USERS,
                        "Create a user",
                        NewUser.class,
                        Output.created(UserView.class),
                        this::create),
                Operation.of(
                        "GET",
                        ONE,
                        MANAGE_USERS,
                        "Read a user",
                        Output.ok(UserView.class),
                        call -> users.read(call, user -> Answer.okStage(UserView.of(user)))),
                Operation.of(
                        "PATCH",
                        ONE,
                        MANAGE_USERS,
                        "Change a user's profile",
                        UserPatch.class,
                        Output.ok(UserView.class),
                        this::update),
                Operation.of("DELETE", ONE, MANAGE_USERS, "Erase a user", Output.nothing(), this::delete));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        String wanted = call.query().get("state");
        Optional<UserStatus> state = Arrays.stream(UserStatus.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
        if (wanted != null && state.isEmpty()) {
            return Answer.refuse(HttpProblem.invalid(
                    List.of(new FieldError("state", "unsupported", "must be active, pending, locked or deactivated"))));
        }
        return entities.workspace(
                        call.slug(),
                        replyTo -> new DirectoryCommand.ListUsers(
                                call.slug(),
                                call.query().get("q"),
                                state.orElse(null),
                                call.query().cursor(),
                                call.query().limit(),
                                replyTo),
                        DirectoryCommand.UserPage.class)
                .thenApply(page -> Answer.ok(new Answer.Page<>(
                        page.items().stream().map(UserSummary::of).toList(), page.nextCursor())));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewUser body) {
        UserId id = new UserId(call.newId());
        return logins.reserving(
                call.slug(),
                call.act(),
                body.username(),
                id,
                settings -> entities.userHashing(
                                call.slug(),
                                id,
                                replyTo -> new AccountCommand.Create(
                                        call.slug(),
                                        id,
                                        body.toProfile(),
                                        body.password(),
                                        body.passwordHash(),
                                        body.invites(),
                                        settings,
                                        call.act(),
                                        replyTo),
                                User.class)
                        .thenApply(user -> Answer.created(call.location(id.value()), UserView.of(user))));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, UserPatch patch) {
        return Attempts.whileChanged(() -> users.changeUnderPolicy(call, (user, policy) -> {
            UserProfile profile = patch.over(user.profile());
            String before = user.profile().username();
            if (profile.username().equals(before)) {
                return write(call, user, profile, policy);
            }
            return logins.reserving(
                            call.slug(),
                            call.act(),
                            profile.username(),
                            user.id(),
                            settings -> write(call, user, profile, settings))
                    .thenCompose(answer ->
                            logins.release(call.slug(), before, user.id()).thenApply(done -> answer));
        }));
    }

    private CompletionStage<HttpResponse> write(
            AdminCall call, User user, UserProfile profile, WorkspaceSettings settings) {
        return entities.user(
                        call.slug(),
                        user.id(),
                        replyTo -> new AccountCommand.Update(
                                call.slug(), user.id(), profile, user.profile(), settings, call.act(), replyTo),
                        User.class)
                .thenApply(updated -> Answer.ok(UserView.of(updated)));
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return users.change(
                call,
                user -> entities.user(
                                call.slug(),
                                user.id(),
                                replyTo -> new AccountCommand.Delete(call.slug(), user.id(), call.act(), replyTo),
                                Done.class)
                        .thenCompose(done ->
                                logins.release(call.slug(), user.profile().username(), user.id()))
                        .thenApply(done -> Answer.noContent()));
    }
}
