package com.prysmid.tenant.state;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.GrantDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What redeemed codes gave: one family each, whose access tokens hold only as long as it does. */
public record TokenFamilies(Map<String, TokenFamily> byId) {
    public static final TokenFamilies EMPTY = new TokenFamilies(Map.of());

    /** So many at once per user; the one that ends first makes room. */
    private static final int LIMIT = 200;

    /** The longest life of an access token: a family is known until the last of its access tokens is dead. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /**
     * @param familyDigest  of the constant part of its refresh tokens; null where it has none
     * @param currentDigest of the rotating part of the newest one
     * @param expiresAt     when it goes stale unless refreshed
     * @param endsAt        when it ends in any case
     * @param revokedTokens single access tokens ended before their time, by {@code jti}, with their expiry
     * @param boundTo       the key that its refresh token takes; null where none
     */
    public record TokenFamily(
            String clientId,
            Set<String> scopes,
            @Nullable String nonce,
            String sid,
            boolean offline,
            Instant authTime,
            List<String> amr,
            @Nullable String familyDigest,
            @Nullable String currentDigest,
            Instant issuedAt,
            Instant expiresAt,
            Instant endsAt,
            Map<String, Instant> revokedTokens,
            GrantDetails details,
            @Nullable Confirmation boundTo) {
        public TokenFamily {
            details = details == null ? GrantDetails.NONE : details;
        }

        TokenFamily inSession(String otherSid) {
            return new TokenFamily(
                    clientId,
                    scopes,
                    nonce,
                    otherSid,
                    offline,
                    authTime,
                    amr,
                    familyDigest,
                    currentDigest,
                    issuedAt,
                    expiresAt,
                    endsAt,
                    revokedTokens,
                    details,
                    boundTo);
        }

        TokenFamily rotated(Instant at, String newDigest, Instant newExpiry) {
            return new TokenFamily(
                    clientId,
                    scopes,
                    nonce,
                    sid,
                    offline,
                    authTime,
                    amr,
                    familyDigest,
                    newDigest,
                    issuedAt,
                    newExpiry,
                    endsAt,
                    stillRevoked(at),
                    details,
                    boundTo);
        }

        TokenFamily withoutToken(Instant at, String jti, Instant tokenExpiry) {
            return new TokenFamily(
                    clientId,
                    scopes,
                    nonce,
                    sid,
                    offline,
                    authTime,
                    amr,
                    familyDigest,
                    currentDigest,
                    issuedAt,
                    expiresAt,
                    endsAt,
                    Maps.with(stillRevoked(at), jti, tokenExpiry),
                    details,
                    boundTo);
        }

        private Map<String, Instant> stillRevoked(Instant at) {
            return Maps.keep(revokedTokens, (jti, expires) -> expires.isAfter(at));
        }

        @Override
        public String toString() {
            return "TokenFamily[clientId=" + clientId + "]";
        }
    }

    public Optional<TokenFamily> find(String familyId) {
        return Optional.ofNullable(byId.get(familyId));
    }

    TokenFamilies apply(Instant at, GrantEvent event, Codes codesBefore) {
        return switch (event) {
            case GrantEvent.CodeRedeemed e ->
                codesBefore
                        .find(e.codeId())
                        .map(code -> new TokenFamilies(Maps.with(withRoomFor(at), e.familyId(), begin(at, e, code))))
                        .orElse(this);
            case GrantEvent.RefreshRotated e ->
                find(e.familyId())
                        .map(f -> new TokenFamilies(
                                Maps.with(byId, e.familyId(), f.rotated(at, e.currentDigest(), e.expiresAt()))))
                        .orElse(this);
            case GrantEvent.AccessTokenRevoked e ->
                find(e.familyId())
                        .map(f -> new TokenFamilies(
                                Maps.with(byId, e.familyId(), f.withoutToken(at, e.jti(), e.expiresAt()))))
                        .orElse(this);
            case GrantEvent.CodeReplayed e -> without(e.familyId());
            case GrantEvent.RefreshReused e -> without(e.familyId());
            case GrantEvent.FamilyRevoked e -> without(e.familyId());
            case GrantEvent.CodeIssued e -> this;
            case GrantEvent.TokenExchanged e -> this;
        };
    }

    /** Families begun in a session end with it, but for those that asked to outlive it (offline_access). */
    TokenFamilies endSession(String sid) {
        return new TokenFamilies(
                Maps.keep(byId, (id, f) -> f.offline() || !f.sid().equals(sid)));
    }

    TokenFamilies withoutApp(String clientId) {
        return new TokenFamilies(Maps.keep(byId, (id, f) -> !f.clientId().equals(clientId)));
    }

    /** A session that was renewed by a new sign-in takes along what was begun in it, so that its sign-out still ends that. */
    TokenFamilies moveSession(String fromSid, String toSid) {
        Map<String, TokenFamily> moved = byId;
        for (Map.Entry<String, TokenFamily> entry : byId.entrySet()) {
            if (entry.getValue().sid().equals(fromSid)) {
                moved = Maps.with(moved, entry.getKey(), entry.getValue().inSession(toSid));
            }
        }
        return new TokenFamilies(moved);
    }

    private TokenFamilies without(String familyId) {
        return new TokenFamilies(Maps.without(byId, familyId));
    }

    private Map<String, TokenFamily> withRoomFor(Instant at) {
        Map<String, TokenFamily> kept =
                Maps.keep(byId, (id, f) -> f.expiresAt().plus(REMEMBERED).isAfter(at));
        if (kept.size() < LIMIT) {
            return kept;
        }
        String first = kept.entrySet().stream()
                .min((a, b) -> a.getValue().expiresAt().compareTo(b.getValue().expiresAt()))
                .orElseThrow()
                .getKey();
        return Maps.without(kept, first);
    }

    private static TokenFamily begin(Instant at, GrantEvent.CodeRedeemed event, Codes.Code code) {
        return new TokenFamily(
                code.clientId(),
                code.scopes(),
                code.nonce(),
                code.sid(),
                code.scopes().contains("offline_access"),
                code.authTime(),
                code.amr(),
                event.familyDigest(),
                event.currentDigest(),
                at,
                event.expiresAt(),
                event.endsAt(),
                Map.of(),
                code.details(),
                event.boundTo());
    }
}
