package com.prysmid.tenant.crypto;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Signs and verifies tokens on a bounded set of threads of its own: apart from the entities, and apart from password hashing, so
 * that tokens flow while every core is hashing.
 *
 * <p>Stages complete on a signing thread: attach only cheap continuations, such as sending a message. Thread-safe.
 */
public final class TokenSigning implements AutoCloseable {

    /**
     * @param threads how many signatures are made at once
     * @param waiting the most jobs that wait for a thread; the next fails with {@link SigningOverloaded}
     */
    public record Settings(int threads, int waiting) {

        public Settings {
            if (threads < 1 || waiting < 1) {
                throw new IllegalArgumentException("every setting of token signing is at least 1");
            }
        }

        /** One thread per core; 2,048 signatures of 0.27 ms are about half a second of one core. */
        public static Settings forThisMachine() {
            return new Settings(Runtime.getRuntime().availableProcessors(), 2_048);
        }
    }

    private final ThreadPoolExecutor threads;

    public TokenSigning(Settings settings) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.waiting()),
                job -> Thread.ofPlatform()
                        .name("prysm-sign-" + number.incrementAndGet())
                        .daemon(true)
                        .unstarted(job));
    }

    /**
     * A signed JWT in compact form with the header members {@code alg}, {@code kid} and {@code typ}.
     *
     * @param typ {@code at+jwt} (RFC 9068 section 2.1), {@code JWT}, {@code logout+jwt} …; named by our code, never by a request;
     *     empty where the header has none
     * @param claims written in the map's order: strings, integers, longs, doubles, booleans, instants (as NumericDate), and
     *     collections and maps of them; must not change until the stage completes. A value of another type fails the stage
     */
    public CompletionStage<String> sign(SigningKey key, String typ, Map<String, Object> claims) {
        return submit(() -> key.sign(typ, ClaimsJson.render(claims)));
    }

    /** {@link JwtVerification#verify} on these threads. */
    public CompletionStage<JwtVerification.Outcome> verify(
            String token,
            Function<String, Optional<VerificationKey>> keys,
            JwtVerification.Expected expected,
            Instant now) {
        return submit(() -> JwtVerification.verify(token, keys, expected, now));
    }

    /** Other work of a token that costs about as much: sealing, opening, encrypting. */
    public <T> CompletionStage<T> work(Supplier<T> job) {
        return submit(job);
    }

    /** How many jobs wait for a thread, for metrics. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** Takes nothing more; what was taken is still done. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private <T> CompletionStage<T> submit(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(work.get());
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new SigningOverloaded());
        }
        return result;
    }
}
