package com.prysmid.tenant.crypto;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks and makes password hashes on a bounded set of threads of its own, so that nothing else waits for bcrypt.
 *
 * <p>Workspaces take turns, one hash each, and a newcomer's is next: a flood on one delays another's hash until one of those now
 * running ends. What does not fit in the bounds, or has waited so long that its caller is gone, fails with
 * {@link HashingOverloaded}.
 *
 * <p>Half of the threads are patient: they have the processor when nobody else wants it, and a workspace that sends more than is
 * done at once is served by these alone. So a flood uses every core to the full, and neither other workspaces' hashes nor tokens
 * and pages wait for it. The other half are prompt, as any thread is: traffic of other kinds, however much, cannot stop sign-in.
 *
 * <p>Stages complete on a hashing thread: attach only cheap continuations, such as sending a message. Thread-safe.
 */
public final class PasswordHashing implements AutoCloseable {

    /**
     * @param patientThreads how many hashes run at once when nobody else wants the processor; more than there are cores gain nothing
     * @param promptThreads how many may run besides, of workspaces that send few
     * @param waitingPerWorkspace the most jobs of one workspace that wait for a thread
     * @param waitingInTotal the most jobs that wait for a thread
     * @param longestWait a job that no thread has begun by then is failed instead of done for nobody
     */
    public record Settings(
            int patientThreads, int promptThreads, int waitingPerWorkspace, int waitingInTotal, Duration longestWait) {

        public Settings {
            if (promptThreads < 0) {
                throw new IllegalArgumentException("there is no negative number of threads");
            }
            if (patientThreads < 1 || waitingPerWorkspace < 1 || waitingInTotal < 1 || !longestWait.isPositive()) {
                throw new IllegalArgumentException("every other setting of password hashing is at least 1");
            }
        }

        /**
         * One thread of each kind per core. At cost 10 a core does about 14 hashes a second: 32 of one workspace are 2.3 s of it, and 128 in
         * total just over 8 s, after which a browser's request is near its time-out.
         */
        public static Settings forThisMachine() {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Settings(cores, cores, 32 * cores, 128 * cores, Duration.ofSeconds(8));
        }
    }

    private static final int SALT_BYTES = 16;
    /** Cost 10 on a core of 2026; replaced by what is measured here after a few hashes. */
    private static final long FIRST_ESTIMATE_NANOS = 70_000_000;

    private final Settings settings;
    private final RandomSource random;
    private final PasswordFunction function;
    private final LongSupplier nanoTime;
    private final FairQueue<Job<?>> queue;
    private final AtomicLong meanNanos = new AtomicLong(FIRST_ESTIMATE_NANOS);

    public PasswordHashing(Settings settings, RandomSource random) {
        this(settings, random, PasswordFunction.bcrypt(), System::nanoTime);
    }

    PasswordHashing(Settings settings, RandomSource random, PasswordFunction function, LongSupplier nanoTime) {
        this.settings = settings;
        this.random = random;
        this.function = function;
        this.nanoTime = nanoTime;
        this.queue = new FairQueue<>(settings.waitingPerWorkspace(), settings.waitingInTotal());
        for (int number = 1; number <= settings.patientThreads(); number++) {
            start("prysm-hash-" + number, () -> {
                PatientThread.becomeOne();
                work(queue::take);
            });
        }
        for (int number = 1; number <= settings.promptThreads(); number++) {
            start("prysm-hash-prompt-" + number, () -> work(queue::takePromptly));
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon(true).start(work);
    }

    /**
     * Whether the password is the hash's. A password that bcrypt cannot tell from others (longer than 72 UTF-8 bytes, holding a
     * NUL or a lone surrogate, empty) is nobody's: the answer is false, after the same work.
     */
    public CompletionStage<Boolean> check(String slug, String password, BcryptHash hash) {
        return check(slug, password, hash, hash.cost());
    }

    /**
     * As {@link #check(String, String, BcryptHash)}, and no less work than a check of a hash of that cost: a cheaper hash, of an older
     * policy or imported, must not tell by its time that there is one. Each step of cost doubles the work, so that one digest of each cost
     * from the hash's to the asked one, that one left out, makes up for exactly what is missing.
     *
     * @param leastCost 4–14, or the stage fails with {@link IllegalArgumentException}; a dearer hash takes as long as it takes
     */
    public CompletionStage<Boolean> check(String slug, String password, BcryptHash hash, int leastCost) {
        if (!isCost(leastCost)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("a bcrypt cost is 4 to 14"));
        }
        return submit(slug, () -> {
            Optional<byte[]> input = BcryptInput.of(password);
            byte[] actual = digest(input.orElseGet(BcryptInput::standIn), hash.salt(), hash.cost());
            boolean equal = MessageDigest.isEqual(actual, hash.digest());
            for (int cost = hash.cost(); cost < leastCost; cost++) {
                digest(BcryptInput.standIn(), new byte[SALT_BYTES], cost);
            }
            return equal && input.isPresent();
        });
    }

