package com.prysmid.tenant.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what was guessed and was wrong, per guesser and in all, and starts over every ten minutes. In memory only, and
 * bounded by the limit in all. Used by the entity's thread only.
 */
final class WrongGuesses {
    static final int PER_GUESSER = 20;

    /** Against many guessers: with a thousand codes waiting, all of these find one once in 20,000 windows. */
    static final int IN_ALL = 1_000;

    static final Duration WINDOW = Duration.ofMinutes(10);

    private final Map<String, Integer> byGuesser = new HashMap<>();
    private int inAll;
    private Instant endsAt = Instant.EPOCH;

    boolean mayGuess(List<String> guessers, Instant now) {
        if (!now.isBefore(endsAt)) {
            byGuesser.clear();
            inAll = 0;
        }
        return inAll < IN_ALL
                && guessers.stream().allMatch(guesser -> byGuesser.getOrDefault(guesser, 0) < PER_GUESSER);
    }

    void count(List<String> guessers, Instant now) {
        if (!now.isBefore(endsAt)) {
            endsAt = now.plus(WINDOW);
        }
        inAll++;
        guessers.forEach(guesser -> byGuesser.merge(guesser, 1, Integer::sum));
    }

    Duration remaining(Instant now) {
        return Duration.between(now, endsAt);
    }
}
