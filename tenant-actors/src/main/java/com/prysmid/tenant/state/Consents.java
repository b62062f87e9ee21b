package com.prysmid.tenant.state;

import com.prysmid.tenant.event.ConsentEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user lets apps have, by client id. */
public record Consents(Map<String, Consent> byClientId) {
    public static final Consents NONE = new Consents(Map.of());

    /** So many apps at once; the one asked longest ago is asked again. */
    private static final int LIMIT = 200;

    public record Consent(Set<String> scopes, Instant givenAt) {}

    public Optional<Consent> find(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId));
    }

    Consents apply(Instant at, ConsentEvent event) {
        return switch (event) {
            case ConsentEvent.Given e ->
                new Consents(Maps.with(withRoomFor(e.clientId()), e.clientId(), new Consent(e.scopes(), at)));
            case ConsentEvent.Withdrawn e -> new Consents(Maps.without(byClientId, e.clientId()));
        };
    }

    private Map<String, Consent> withRoomFor(String clientId) {
        if (byClientId.size() < LIMIT || byClientId.containsKey(clientId)) {
            return byClientId;
        }
        String oldest = byClientId.entrySet().stream()
                .min((a, b) -> a.getValue().givenAt().compareTo(b.getValue().givenAt()))
                .orElseThrow()
                .getKey();
        return Maps.without(byClientId, oldest);
    }
}
