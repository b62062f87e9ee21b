package com.prysmid.gateway.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.prysmid.gateway.guard.LimitSettings.Limit;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Slug;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what anybody can do without proving who they are, by token buckets: one for each address at each workspace, one for each
 * workspace. One workspace's flood takes nothing from another, even from the same address. Counted by this gateway alone, in
 * memory; what has to be true across nodes (wrong guesses at one user) is counted by the user.
 *
 * <p>Beyond a limit the answer is 429 with {@code Retry-After}. Thread-safe.
 */
public final class RateLimits {

    /** What is bounded. */
    public enum Kind {
        /** Failed proofs of who somebody is: {@link #failuresOf}. */
        SIGN_IN,
        /** Failed passkeys, apart from passwords, so that whoever is kept from those is not kept from these: {@link #failuresOf}. */
        PASSKEY,
        /** Accounts that their owners make: {@link #take}. */
        SIGN_UP,
        /** Mails that anybody can cause: {@link #take}. */
        MAIL,
        /** Wrong codes and links: {@link #failuresOf}. */
        CODE,
        /** Failed client authentication, grants refused to public clients: {@link #failuresOf}. */
        CLIENT,
        /** Devices of public clients: {@link #take}. */
        DEVICE,
        /** Apps registered by anybody: {@link #take}. */
        REGISTRATION;

        /** OAuth has no code of its own for it; RFC 6749 §4.1.2.1 knows this one. */
        private String code() {
            return switch (this) {
                case CLIENT, DEVICE, REGISTRATION -> "temporarily_unavailable";
                case SIGN_IN, PASSKEY, SIGN_UP, MAIL, CODE -> "too_many_requests";
            };
        }
    }

    /** @param network null for the workspace as a whole */
    private record Key(Slug slug, Kind kind, @Nullable String network) {}

    private final LimitSettings settings;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets;

    public RateLimits(LimitSettings settings) {
        this(settings, TimeMeter.SYSTEM_MILLISECONDS);
    }

    RateLimits(LimitSettings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
        Duration longest = settings.byKind().values().stream()
                .map(Limit::period)
                .max(Duration::compareTo)
                .orElseThrow();
        // Untouched for a whole period a bucket is full again, which is what a forgotten one is.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(settings.remembered())
                .expireAfterAccess(longest)
                .build();
    }

    /**
     * For acts that cost whether they succeed or not: counts one.
     *
     * @throws HttpProblem 429 where too many were done; this one is not to be done then
     */
    public void take(RequestContext context, Kind kind) {
        check(context, kind);
        require(ofWorkspace(context.slug(), kind), kind);
        count(context, kind);
    }

    /**
     * For acts of which only the failures count: does the act unless too many have failed.
     *
     * @param counts whether this failure is one that counts
     * @throws HttpProblem 429, also by the stage, where too many have failed; the act is not done then
     */
    public <T> CompletionStage<T> failuresOf(
            RequestContext context, Kind kind, Predicate<Throwable> counts, Supplier<CompletionStage<T>> act) {
        check(context, kind);
        return act.get().whenComplete((done, thrown) -> {
            if (thrown != null && counts.test(thrown)) {
                count(context, kind);
            }
        });
    }

    /** @throws HttpProblem 429 where too many were done; counts nothing */
    public void check(RequestContext context, Kind kind) {
        check(context.slug(), context.act().ip(), kind);
    }

    /** Of a flood from everywhere an address has its part only once something of it has failed: the others are let through. */
    void check(Slug slug, @Nullable String ip, Kind kind) {
        Bucket address = ofAddress(slug, ip, kind);
        require(address, kind);
        if (address.getAvailableTokens() < settings.of(kind).address()) {
            require(ofWorkspace(slug, kind), kind);
        }
    }

    /** Counts one that has failed. */
    public void count(RequestContext context, Kind kind) {
        count(context.slug(), context.act().ip(), kind);
    }

    void count(Slug slug, @Nullable String ip, Kind kind) {
        // What was let in at once, before the first of it failed, must keep nobody waiting for longer than the limit
        // says.
        ofAddress(slug, ip, kind).tryConsume(1);
        ofWorkspace(slug, kind).tryConsume(1);
    }

    private static void require(Bucket bucket, Kind kind) {
        var probe = bucket.estimateAbilityToConsume(1);
        if (!probe.canBeConsumed()) {
            long seconds = Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000L));
            throw new HttpProblem(429, kind.code(), "Too many attempts from here. Wait a little, then try again.")
                    .with("Retry-After", Long.toString(seconds));
        }
    }

    private Bucket ofAddress(Slug slug, @Nullable String ip, Kind kind) {
        return bucket(
                new Key(slug, kind, ClientNetwork.of(ip)), settings.of(kind).address(), kind);
    }

    private Bucket ofWorkspace(Slug slug, Kind kind) {
        return bucket(new Key(slug, kind, null), settings.of(kind).workspace(), kind);
    }

    private Bucket bucket(Key key, long capacity, Kind kind) {
        return buckets.get(
                key,
                absent -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity)
                                .refillGreedy(capacity, settings.of(kind).period()))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