    /**
     * A new hash with a fresh salt. Fails with {@link IllegalArgumentException} for a cost outside 4–14 and for a password that
     * bcrypt cannot tell from others, see {@link #check}.
     */
    public CompletionStage<BcryptHash> hash(String slug, String password, int cost) {
        if (!isCost(cost)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("a bcrypt cost is 4 to 14"));
        }
        Optional<byte[]> input = BcryptInput.of(password);
        if (input.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a password is 1 to 72 bytes of UTF-8 without NUL or lone surrogates"));
        }
        byte[] bytes = input.get();
        return submit(slug, () -> {
            byte[] salt = new byte[SALT_BYTES];
            random.fill(salt);
            return BcryptHash.of(cost, salt, digest(bytes, salt, cost));
        });
    }

    /** Waits and works as long as {@link #check} does, for an account that does not exist or has no password. */
    public CompletionStage<Void> dummyCheck(String slug, String password, int cost) {
        if (!isCost(cost)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("a bcrypt cost is 4 to 14"));
        }
        return submit(slug, () -> {
            byte[] input = BcryptInput.of(password).orElseGet(BcryptInput::standIn);
            digest(input, new byte[SALT_BYTES], cost);
            return null;
        });
    }

    /** How many jobs wait for a thread, for metrics. */
    public int waiting() {
        return queue.size();
    }

    /** Fails what is waiting with {@link HashingOverloaded}, so that callers try another node; running hashes end normally. */
    @Override
    public void close() {
        queue.close().forEach(job -> job.shed(Duration.ofSeconds(1)));
    }

    private static boolean isCost(int cost) {
        return cost >= BcryptHash.MIN_COST && cost <= BcryptHash.MAX_COST;
    }

    private byte[] digest(byte[] input, byte[] salt, int cost) {
        try {
            return function.digest(input, salt, cost);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    private <T> CompletionStage<T> submit(String slug, Supplier<T> work) {
        Job<T> job = new Job<>(work, new CompletableFuture<>(), nanoTime.getAsLong());
        switch (queue.offer(slug, job)) {
            case FairQueue.Offer.Accepted<Job<?>> accepted -> {}
            case FairQueue.Offer.Displacing<Job<?>>(Job<?> displaced) -> displaced.shed(retryAfter());
            case FairQueue.Offer.Refused<Job<?>> refused -> job.shed(retryAfter());
        }
        return job.result();
    }

    private Duration retryAfter() {
        long nanos = meanNanos.get() * queue.size() / settings.patientThreads();
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(nanos, 1_000_000_000L)));
    }

    private interface Source {
        Optional<Job<?>> take() throws InterruptedException;
    }

    private void work(Source source) {
        try {
            for (Optional<Job<?>> next = source.take(); next.isPresent(); next = source.take()) {
                Job<?> job = next.get();
                long begun = nanoTime.getAsLong();
                if (begun - job.queuedAt() > settings.longestWait().toNanos()) {
                    job.shed(retryAfter());
                } else if (job.run()) {
                    long took = nanoTime.getAsLong() - begun;
                    meanNanos.updateAndGet(mean -> mean + (took - mean) / 8);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private record Job<T>(Supplier<T> work, CompletableFuture<T> result, long queuedAt) {

        /** Does the work unless the caller has cancelled it; whatever goes wrong is the caller's, never the thread's. */
        boolean run() {
            if (result.isDone()) {
                return false;
            }
            try {
                result.complete(work.get());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
            return true;
        }

        void shed(Duration retryAfter) {
            result.completeExceptionally(new HashingOverloaded(retryAfter));
        }
    }
}
