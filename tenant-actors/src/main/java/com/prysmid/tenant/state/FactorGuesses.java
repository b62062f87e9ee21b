package com.prysmid.tenant.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Wrong codes of a user, whatever sign-in they were for. A right one does not wipe them away: else whoever guesses would only have
 * to wait for the owner to sign in.
 *
 * @param wrong       since the window began
 * @param since       when it began
 * @param locks       in a row, with no right code between; each is twice as long as the one before
 * @param lockedUntil when the last lock ends, or ended
 */
public record FactorGuesses(
        int wrong,
        @Nullable Instant since,
        int locks,
        @Nullable Instant lockedUntil) {
    public static final FactorGuesses NONE = new FactorGuesses(0, null, 0, null);

    /** A person does not mistype so often in so long. */
    public static final int LIMIT = 20;

    public static final Duration WINDOW = Duration.ofHours(1);

    public boolean isLocked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    public int within(Instant now) {
        return since != null && now.isBefore(since.plus(WINDOW)) ? wrong : 0;
    }

    FactorGuesses afterWrong(Instant at, @Nullable Instant lockedFromHereUntil) {
        if (lockedFromHereUntil != null) {
            return new FactorGuesses(0, null, locks + 1, lockedFromHereUntil);
        }
        int before = within(at);
        return new FactorGuesses(before + 1, before == 0 ? at : since, locks, lockedUntil);
    }

    FactorGuesses afterRight() {
        return new FactorGuesses(wrong, since, 0, lockedUntil);
    }
}
