package com.prysmid.tenant.state;

import com.prysmid.tenant.event.ScimTokenEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens for provisioning by id. */
public record ScimTokens(Map<String, ScimToken> byId) {
    public static final ScimTokens NONE = new ScimTokens(Map.of());

    /**
     * @param digest    base64url SHA-256 of its secret part
     * @param expiresAt null: never by itself
     */
    public record ScimToken(
            String name,
            String digest,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        public boolean isGood(Instant now) {
            return expiresAt == null || now.isBefore(expiresAt);
        }

        @Override
        public String toString() {
            return "ScimToken[name=" + name + ", expiresAt=" + expiresAt + "]";
        }
    }

    public Optional<ScimToken> find(String tokenId) {
        return Optional.ofNullable(byId.get(tokenId));
    }

    ScimTokens apply(Instant at, ScimTokenEvent event) {
        return switch (event) {
            case ScimTokenEvent.Created e ->
                new ScimTokens(Maps.with(
                        Maps.keep(byId, (id, token) -> token.isGood(at)),
                        e.tokenId(),
                        new ScimToken(e.name(), e.digest(), at, e.expiresAt())));
            case ScimTokenEvent.Deleted e -> new ScimTokens(Maps.without(byId, e.tokenId()));
        };
    }
}
