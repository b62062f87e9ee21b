package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class PasswordHashingTest {

    private static final BcryptHash HORSE =
            new BcryptHash("$2b$04$CCCCCCCCCCCCCCCCCCCCC..o66Ba.o65rt06KXeSpKWfObOB7QJIe");

    private final List<PasswordHashing> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(PasswordHashing::close);
    }

    /** The digests were made by libxcrypt's crypt(3), not by the code under test. */
    @ParameterizedTest
    @CsvSource({
        "correct horse, CCCCCCCCCCCCCCCCCCCCC..o66Ba.o65rt06KXeSpKWfObOB7QJIe",
        "Grüße 🔑, CCCCCCCCCCCCCCCCCCCCC.A6FNY5.fMts0r5p3spj6EkwBi8qa1Ee",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,"
                + "CCCCCCCCCCCCCCCCCCCCC.ug0A3dTXhy5U.dFjx/qguZ8I4CB77BC",
        "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü, CCCCCCCCCCCCCCCCCCCCC.93/khHu/VbQxGBOFKD8I2Lk85cTN/uC",
        // a salt whose spare bits are set, as some implementations write it
        "correct horse, abcdefghijklmnopqrstuvjydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
    })
    void checksHashesOfOtherImplementationsInAllThreeVersions(String password, String saltAndDigest) {
        PasswordHashing hashing = real();
        for (String version : List.of("$2a$04$", "$2b$04$", "$2y$04$")) {
            BcryptHash hash = new BcryptHash(version + saltAndDigest);
            assertThat(get(hashing.check("acme", password, hash))).isTrue();
            assertThat(get(hashing.check("acme", password.substring(1), hash))).isFalse();
        }
    }

    @Test
    void whatItHashesItChecksAndTheCostIsTheAskedOne() {
        PasswordHashing hashing = real();
        BcryptHash first = get(hashing.hash("acme", "Tr0ub4dor&3", 5));
        BcryptHash second = get(hashing.hash("acme", "Tr0ub4dor&3", 5));
        assertThat(first.cost()).isEqualTo(5);
        assertThat(first).as("each has its own salt").isNotEqualTo(second);
        assertThat(get(hashing.check("acme", "Tr0ub4dor&3", first))).isTrue();
        assertThat(get(hashing.check("acme", "Tr0ub4dor&4", first))).isFalse();
        assertThat(get(hashing.dummyCheck("acme", "Tr0ub4dor&3", 4))).isNull();
    }

    @Test
    void aPasswordIsTheSameFromEveryKeyboard() {
        PasswordHashing hashing = real();
        BcryptHash composed = get(hashing.hash("acme", "Gr\u00FC\u00DFe \uFB01nden", 4));
        assertThat(get(hashing.check("acme", "Gru\u0308\u00DFe finden", composed)))
                .isTrue();
        assertThat(get(hashing.check("acme", "Grusse finden", composed))).isFalse();
    }

    @Test
    void aPasswordBeyond72BytesIsRefusedAndNeverMatchesItsPrefix() {
        PasswordHashing hashing = real();
        BcryptHash of72 = get(hashing.hash("acme", "x".repeat(72), 4));
        assertThat(get(hashing.check("acme", "x".repeat(72), of72))).isTrue();
        assertThat(get(hashing.check("acme", "x".repeat(73), of72))).isFalse();
        assertThatThrownBy(() -> get(hashing.hash("acme", "x".repeat(73), 4)))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("xxx");
        assertThatThrownBy(() -> get(hashing.hash("acme", "ü".repeat(37), 4)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0a", "\0", "", "\uD800", "a\uDC00b"})
    void passwordsThatBcryptWouldConfuseAreRefused(String password) {
        PasswordHashing hashing = real();
        BcryptHash ofA = new BcryptHash("$2b$04$CCCCCCCCCCCCCCCCCCCCC.f/Fm9DOYGp2ai9rjxvG4QHlhtDCuDuu");
        assertThat(get(hashing.check("acme", "a", ofA))).isTrue();
        assertThat(get(hashing.check("acme", password, ofA))).isFalse();
        assertThatThrownBy(() -> get(hashing.hash("acme", password, 4)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 3, 15, 31, Integer.MAX_VALUE})
    void aCostOutsideTheBoundsIsRefused(int cost) {
        PasswordHashing hashing = real();
        assertThatThrownBy(() -> get(hashing.hash("acme", "a", cost)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> get(hashing.dummyCheck("acme", "a", cost)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyKindOfFailingCheckDoesTheSameWork() {
        Gate gate = new Gate();
        gate.permits.release(100);
        PasswordHashing hashing = gated(gate, 10, 10);
        BcryptHash cost7 = new BcryptHash(HORSE.modularCrypt().replace("$04$", "$07$"));
        get(hashing.check("acme", "wrong", cost7));
        get(hashing.check("acme", "x".repeat(5_000), cost7));
        get(hashing.check("acme", "nul\0", cost7));
        get(hashing.dummyCheck("acme", "nobody", 7));
        get(hashing.dummyCheck("acme", "x".repeat(5_000), 7));
        assertThat(gate.costs).containsExactly(7, 7, 7, 7, 7);
    }

    @Test
    void aCheaperHashTakesExactlyAsMuchWorkAsOneOfTheAskedCost() {
        Gate gate = new Gate();
        gate.permits.release(100);
        PasswordHashing hashing = gated(gate, 10, 10);
        assertThat(get(hashing.check("acme", "wrong", HORSE, 10))).isFalse();
        assertThat(gate.costs).startsWith(4);
        assertThat(work(gate)).isEqualTo(1 << 10);
        gate.costs.clear();
        get(hashing.check("acme", "x".repeat(5_000), HORSE, 10));
        assertThat(work(gate)).isEqualTo(1 << 10);
        gate.costs.clear();
        get(hashing.check("acme", "wrong", HORSE, 4));
        assertThat(gate.costs).containsExactly(4);
        gate.costs.clear();
        get(hashing.check("acme", "wrong", new BcryptHash(HORSE.modularCrypt().replace("$04$", "$07$")), 5));
        assertThat(gate.costs).as("a dearer one is what it is").containsExactly(7);
    }

    @Test
    void theRightPasswordOfACheaperHashIsStillRight() {
        PasswordHashing hashing = real();
        assertThat(get(hashing.check("acme", "correct horse", HORSE, 6))).isTrue();
        assertThat(get(hashing.check("acme", "correct horsf", HORSE, 6))).isFalse();
        assertThatThrownBy(() -> get(hashing.check("acme", "correct horse", HORSE, 15)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    /** In key expansions. */
    private static int work(Gate gate) {
        return gate.costs.stream().mapToInt(cost -> 1 << cost).sum();
    }

    @Test
    void aFloodOnOneWorkspaceDelaysAnotherByTheRunningHashOnly() {
        Gate gate = new Gate();
        PasswordHashing hashing = gated(gate, 50, 100);
        List<CompletionStage<Boolean>> all = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            all.add(hashing.check("flooded", "f" + number, HORSE));
        }
        gate.awaitBegun(1);
        all.add(hashing.check("calm", "calm-1", HORSE));
        all.add(hashing.check("calm", "calm-2", HORSE));
        gate.permits.release(100);
        all.forEach(PasswordHashingTest::get);
        assertThat(gate.begun.subList(0, 5)).containsExactly("f0", "calm-1", "f1", "calm-2", "f2");
        assertThat(gate.begun).hasSize(52);
    }

    @Test
    void overloadShedsWithARetryTimeAndWithoutHashing() {
        Gate gate = new Gate();
        PasswordHashing hashing = gated(gate, 3, 100);
        List<CompletionStage<Boolean>> taken = new ArrayList<>();
        taken.add(hashing.check("acme", "running", HORSE));
        gate.awaitBegun(1);
        for (int number = 0; number < 3; number++) {
            taken.add(hashing.check("acme", "waiting", HORSE));
        }
        assertShed(hashing.check("acme", "shed", HORSE));
        assertThat(hashing.waiting()).isEqualTo(3);
        gate.permits.release(100);
        taken.forEach(PasswordHashingTest::get);
        assertThat(gate.begun).doesNotContain("shed");
        assertThat(get(hashing.check("acme", "after the storm", HORSE))).isFalse();
    }

    @Test
    void theTotalBoundTakesFromTheGreediestWorkspace() {
        Gate gate = new Gate();
        PasswordHashing hashing = gated(gate, 4, 4);
        CompletionStage<Boolean> running = hashing.check("greedy", "running", HORSE);
        gate.awaitBegun(1);
        List<CompletionStage<Boolean>> greedy = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            greedy.add(hashing.check("greedy", "g" + number, HORSE));
        }
        CompletionStage<Boolean> modest = hashing.check("modest", "m", HORSE);
        assertShed(greedy.get(3));
        gate.permits.release(100);
        assertThat(get(running)).isFalse();
        assertThat(get(modest)).isFalse();
        greedy.subList(0, 3).forEach(PasswordHashingTest::get);
        assertThat(gate.begun).containsExactly("running", "m", "g0", "g1", "g2");
    }

    @Test
    void aJobThatWaitedTooLongIsShedInsteadOfDoneForNobody() {
        Gate gate = new Gate();
        AtomicLong nanos = new AtomicLong();
        PasswordHashing hashing = gated(gate, 10, 10, nanos);
        CompletionStage<Boolean> running = hashing.check("acme", "running", HORSE);
        gate.awaitBegun(1);
        CompletionStage<Boolean> late = hashing.check("acme", "late", HORSE);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        gate.permits.release(100);
        get(running);
        assertShed(late);
        assertThat(gate.begun).containsExactly("running");
    }

    @Test
    void aFailingHashFailsItsOwnCallerOnly() {
        PasswordHashing hashing = new PasswordHashing(
                new PasswordHashing.Settings(1, 0, 10, 10, Duration.ofSeconds(8)),
                RandomSource.secure(),
                (input, salt, cost) -> {
                    if (input[0] == 'p') {
                        throw new IllegalStateException("poison");
                    }
                    return new byte[23];
                },
                System::nanoTime);
        open.add(hashing);
        assertThatThrownBy(() -> get(hashing.check("acme", "poison", HORSE)))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(get(hashing.check("acme", "fine", HORSE))).isFalse();
    }

    @Test
    void closingShedsWhatWaitsAndWhatComesLater() {
        Gate gate = new Gate();
        PasswordHashing hashing = gated(gate, 10, 10);
        CompletionStage<Boolean> running = hashing.check("acme", "running", HORSE);
        gate.awaitBegun(1);
        CompletionStage<Boolean> waiting = hashing.check("acme", "waiting", HORSE);
        hashing.close();
        assertShed(waiting);
        assertShed(hashing.check("acme", "later", HORSE));
        gate.permits.release(100);
        assertThat(get(running)).isFalse();
    }

    @Test
    void threadsAreNamedDaemons() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        PasswordHashing hashing = new PasswordHashing(
                new PasswordHashing.Settings(1, 0, 10, 10, Duration.ofSeconds(8)),
                RandomSource.secure(),
                (input, salt, cost) -> {
                    threads.add(Thread.currentThread());
                    return new byte[23];
                },
                System::nanoTime);
        open.add(hashing);
        get(hashing.dummyCheck("acme", "x", 4));
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("prysm-hash-1");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    private PasswordHashing real() {
        PasswordHashing hashing = new PasswordHashing(PasswordHashing.Settings.forThisMachine(), RandomSource.secure());
        open.add(hashing);
        return hashing;
    }

    private PasswordHashing gated(Gate gate, int perWorkspace, int inTotal) {
        return gated(gate, perWorkspace, inTotal, new AtomicLong());
    }

    private PasswordHashing gated(Gate gate, int perWorkspace, int inTotal, AtomicLong nanos) {
        PasswordHashing hashing = new PasswordHashing(
                new PasswordHashing.Settings(1, 0, perWorkspace, inTotal, Duration.ofSeconds(8)),
                RandomSource.secure(),
                gate,
                nanos::get);
        open.add(hashing);
        return hashing;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertShed(CompletionStage<?> stage) {
        assertThatThrownBy(() -> get(stage))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HashingOverloaded.class,
                        overloaded ->
                                assertThat(overloaded.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    /** A password function that notes what it is given, in order, and ends when it is let. */
    private static final class Gate implements PasswordFunction {

        private final Semaphore permits = new Semaphore(0);
        private final Semaphore starts = new Semaphore(0);
        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final List<Integer> costs = new CopyOnWriteArrayList<>();

        @Override
        public byte[] digest(byte[] input, byte[] salt, int cost) {
            begun.add(new String(Arrays.copyOf(input, input.length - 1), UTF_8));
            costs.add(cost);
            starts.release();
            permits.acquireUninterruptibly();
            return new byte[23];
        }

        void awaitBegun(int count) {
            starts.acquireUninterruptibly(count);
        }
    }
}
