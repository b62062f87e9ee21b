package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Apps that ask a person who is elsewhere (OpenID Connect CIBA Core 1.0). */
public sealed interface CibaCommand extends UserCommand {

    /**
     * An app asks (§7) → {@link Requested}; {@link Refused.Reason#NOT_FOUND} for a user who is not there or may not sign in,
     * {@link Refused.Reason#FORBIDDEN} where too many requests wait already.
     *
     * @param bindingMessage    shown to the person as it is
     * @param notificationToken of an app that is to be told of the answer (§10.2); null for one that polls
     */
    record Request(
            Slug slug,
            UserId userId,
            String clientId,
            Set<String> scopes,
            boolean refreshable,
            GrantDetails details,
            @Nullable String bindingMessage,
            Duration life,
            @Nullable Secret notificationToken,
            Act act,
            ActorRef<Reply> replyTo)
            implements CibaCommand {}

    /** What waits for the person → {@link Pending}; the session is checked as by {@link SessionCommand.Check}. */
    record ListPending(Slug slug, UserId userId, String sid, Secret sessionSecret, ActorRef<Reply> replyTo)
            implements CibaCommand {}

    /**
     * The person answers → {@link Done}, or {@link Refused.Reason#NOT_FOUND} where the request is over or was answered before;
     * the session is checked as by {@link SessionCommand.Check}. A yes is {@link Refused.Reason#FORBIDDEN} with {@link
     * GrantCommand#FACTOR_REQUIRED} to a session without a second factor, where the person must show one by now, or has one and the
     * app wishes for it ({@code acr_values}, §7.1).
     */
    record Answer(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            String requestId,
            boolean approved,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements CibaCommand {}

    /**
     * The app asks for tokens (§10.1) → {@link GrantCommand.Granted}, once; refused as {@link DeviceCommand.Poll} is.
     *
     * @param secret       of the {@code auth_req_id}
     * @param confirmation the key that the sender proved to have; null where none
     */
    record Poll(
            Slug slug,
            UserId userId,
            String requestId,
            Secret secret,
            String clientId,
            @Nullable Confirmation confirmation,
            Narrowing narrowing,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements CibaCommand {}

    /** @param authReqId {@code <userId>.<requestId>.<secret>} */
    record Requested(Secret authReqId, Duration life, Duration interval) implements Reply {}

    record Pending(List<Waiting> items) implements Reply {}

    /** One request that waits. */
    record Waiting(
            String requestId,
            String clientId,
            Set<String> scopes,
            GrantDetails details,
            @Nullable String bindingMessage,
            Instant requestedAt) {}
}
