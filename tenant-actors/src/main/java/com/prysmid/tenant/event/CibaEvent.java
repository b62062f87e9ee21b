package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.GrantDetails;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests of apps to a person who is elsewhere (OpenID Connect CIBA Core 1.0). */
public sealed interface CibaEvent extends UserEvent {
    String requestId();

    String clientId();

    /** @param secretDigest of the {@code auth_req_id}'s secret, base64url SHA-256 */
    @WireName("ciba.requested/1")
    record Requested(
            String requestId,
            String secretDigest,
            String clientId,
            Set<String> scopes,
            boolean refreshable,
            GrantDetails details,
            @Nullable String bindingMessage,
            Instant expiresAt)
            implements CibaEvent {}

    /** With it comes the code that the request's id and secret redeem. */
    @WireName("ciba.approved/1")
    record Approved(String requestId, String clientId) implements CibaEvent {}

    @WireName("ciba.denied/1")
    record Denied(String requestId, String clientId) implements CibaEvent {}
}
