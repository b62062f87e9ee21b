package com.prysmid.tenant.state;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.protocol.GrantDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorization codes by id: open ones, and redeemed ones for as long as a replay should be noticed. */
public record Codes(Map<String, Code> byId) {
    public static final Codes EMPTY = new Codes(Map.of());

    /** So many at once per user, lest a page that sends a browser round and round fills its user's memory; the oldest makes room. */
    private static final int LIMIT = 200;

    /** A replay is noticed for so long after the code's end; later it is an unknown code, refused all the same. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** @param redeemedFamilyId null while it is open */
    public record Code(
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
            GrantDetails details,
            @Nullable String redeemedFamilyId) {
        public Code {
            details = details == null ? GrantDetails.NONE : details;
        }

        Code redeemedFor(String familyId) {
            return new Code(
                    secretDigest,
                    clientId,
                    redirectUri,
                    scopes,
                    nonce,
                    codeChallenge,
                    refreshable,
                    sid,
                    authTime,
                    amr,
                    expiresAt,
                    details,
                    familyId);
        }

        @Override
        public String toString() {
            return "Code[clientId=" + clientId + "]";
        }
    }

    public Optional<Code> find(String codeId) {
        return Optional.ofNullable(byId.get(codeId));
    }

    Codes apply(Instant at, GrantEvent event) {
        return switch (event) {
            case GrantEvent.CodeIssued e ->
                new Codes(Maps.with(
                        withRoomFor(at),
                        e.codeId(),
                        new Code(
                                e.secretDigest(),
                                e.clientId(),
                                e.redirectUri(),
                                e.scopes(),
                                e.nonce(),
                                e.codeChallenge(),
                                e.refreshable(),
                                e.sid(),
                                e.authTime(),
                                e.amr(),
                                e.expiresAt(),
                                e.details(),
                                null)));
            case GrantEvent.CodeRedeemed e ->
                find(e.codeId())
                        .map(c -> new Codes(Maps.with(byId, e.codeId(), c.redeemedFor(e.familyId()))))
                        .orElse(this);
            case GrantEvent.CodeReplayed e -> new Codes(Maps.without(byId, e.codeId()));
            case GrantEvent.RefreshRotated e -> this;
            case GrantEvent.RefreshReused e -> this;
            case GrantEvent.FamilyRevoked e -> this;
            case GrantEvent.AccessTokenRevoked e -> this;
            case GrantEvent.TokenExchanged e -> this;
        };
    }

    private Map<String, Code> withRoomFor(Instant at) {
        Map<String, Code> kept =
                Maps.keep(byId, (id, code) -> code.expiresAt().plus(REMEMBERED).isAfter(at));
        if (kept.size() < LIMIT) {
            return kept;
        }
        String first = kept.entrySet().stream()
                .min(Comparator.comparing(entry -> entry.getValue().expiresAt()))
                .orElseThrow()
                .getKey();
        return Maps.without(kept, first);
    }

    /** Open codes of an app that may have nothing any more. */
    Codes withoutApp(String clientId) {
        return new Codes(
                Maps.keep(byId, (id, code) -> !code.clientId().equals(clientId) || code.redeemedFamilyId() != null));
    }

    /** Open codes of a session end with it; redeemed ones stay, so that a replay is noticed. */
    Codes endSession(String sid) {
        return new Codes(Maps.keep(byId, (id, code) -> !code.sid().equals(sid) || code.redeemedFamilyId() != null));
    }
}
