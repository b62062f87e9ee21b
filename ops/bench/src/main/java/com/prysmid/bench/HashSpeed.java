package com.prysmid.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.mindrot.jbcrypt.BCrypt;

/** What a password check costs on this machine at the usual cost, with the library that the node uses. */
final class HashSpeed {
    static final int COST = 10;

    private static final int CALIBRATION_CHECKS = 24;
    private static final List<String> GUESSES = List.of("correct horse", "battery staple");

    private HashSpeed() {}

    /** CPU time of one check, with nothing else to do. */
    static double cpuMillisAlone() {
        String stored = warmedUp();
        long checks = 0;
        long before = ProcessCpu.ofThisThreadNanos();
        for (int i = 0; i < CALIBRATION_CHECKS; i++) {
            checks += BCrypt.checkpw(GUESSES.get(i % 2), stored) ? 1 : 0;
        }
        if (checks != CALIBRATION_CHECKS / 2) {
            throw new IllegalStateException("bcrypt is broken on this machine");
        }
        return (ProcessCpu.ofThisThreadNanos() - before) / 1e6 / CALIBRATION_CHECKS;
    }

    /** Checks per second of the whole machine, one after the other on every core. */
    static double perSecondOnAllCores(Duration duration) throws InterruptedException {
        String stored = warmedUp();
        AtomicLong checks = new AtomicLong();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - begin < duration.toNanos()) {
                    BCrypt.checkpw(GUESSES.getLast(), stored);
                    checks.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return checks.get() * 1e9 / (System.nanoTime() - begin);
    }

    private static String warmedUp() {
        String stored = BCrypt.hashpw(GUESSES.getFirst(), BCrypt.gensalt(COST));
        for (int i = 0; i < CALIBRATION_CHECKS; i++) {
            BCrypt.checkpw(GUESSES.get(i % 2), stored);
        }
        return stored;
    }
}
