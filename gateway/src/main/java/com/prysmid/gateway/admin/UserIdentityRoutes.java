package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand.User;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.IdentityCommand.Identities;
import com.prysmid.tenant.protocol.IdentityCommand.Identity;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UpstreamIdentity;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /users/{id}/identities}: who a user is at upstream providers. */
final class UserIdentityRoutes {
    private static final String ALL = "/users/{user_id}/identities";
    private static final int SUBJECT_LIMIT = 300;

    private final Entities entities;
    private final ManagedUsers users;

    UserIdentityRoutes(Entities entities) {
        this.entities = entities;
        this.users = new ManagedUsers(entities);
    }

    /** @param subject as the provider names the person; at Microsoft {@code <tenant id>/<sub>} */
    record NewIdentity(String idpId, String subject) {}

    /** @param label what the person is called there, where it was told */
    record IdentityView(
            String id,
            String idpId,
            String subject,
            @Nullable String label,
            Instant linkedAt) {
        static IdentityView of(Identity identity) {
            return new IdentityView(
                    identity.id(), identity.idpId(), identity.subject(), identity.label(), identity.linkedAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_USERS, "List a user's identities elsewhere", IdentityView.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_USERS,
                        "Link an identity elsewhere to a user",
                        NewIdentity.class,
                        Operation.Output.created(IdentityView.class),
                        this::link),
                Operation.of(
                        "DELETE",
                        ALL + "/{identity_id}",
                        MANAGE_USERS,
                        "Unlink an identity; not the last way in which the user can sign in",
                        Operation.Output.nothing(),
                        this::unlink));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return users.list(
                call,
                (user, replyTo) -> new IdentityCommand.ListAll(call.slug(), user, null, replyTo),
                Identities.class,
                Identities::items,
                Identity::id,
                IdentityView::of);
    }

    private CompletionStage<HttpResponse> link(AdminCall call, NewIdentity body) {
        if (body.subject().isBlank() || body.subject().length() > SUBJECT_LIMIT) {
            return Answer.refuse(HttpProblem.invalid(
                    List.of(new FieldError("subject", "length", "must have 1 to " + SUBJECT_LIMIT + " characters"))));
        }
        UpstreamIdentity identity = new UpstreamIdentity(body.idpId(), body.subject(), null);
        return users.change(
                call,
                user -> idps(call).thenCompose(idps -> {
                    if (idps.items().stream().noneMatch(idp -> idp.id().equals(body.idpId()))) {
                        return Answer.refuse(HttpProblem.invalid(
                                List.of(new FieldError("idp_id", "unknown", "must be the id of a provider"))));
                    }
                    return entities.workspace(
                                    call.slug(),
                                    replyTo -> new UpstreamCommand.ReserveIdentity(
                                            call.slug(), identity, user.id(), replyTo),
                                    UpstreamCommand.IdentityReserved.class)
                            .thenCompose(reserved -> reserved.userId().equals(user.id())
                                    ? link(call, user, identity)
                                    : Answer.refuse(new HttpProblem(
                                            409, "identity_taken", "This identity is another user's.")));
                }));
    }

    private CompletionStage<HttpResponse> link(AdminCall call, User user, UpstreamIdentity identity) {
        return entities.user(
                        call.slug(),
                        user.id(),
                        replyTo ->
                                new IdentityCommand.LinkByAdmin(call.slug(), user.id(), identity, call.act(), replyTo),
                        Identities.class)
                .thenApply(all -> all.items().getLast())
                .thenApply(linked -> Answer.created(call.location(linked.id()), IdentityView.of(linked)));
    }

    private CompletionStage<HttpResponse> unlink(AdminCall call) {
        return users.change(
                call,
                user -> idps(call)
                        .thenCompose(idps -> entities.user(
                                call.slug(),
                                user.id(),
                                replyTo -> new IdentityCommand.Unlink(
                                        call.slug(),
                                        user.id(),
                                        null,
                                        call.path("identity_id"),
                                        idps.items().stream()
                                                .map(IdpCommand.Idp::id)
                                                .collect(Collectors.toSet()),
                                        call.act(),
                                        replyTo),
                                IdentityCommand.Unlinked.class))
                        .thenCompose(unlinked -> entities.workspace(
                                call.slug(),
                                replyTo -> new UpstreamCommand.ReleaseIdentity(
                                        call.slug(), unlinked.identity(), user.id(), replyTo),
                                Done.class))
                        .thenApply(done -> Answer.noContent()));
    }

    private CompletionStage<IdpCommand.Idps> idps(AdminCall call) {
        return entities.workspace(
                call.slug(), replyTo -> new IdpCommand.ListAll(call.slug(), replyTo), IdpCommand.Idps.class);
    }
}
