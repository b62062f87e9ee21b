package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Secret;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests of apps to a person who is elsewhere (OpenID Connect CIBA Core 1.0). */
public sealed interface CibaEvent extends UserEvent {
    String requestId();

    String clientId();

    /**
     * @param secretDigest of the {@code auth_req_id}'s secret, base64url SHA-256
     * @param ping         null for an app that polls
     */
    @WireName("ciba.requested/1")
    record Requested(
            String requestId,
            String secretDigest,
            String clientId,
            Set<String> scopes,
            boolean refreshable,
            GrantDetails details,
            @Nullable String bindingMessage,
            Instant expiresAt,
            @Nullable Ping ping)
            implements CibaEvent {}

    /**
     * What a notification (§10.2) is made of, and so has to survive a crash. Kept as it is: both are worth something to nobody but
     * the app, for minutes. The token lets one say to the app that there is an answer, which the app then fetches from us; the
     * {@code auth_req_id} is redeemed once, by an app that proves who it is.
     *
     * @param token the {@code client_notification_token}
     */
    record Ping(Secret token, Secret authReqId) {}

    /** With it comes the code that the request's id and secret redeem. */
    @WireName("ciba.approved/1")
    record Approved(String requestId, String clientId) implements CibaEvent {}

    @WireName("ciba.denied/1")
    record Denied(String requestId, String clientId) implements CibaEvent {}
}
