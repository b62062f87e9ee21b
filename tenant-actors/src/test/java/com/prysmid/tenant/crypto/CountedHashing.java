package com.prysmid.tenant.crypto;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Real bcrypt that remembers the cost of every digest it made. Thread-safe. */
public final class CountedHashing {
    private final List<Integer> costs = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    public PasswordHashing start() {
        PasswordFunction bcrypt = PasswordFunction.bcrypt();
        return new PasswordHashing(
                new PasswordHashing.Settings(2, 2, 1_000, 1_000, Duration.ofSeconds(60)),
                RandomSource.secure(),
                (input, salt, cost) -> {
                    costs.add(cost);
                    await(held);
                    return bcrypt.digest(input, salt, cost);
                },
                System::nanoTime);
    }

    /** In the order in which they were begun. */
    public List<Integer> costs() {
        return List.copyOf(costs);
    }

    public void forget() {
        costs.clear();
    }

    /** No digest ends before the release. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
