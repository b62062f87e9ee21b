package com.prysmid.tenant.state;

import com.prysmid.tenant.event.RegistrationEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may register apps, and what those that registered themselves prove it with.
 *
 * @param tokenDigests of registration access tokens, by client id: base64url SHA-256
 */
public record Registrations(Map<String, InitialToken> initialTokens, Map<String, String> tokenDigests) {
    public static final Registrations NONE = new Registrations(Map.of(), Map.of());

    /** @param remainingUses null: no limit */
    public record InitialToken(
            String digest,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Integer remainingUses) {
        public boolean isGood(Instant now) {
            return now.isBefore(expiresAt) && (remainingUses == null || remainingUses > 0);
        }

        InitialToken used() {
            return remainingUses == null ? this : new InitialToken(digest, createdAt, expiresAt, remainingUses - 1);
        }

        @Override
        public String toString() {
            return "InitialToken[expiresAt=" + expiresAt + ", remainingUses=" + remainingUses + "]";
        }
    }

    public Optional<InitialToken> initialToken(String tokenId) {
        return Optional.ofNullable(initialTokens.get(tokenId));
    }

    public Optional<String> tokenDigest(String clientId) {
        return Optional.ofNullable(tokenDigests.get(clientId));
    }

    Registrations apply(Instant at, RegistrationEvent event) {
        return switch (event) {
            case RegistrationEvent.InitialTokenCreated e ->
                new Registrations(
                        Maps.with(
                                Maps.keep(initialTokens, (id, token) -> token.isGood(at)),
                                e.tokenId(),
                                new InitialToken(e.digest(), at, e.expiresAt(), e.uses())),
                        tokenDigests);
            case RegistrationEvent.InitialTokenDeleted e ->
                new Registrations(Maps.without(initialTokens, e.tokenId()), tokenDigests);
            case RegistrationEvent.SelfRegistered e ->
                new Registrations(
                        e.initialTokenId() == null
                                ? initialTokens
                                : initialToken(e.initialTokenId())
                                        .map(token -> Maps.with(initialTokens, e.initialTokenId(), token.used()))
                                        .orElse(initialTokens),
                        Maps.with(tokenDigests, e.clientId(), e.tokenDigest()));
        };
    }

    Registrations withoutApp(String clientId) {
        return new Registrations(initialTokens, Maps.without(tokenDigests, clientId));
    }

    /** Redacted: digests. */
    @Override
    public String toString() {
        return "Registrations[" + initialTokens.size() + " initial tokens, " + tokenDigests.size() + " apps]";
    }
}
