package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Authorization requests that were pushed and not used yet (RFC 9126 §2.2): in memory, of one workspace's only entity, so that each
 * is taken once. A fail-over forgets them, and the app begins again. Used by the entity's thread only.
 */
final class PushedRequests {
    /** Long enough to redirect a browser. */
    static final Duration LIFE = Duration.ofSeconds(60);

    /** Of all apps together, in characters: some 16 MB at worst. */
    private static final int ROOM = 8_000_000;
    /** Of one app: what a public client pushes, nobody answers for, and it must leave room for others. */
    private static final int ROOM_OF_ONE = ROOM / 8;
    /** What an entry costs besides its parameters. */
    private static final int OVERHEAD = 500;

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    /** In the order in which they expire. */
    private final Map<String, Entry> byUri = new LinkedHashMap<>();

    private final Map<String, Integer> sizes = new HashMap<>();
    private int size;

    private record Entry(String clientId, Map<String, String> parameters, Instant expiresAt, int size) {}

    /**
     * @param secret of 256 random bits
     * @return its URI; empty where there is no room
     */
    Optional<Secret> keep(String clientId, Map<String, String> parameters, String secret, Instant now) {
        sweep(now);
        int cost = OVERHEAD;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            cost += parameter.getKey().length() + parameter.getValue().length();
        }
        if (size + cost > ROOM || sizes.getOrDefault(clientId, 0) + cost > ROOM_OF_ONE) {
            return Optional.empty();
        }
        byUri.put(PREFIX + secret, new Entry(clientId, parameters, now.plus(LIFE), cost));
        sizes.merge(clientId, cost, Integer::sum);
        size += cost;
        return Optional.of(new Secret(PREFIX + secret));
    }

    /** What was pushed, the first time that its own app asks. Whoever else has the URI cannot use it up. */
    Optional<Map<String, String>> take(String clientId, Secret requestUri, Instant now) {
        sweep(now);
        Entry entry = byUri.get(requestUri.reveal());
        if (entry == null || !entry.clientId().equals(clientId)) {
            return Optional.empty();
        }
        byUri.remove(requestUri.reveal());
        release(entry);
        return Optional.of(entry.parameters());
    }

    private void sweep(Instant now) {
        Iterator<Entry> oldestFirst = byUri.values().iterator();
        while (oldestFirst.hasNext()) {
            Entry entry = oldestFirst.next();
            if (now.isBefore(entry.expiresAt())) {
                return;
            }
            oldestFirst.remove();
            release(entry);
        }
    }

    private void release(Entry entry) {
        size -= entry.size();
        sizes.merge(entry.clientId(), -entry.size(), (held, freed) -> held + freed == 0 ? null : held + freed);
    }
}
