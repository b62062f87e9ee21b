package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.ask.Attempts;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.LoginNames;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /Users}. */
final class ScimUsers {
    private final Entities entities;
    private final LoginNames logins;
    private final UserScan scan;

    ScimUsers(Entities entities) {
        this.entities = entities;
        this.logins = new LoginNames(entities);
        this.scan = new UserScan(entities);
    }

    /** The whole user: what SCIM says of the profile, and what only we say. */
    static ObjectNode resource(
            String root, UserId id, UserProfile profile, UserStatus state, Instant createdAt, Instant updatedAt) {
        ObjectNode user = UserMapping.resource(profile);
        user.put("active", state != UserStatus.DEACTIVATED);
        user.put("id", id.value());
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        profile.more()
                .provisioned()
                .memberOf()
                .forEach((group, name) -> groups.addObject()
                        .put("value", group)
                        .put("$ref", root + "/Groups/" + group)
                        .put("display", name)
                        .put("type", "direct"));
        if (!groups.isEmpty()) {
            user.set("groups", groups);
        }
        ArrayNode schemas = user.putArray("schemas").add(Schema.USER.urn());
        if (user.has(Schema.ENTERPRISE)) {
            schemas.add(Schema.ENTERPRISE);
        }
        user.putObject("meta")
                .put("resourceType", "User")
                .put("created", createdAt.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("lastModified", updatedAt.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("location", root + "/Users/" + id.value())
                .put("version", ScimCall.version(user.toString()));
        return user;
    }

    private static ObjectNode resource(ScimCall call, User user) {
        return resource(call.root(), user.id(), user.profile(), user.state(), user.createdAt(), user.updatedAt());
    }

    CompletionStage<HttpResponse> list(ScimCall call) {
        return list(call, ListQuery.of(Schema.USER, call.parameters()));
    }

    CompletionStage<HttpResponse> search(ScimCall call) {
        return list(call, ListQuery.of(Schema.USER, call.body()));
    }

    private CompletionStage<HttpResponse> list(ScimCall call, ListQuery query) {
        return scan.page(call, query)
                .thenApply(page -> ScimCall.list(
                        page.total(),
                        query.startIndex(),
                        page.items().stream().map(query.projection()::of).toList()));
    }

    CompletionStage<HttpResponse> get(ScimCall call) {
        return find(call, call.id())
                .thenApply(user -> call.answer(200, resource(call, user), call.projection(Schema.USER)));
    }

    CompletionStage<HttpResponse> create(ScimCall call) {
        ObjectNode wanted = Canonical.resource(Schema.USER, call.body());
        UserProfile profile = UserMapping.profile(wanted, null);
        UserId id = new UserId(UUID.randomUUID().toString().replace("-", ""));
        return logins.reserving(
                        call.slug(),
                        call.act(),
                        profile.username(),
                        id,
                        settings -> entities.userHashing(
                                call.slug(),
                                id,
                                replyTo -> new AccountCommand.Create(
                                        call.slug(),
                                        id,
                                        profile,
                                        password(wanted),
                                        null,
                                        settings,
                                        call.act(),
                                        replyTo),
                                User.class))
                .thenCompose(user -> activity(call, user, wanted))
                .thenApply(user -> call.answer(201, resource(call, user), call.projection(Schema.USER)));
    }

    CompletionStage<HttpResponse> replace(ScimCall call) {
        ObjectNode wanted = Canonical.resource(Schema.USER, call.body());
        return change(call, (user, settings) -> write(call, user, wanted, settings));
    }

    CompletionStage<HttpResponse> patch(ScimCall call) {
        List<Patch.Operation> operations = Patch.read(Schema.USER, call.body());
        return change(call, (user, settings) -> {
            ObjectNode wanted = UserMapping.resource(user.profile());
            wanted.put("active", user.state() != UserStatus.DEACTIVATED);
            operations.forEach(operation -> Patch.apply(operation, wanted));
            return write(call, user, wanted, settings);
        });
    }

    /** Made from what is there now; made again where somebody else was quicker, unless the caller wants to be told. */
    private CompletionStage<HttpResponse> change(
            ScimCall call, BiFunction<User, WorkspaceSettings, CompletionStage<User>> change) {
        return Attempts.whileChanged(() -> find(call, call.id()).thenCompose(user -> {
                    boolean conditional = call.checkVersion(version(call, user));
                    mayChange(call, user);
                    return settings(call)
                            .thenCompose(settings -> change.apply(user, settings))
                            .exceptionallyCompose(thrown -> CompletableFuture.failedStage(
                                    conditional && Attempts.isChangedMeanwhile(thrown)
                                            ? ScimError.changedMeanwhile()
                                            : thrown));
                }))
                .thenApply(user -> call.answer(200, resource(call, user), call.projection(Schema.USER)));
    }

    private CompletionStage<User> write(ScimCall call, User user, ObjectNode wanted, WorkspaceSettings settings) {
        UserProfile profile = UserMapping.profile(wanted, user.profile());
        String before = user.profile().username();
        CompletionStage<User> written = profile.username().equals(before)
                ? update(call, user, profile, settings)
                : logins.reserving(
                                call.slug(),
                                call.act(),
                                profile.username(),
                                user.id(),
                                current -> update(call, user, profile, current))
                        .thenCompose(updated ->
                                logins.release(call.slug(), before, user.id()).thenApply(done -> updated));
        return written.thenCompose(updated -> newPassword(call, updated, wanted, settings))
                .thenCompose(updated -> activity(call, updated, wanted));
    }

    private CompletionStage<User> update(ScimCall call, User user, UserProfile profile, WorkspaceSettings settings) {
        return entities.user(
                call.slug(),
                user.id(),
                replyTo -> new AccountCommand.Update(
                        call.slug(), user.id(), profile, user.profile(), settings, call.act(), replyTo),
                User.class);
    }

    private CompletionStage<User> newPassword(ScimCall call, User user, ObjectNode wanted, WorkspaceSettings settings) {
        PasswordInput password = password(wanted);
        return password == null
                ? CompletableFuture.completedStage(user)
                : entities.userHashing(
                        call.slug(),
                        user.id(),
                        replyTo -> new AccountCommand.SetPassword(
                                call.slug(), user.id(), password, settings, call.act(), replyTo),
                        User.class);
    }

    /** Where it is not said, it stays; who is locked is in service, and stays locked. */
    private CompletionStage<User> activity(ScimCall call, User user, ObjectNode wanted) {
        JsonNode active = wanted.path("active");
        boolean isActive = user.state() != UserStatus.DEACTIVATED;
        return !active.isBoolean() || active.booleanValue() == isActive
                ? CompletableFuture.completedStage(user)
                : entities.user(
                        call.slug(),
                        user.id(),
                        replyTo -> new AccountCommand.ChangeStatus(
                                call.slug(),
                                user.id(),
                                active.booleanValue() ? StatusChange.REACTIVATE : StatusChange.DEACTIVATE,
                                call.act(),
                                replyTo),
                        User.class);
    }

    CompletionStage<HttpResponse> delete(ScimCall call) {
        return find(call, call.id()).thenCompose(user -> {
            call.checkVersion(version(call, user));
            mayChange(call, user);
            return entities.user(
                            call.slug(),
                            user.id(),
                            replyTo -> new AccountCommand.Delete(call.slug(), user.id(), call.act(), replyTo),
                            Done.class)
                    .thenCompose(
                            done -> logins.release(call.slug(), user.profile().username(), user.id()))
                    .thenApply(done -> Responses.empty(204));
        });
    }

    private static String version(ScimCall call, User user) {
        return resource(call, user).path("meta").path("version").asText();
    }

    /** To change a user is to be able to become one: as in the admin API, only whose roles one's own contain. */
    private static void mayChange(ScimCall call, User user) {
        if (!call.caller().outranks(user.grants().getOrDefault(AdminRole.PROJECT, List.of()))) {
            throw aboveTheCaller();
        }
    }

    static HttpProblem aboveTheCaller() {
        return new HttpProblem(403, "forbidden", "A user with a role above your own is not yours to manage.");
    }

    private CompletionStage<WorkspaceSettings> settings(ScimCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProvisioningCommand.Describe(call.slug(), replyTo),
                        ProvisioningCommand.WorkspaceDescription.class)
                .thenApply(ProvisioningCommand.WorkspaceDescription::settings);
    }

    private CompletionStage<User> find(ScimCall call, String id) {
        Optional<UserId> user = UserId.parse(id);
        return user.isEmpty()
                ? CompletableFuture.failedStage(new HttpProblem(
                        404, "not_found", Refused.notFound("user").detail()))
                : entities.user(
                        call.slug(),
                        user.get(),
                        replyTo -> new AccountCommand.Get(call.slug(), user.get(), replyTo),
                        User.class);
    }

    private static @Nullable PasswordInput password(ObjectNode wanted) {
        JsonNode password = wanted.path("password");
        return password.isTextual() ? new PasswordInput(password.textValue()) : null;
    }
}
