package com.prysmid.gateway.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Slows down guessing at one login name: after some failures the next attempt is held for a while before it is judged, longer each
 * time, whether anybody has that name or not. Held, not refused, so that nobody can keep another out by guessing; the user's own
 * count, which locks a password for a time, stays the truth.
 *
 * <p>Keeps digests of names, never the names. Thread-safe.
 */
public final class SignInPace {
    /** Mistyping is no attack. */
    private static final int FREE = 3;

    private static final Duration FIRST = Duration.ofMillis(500);

    /** With an ask of 12 s behind it still less than the 15 s that the listener waits for an answer. */
    private static final Duration MOST = Duration.ofSeconds(2);

    /** So long after the last failure a name is as new. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /** Some 15 MB at worst. Names that are tried once do not displace those that are tried often. */
    private static final long REMEMBERED = 100_000;

    private final Cache<String, Integer> failures = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    /**
     * Does the attempt, held for as long as this name's failures make it.
     *
     * @param login as typed
     * @param failed whether an outcome counts as one; the others change nothing, and success wipes the slate
     */
    public <T> CompletionStage<T> attempt(
            Slug slug, String login, Predicate<Throwable> failed, Supplier<CompletionStage<T>> attempt) {
        String key = key(slug, login);
        Duration delay = delay(key);
        CompletionStage<T> begun = delay.isZero()
                ? attempt.get()
                : CompletableFuture.supplyAsync(
                                attempt, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS))
                        .thenCompose(stage -> stage);
        return begun.whenComplete((done, thrown) -> {
            if (thrown == null) {
                failures.invalidate(key);
            } else if (failed.test(thrown)) {
                failures.asMap().merge(key, 1, Integer::sum);
            }
        });
    }

    /** How long the next attempt at this name is held. */
    Duration delay(Slug slug, String login) {
        return delay(key(slug, login));
    }

    private Duration delay(String key) {
        Integer count = failures.getIfPresent(key);
        if (count == null || count < FREE) {
            return Duration.ZERO;
        }
        // Beyond a few doublings it is the most anyway, and a shift by the whole count would overflow.
        Duration grown = FIRST.multipliedBy(1L << Math.min(count - FREE, 8));
        return grown.compareTo(MOST) < 0 ? grown : MOST;
    }

    /** However one writes a name, it is the same name. */
    private static String key(Slug slug, String login) {
        String folded = Normalizer.normalize(login, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String name = Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((slug.value() + "\n" + name).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
