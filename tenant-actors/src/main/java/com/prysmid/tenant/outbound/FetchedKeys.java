package com.prysmid.tenant.outbound;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.prysmid.tenant.protocol.Slug;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The JWK Sets that one workspace's apps publish by {@code jwks_uri} (RFC 7591 §2), in memory while the workspace runs. One fetch
 * of a set at a time, whoever waits; a set that could not be renewed stays good for a day. Thread-safe; never blocks.
 */
public final class FetchedKeys {
    /** However short or long the endpoint says a set may be kept. */
    private static final Duration FRESH_AT_LEAST = Duration.ofMinutes(1);

    private static final Duration FRESH_AT_MOST = Duration.ofMinutes(60);
    /** Where the endpoint says nothing. */
    private static final Duration FRESH_BY_DEFAULT = Duration.ofMinutes(10);

    /** A stranger who makes up key ids, or an endpoint that is down, costs a request per this long and no more. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /** An endpoint may be down this long without locking its app out. */
    private static final Duration GOOD_WITHOUT_RENEWAL = Duration.ofHours(24);

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_KEYS = 20;
    /** Of one workspace; beyond these, the set that was not asked for longest is fetched anew. */
    private static final int MOST_SETS = 100;

    private static final int SMALLEST_RSA = 2048;
    private static final int LARGEST_RSA = 8192;

    private final Slug workspace;
    private final Outbound outbound;
    private final Executor parsing;
    private final Clock clock;
    private final Map<String, Entry> sets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param parsing reads keys: milliseconds of a core */
    public FetchedKeys(Slug workspace, Outbound outbound, Executor parsing, Clock clock) {
        this.workspace = workspace;
        this.outbound = outbound;
        this.parsing = parsing;
        this.clock = clock;
    }

    /**
     * @param jwks a JWK Set as JSON, public keys only
     * @param fetchedAt later than that of every set before it
     */
    public record KeySet(String jwks, Instant fetchedAt) {}

    /** Guarded by {@link FetchedKeys#sets}. */
    private static final class Entry {
        private @Nullable KeySet good;
        private Instant freshUntil = Instant.MIN;
        private Instant nextRenewal = Instant.MIN;
        private Instant nextOnDemand = Instant.MIN;
        private @Nullable CompletableFuture<Optional<KeySet>> underWay;
    }

    /** The set as it is published, as far as it may be kept; empty where there is none to be had. */
    public CompletionStage<Optional<KeySet>> current(String jwksUri) {
        Instant now = clock.instant();
        CompletableFuture<Optional<KeySet>> started;
        Entry entry;
        synchronized (sets) {
            entry = entry(jwksUri);
            if (entry.good != null && now.isBefore(entry.freshUntil)) {
                return done(entry.good);
            }
            if (entry.underWay != null) {
                return entry.underWay.copy();
            }
            if (now.isBefore(entry.nextRenewal)) {
                return done(stillGood(entry, now));
            }
            entry.nextRenewal = now.plus(AGAIN_AFTER);
            started = start(entry);
        }
        fetch(jwksUri, entry, started);
        return started.copy();
    }

    /** For a key that is not in the known set: a newer set, which is fetched now and then for this; empty where there is none. */
    public CompletionStage<Optional<KeySet>> newerThan(KeySet known, String jwksUri) {
        Instant now = clock.instant();
        CompletableFuture<Optional<KeySet>> started;
        Entry entry;
        synchronized (sets) {
            entry = entry(jwksUri);
            if (entry.good != null && entry.good.fetchedAt().isAfter(known.fetchedAt())) {
                return done(entry.good);
            }
            if (entry.underWay != null) {
                return newer(entry.underWay, known);
            }
            if (now.isBefore(entry.nextOnDemand)) {
                return done(null);
            }
            entry.nextOnDemand = now.plus(AGAIN_AFTER);
            started = start(entry);
        }
        fetch(jwksUri, entry, started);
        return newer(started, known);
    }

