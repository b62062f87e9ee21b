package com.prysmid.tenant.protocol;

import com.prysmid.tenant.protocol.GrantCommand.CodeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Device authorization (RFC 8628). Refused unless the workspace is active. Requests live in the running workspace's memory
 * alone: after a fail-over a device begins again.
 */
public sealed interface DeviceCommand extends WorkspaceCommand {

    /** A device of this app asks (§3.1) → {@link Begun}, or {@link Refused.Reason#OVERLOADED} where too many wait. */
    record Begin(
            Slug slug,
            String clientId,
            Set<String> scopes,
            boolean refreshable,
            GrantDetails details,
            ActorRef<Reply> replyTo)
            implements DeviceCommand {}

    /**
     * Somebody typed a code → {@link Waiting}, or {@link Refused.Reason#NOT_FOUND}, or {@link
     * Refused.Reason#GUESSED_TOO_OFTEN} (§5.1).
     *
     * @param guessers whom a wrong code is counted against: the user, the client's address
     */
    record Look(Slug slug, UserCode userCode, List<String> guessers, ActorRef<Reply> replyTo)
            implements DeviceCommand {}

    /**
     * A person said yes → {@link Done}, or {@link Refused.Reason#NOT_FOUND} where it ended or somebody else answered before.
     *
     * @param code that the person's entity issued for it
     */
    record Approve(Slug slug, UserCode userCode, Secret code, ActorRef<Reply> replyTo) implements DeviceCommand {}

    /** A person said no → {@link Done}, or {@link Refused.Reason#NOT_FOUND} as above. */
    record Deny(Slug slug, UserCode userCode, ActorRef<Reply> replyTo) implements DeviceCommand {}

    /**
     * The device asks whether it may (§3.4) → {@link Approved}, once; {@link Refused.Reason#NOT_GRANTED} with the code {@code
     * authorization_pending}, {@code slow_down}, {@code access_denied} or {@code expired_token}; {@link
     * Refused.Reason#INVALID_GRANT} where it is unknown, another client's or was answered already.
     */
    record Poll(Slug slug, Secret deviceCode, String clientId, ActorRef<Reply> replyTo) implements DeviceCommand {}

    /** @param interval to be kept between two polls */
    record Begun(Secret deviceCode, UserCode userCode, Duration life, Duration interval) implements Reply {}

    /**
     * @param request to be issued where the person agrees: its code lives as long as the device waits
     * @param settings the workspace's, for issuing
     */
    record Waiting(String appName, CodeRequest request, WorkspaceSettings settings) implements Reply {}

    /** @param code told to nobody else, and not again */
    record Approved(Secret code) implements Reply {}
}
