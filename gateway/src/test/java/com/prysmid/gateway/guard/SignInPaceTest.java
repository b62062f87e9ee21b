package com.prysmid.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Slug;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignInPaceTest {
    private static final Slug ACME = new Slug("acme");

    private final SignInPace pace = new SignInPace();

    @Test
    void mistypingIsFreeAndGuessingIsHeldLongerEachTime() {
        assertThat(delayAfter(2)).isZero();
        assertThat(delayAfter(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(delayAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delayAfter(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.delay(ACME, "bob")).isZero();
        assertThat(pace.delay(new Slug("other"), "ada")).isZero();
    }

    @Test
    void anotherSpellingIsTheSameName() {
        delayAfter(3);

        assertThat(pace.delay(ACME, " \uFF21da")).isPositive();
    }

    @Test
    void successWipesTheSlate() {
        delayAfter(3);

        // Held for half a second, since a flood of guesses does not tell a right one by its time.
        pace.attempt(ACME, "ada", thrown -> true, () -> CompletableFuture.completedStage("in"))
                .toCompletableFuture()
                .join();

        assertThat(pace.delay(ACME, "ada")).isZero();
    }

    @Test
    void anAttemptThatCouldNotBeJudgedIsNoFailure() {
        AtomicInteger tried = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            pace.attempt(ACME, "ada", thrown -> false, () -> {
                tried.incrementAndGet();
                return CompletableFuture.failedStage(new IllegalStateException("overloaded"));
            });
        }

        assertThat(tried).hasValue(10);
        assertThat(pace.delay(ACME, "ada")).isZero();
    }

    private Duration delayAfter(int failures) {
        for (int i = 0; i < failures; i++) {
            pace.attempt(
                            ACME,
                            "ada",
                            thrown -> true,
                            () -> CompletableFuture.failedStage(new IllegalArgumentException("wrong")))
                    .handle((done, thrown) -> done)
                    .toCompletableFuture()
                    .join();
        }
        return pace.delay(ACME, "ada");
    }
}
