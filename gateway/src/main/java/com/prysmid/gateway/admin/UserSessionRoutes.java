package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_USERS;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SessionCommand.Session;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /users/{id}/sessions}: where a user is signed in. Ending a session ends the tokens begun in it. */
final class UserSessionRoutes {
    private static final String ALL = "/users/{user_id}/sessions";

    private final ManagedUsers users;

    UserSessionRoutes(Entities entities) {
        this.users = new ManagedUsers(entities);
    }

    record SessionView(
            String id,
            Instant authTime,
            List<String> amr,
            Instant lastSeenAt,
            Instant expiresAt,
            @Nullable String ip,
            @Nullable String userAgent) {
        static SessionView of(Session session) {
            return new SessionView(
                    session.sid(),
                    session.authTime(),
                    session.amr(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    session.ip(),
                    session.userAgent());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_USERS, "List a user's sessions", SessionView.class, this::list),
                Operation.of(
                        "DELETE",
                        ALL,
                        MANAGE_USERS,
                        "End all of a user's sessions",
                        Output.nothing(),
                        call -> revoke(call, null)),
                Operation.of(
                        "DELETE",
                        ALL + "/{session_id}",
                        MANAGE_USERS,
                        "End one of a user's sessions",
                        Output.nothing(),
                        call -> revoke(call, call.path("session_id"))));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return users.list(
                call,
                (user, replyTo) -> new SessionCommand.ListAll(call.slug(), user, replyTo),
                SessionCommand.Sessions.class,
                SessionCommand.Sessions::items,
                Session::sid,
                SessionView::of);
    }

    private CompletionStage<HttpResponse> revoke(AdminCall call, @Nullable String sessionId) {
        return users.tell(
                call, (user, replyTo) -> new SessionCommand.Revoke(call.slug(), user, sessionId, call.act(), replyTo));
    }
}