    private static CompletionStage<Optional<KeySet>> newer(CompletableFuture<Optional<KeySet>> fetched, KeySet known) {
        return fetched.thenApply(set -> set.filter(one -> one.fetchedAt().isAfter(known.fetchedAt())));
    }

    private Entry entry(String jwksUri) {
        Entry entry = sets.computeIfAbsent(jwksUri, none -> new Entry());
        if (sets.size() > MOST_SETS) {
            sets.remove(sets.keySet().iterator().next());
        }
        return entry;
    }

    private static CompletableFuture<Optional<KeySet>> start(Entry entry) {
        CompletableFuture<Optional<KeySet>> started = new CompletableFuture<>();
        entry.underWay = started;
        return started;
    }

    private void fetch(String jwksUri, Entry entry, CompletableFuture<Optional<KeySet>> started) {
        outbound.send(workspace, OutboundRequest.get(jwksUri, "application/jwk-set+json, application/json", MOST_BYTES))
                .thenApplyAsync(FetchedKeys::read, parsing)
                .whenComplete((renewal, thrown) ->
                        started.complete(settle(entry, thrown == null ? renewal : Optional.empty())));
    }

    private Optional<KeySet> settle(Entry entry, Optional<Renewal> renewal) {
        Instant now = clock.instant();
        synchronized (sets) {
            entry.underWay = null;
            renewal.ifPresent(fresh -> {
                Instant last = entry.good == null ? Instant.MIN : entry.good.fetchedAt();
                // Two fetches in one tick of the clock are still one after the other.
                entry.good = new KeySet(fresh.jwks(), now.isAfter(last) ? now : last.plusNanos(1));
                entry.freshUntil = now.plus(fresh.freshFor());
            });
            return Optional.ofNullable(stillGood(entry, now));
        }
    }

    private static @Nullable KeySet stillGood(Entry entry, Instant now) {
        KeySet good = entry.good;
        return good != null && now.isBefore(good.fetchedAt().plus(GOOD_WITHOUT_RENEWAL)) ? good : null;
    }

    private static CompletionStage<Optional<KeySet>> done(@Nullable KeySet set) {
        return CompletableFuture.completedStage(Optional.ofNullable(set));
    }

    private record Renewal(String jwks, Duration freshFor) {}

    private static Optional<Renewal> read(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answer
            when answer.isOk() ->
                usable(answer.text())
                        .map(jwks -> new Renewal(jwks, within(answer.maxAge().orElse(FRESH_BY_DEFAULT))));
            case Outcome.Answered other -> Optional.empty();
            case Outcome.Refused refused -> Optional.empty();
        };
    }

    private static Duration within(Duration age) {
        if (age.compareTo(FRESH_AT_LEAST) < 0) {
            return FRESH_AT_LEAST;
        }
        return age.compareTo(FRESH_AT_MOST) > 0 ? FRESH_AT_MOST : age;
    }

    /** RFC 7517 §5: keys of kinds that we do not know are passed over. A set with a private key in it belongs to anybody by now. */
    private static Optional<String> usable(String text) {
        try {
            List<JWK> keys = JWKSet.parse(text).getKeys();
            if (keys.isEmpty() || keys.size() > MOST_KEYS || keys.stream().anyMatch(JWK::isPrivate)) {
                return Optional.empty();
            }
            List<JWK> sound = keys.stream().filter(FetchedKeys::isSound).toList();
            return sound.isEmpty() ? Optional.empty() : Optional.of(new JWKSet(sound).toString(true));
        } catch (ParseException | RuntimeException e) {
            // The parser is not total: the text "null", for one, makes it trip over its own null.
            return Optional.empty();
        }
    }

    /** Huge numbers would be somebody else's way to use our cores. */
    private static boolean isSound(JWK key) {
        return !(key instanceof RSAKey rsa) || (rsa.size() >= SMALLEST_RSA && rsa.size() <= LARGEST_RSA);
    }
}
