package com.prysmid.tenant.state;

import com.prysmid.tenant.event.PasskeyEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's passkeys.
 *
 * @param byId           by our own id
 * @param usedChallenges digest to expiry: of challenges that are not to be used again
 * @param failures       in a row. They are told, and lock nobody out: there is nothing to guess about a signature, and whoever knows
 *                       a user's id must not be able to keep the user away
 */
public record Passkeys(Map<String, Passkey> byId, Map<String, Instant> usedChallenges, int failures) {
    public static final Passkeys NONE = new Passkeys(Map.of(), Map.of(), 0);

    /** Of one user; no more are added. */
    public static final int LIMIT = 20;

    /** More than anybody signs in within the life of a challenge; no more are taken. */
    public static final int CHALLENGES_LIMIT = 200;

    /**
     * @param credentialId base64url
     * @param publicKey    a COSE_Key in CBOR, base64url
     * @param signCount    as of its last use; 0 where the authenticator does not count
     * @param aaguid       the authenticator's model
     * @param backedUp     as of its last use
     */
    public record Passkey(
            String id,
            String name,
            String credentialId,
            String publicKey,
            long signCount,
            String aaguid,
            List<String> transports,
            boolean backupEligible,
            boolean backedUp,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        public Passkey {
            transports = List.copyOf(transports);
        }

        private Passkey usedAt(Instant at, PasskeyEvent.Used event) {
            return new Passkey(
                    id,
                    name,
                    credentialId,
                    publicKey,
                    event.signCount(),
                    aaguid,
                    transports,
                    backupEligible,
                    event.backedUp(),
                    createdAt,
                    at);
        }

        private Passkey named(String other) {
            return new Passkey(
                    id,
                    other,
                    credentialId,
                    publicKey,
                    signCount,
                    aaguid,
                    transports,
                    backupEligible,
                    backedUp,
                    createdAt,
                    lastUsedAt);
        }
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }

    public Optional<Passkey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Passkey> withCredential(String credentialId) {
        return byId.values().stream()
                .filter(passkey -> passkey.credentialId().equals(credentialId))
                .findFirst();
    }

    /** Of challenges that could still be taken for unused. */
    public long usedChallenges(Instant now) {
        return usedChallenges.values().stream().filter(now::isBefore).count();
    }

    Passkeys apply(Instant at, PasskeyEvent event) {
        return switch (event) {
            case PasskeyEvent.Added e ->
                new Passkeys(
                        Maps.with(
                                byId,
                                e.passkeyId(),
                                new Passkey(
                                        e.passkeyId(),
                                        e.name(),
                                        e.credentialId(),
                                        e.publicKey(),
                                        e.signCount(),
                                        e.aaguid(),
                                        e.transports(),
                                        e.backupEligible(),
                                        e.backedUp(),
                                        at,
                                        null)),
                        used(at, e.challengeDigest(), e.challengeExpiresAt()),
                        failures);
            case PasskeyEvent.Used e ->
                new Passkeys(
                        find(e.passkeyId())
                                .map(passkey -> Maps.with(byId, passkey.id(), passkey.usedAt(at, e)))
                                .orElse(byId),
                        used(at, e.challengeDigest(), e.challengeExpiresAt()),
                        0);
            case PasskeyEvent.Refused e -> new Passkeys(byId, usedChallenges, failures + 1);
            case PasskeyEvent.Renamed e ->
                new Passkeys(
                        find(e.passkeyId())
                                .map(passkey -> Maps.with(byId, passkey.id(), passkey.named(e.name())))
                                .orElse(byId),
                        usedChallenges,
                        failures);
            case PasskeyEvent.Removed e -> new Passkeys(Maps.without(byId, e.passkeyId()), usedChallenges, failures);
        };
    }

    private Map<String, Instant> used(Instant at, String digest, Instant expiresAt) {
        return Maps.with(Maps.keep(usedChallenges, (one, until) -> at.isBefore(until)), digest, expiresAt);
    }
}
