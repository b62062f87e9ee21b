package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.GrantDetails;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorization codes and token families. Digests are base64url SHA-256. */
public sealed interface GrantEvent extends UserEvent {

    @WireName("code.issued/1")
    record CodeIssued(
            String codeId,
            String secretDigest,
            String clientId,
            @Nullable String redirectUri,
            Set<String> scopes,
            @Nullable String nonce,
            @Nullable String codeChallenge,
            boolean refreshable,
            String sid,
            Instant authTime,
            List<String> amr,
            Instant expiresAt,
            GrantDetails details)
            implements GrantEvent {
        public CodeIssued {
            details = details == null ? GrantDetails.NONE : details;
        }
    }

    /**
     * The code was redeemed and began a family.
     *
     * @param familyDigest  of the part of the refresh token that stays; null where no refresh token was given
     * @param currentDigest of the part that rotates
     * @param expiresAt     when the family is forgotten, or its refresh token goes stale unless used before
     * @param endsAt        when it ends in any case
     * @param boundTo       the key that its refresh token takes; null where none
     */
    @WireName("code.redeemed/1")
    record CodeRedeemed(
            String codeId,
            String familyId,
            @Nullable String familyDigest,
            @Nullable String currentDigest,
            Instant expiresAt,
            Instant endsAt,
            @Nullable Confirmation boundTo)
            implements GrantEvent {}

    /** A redeemed code came again; what it gave is revoked. */
    @WireName("code.replayed/1")
    record CodeReplayed(String codeId, String familyId, String clientId) implements GrantEvent {}

    @WireName("refresh_token.rotated/1")
    record RefreshRotated(String familyId, String currentDigest, Instant expiresAt) implements GrantEvent {}

    /** An old refresh token came again; the family is revoked. */
    @WireName("refresh_token.reused/1")
    record RefreshReused(String familyId, String clientId) implements GrantEvent {}

    @WireName("token_family.revoked/1")
    record FamilyRevoked(String familyId, String clientId) implements GrantEvent {}

    /** A token came of another (RFC 8693). Changes nothing; is in the audit journal. */
    @WireName("token.exchanged/1")
    record TokenExchanged(String familyId, String jti, String clientId, List<String> actors, Set<String> scopes)
            implements GrantEvent {}

    /** One access token was ended before its time; needs to be known until {@code expiresAt}. */
    @WireName("access_token.revoked/1")
    record AccessTokenRevoked(String familyId, String jti, Instant expiresAt) implements GrantEvent {}
}
