package com.prysmid.control.workspaces;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before asking the data plane again: doubling from the shortest to the longest, with jitter so that a thousand
 * waiting workspaces do not return in one breath. It never gives up: an unreachable data plane says nothing about a workspace.
 *
 * @param jitter the share of the delay that is random, 0 to 1
 */
public record BackOff(Duration shortest, Duration longest, double jitter) {
    public BackOff {
        if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("retry.shortest must be positive and not above retry.longest");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("retry.jitter must lie between 0 and 1");
        }
    }

    /**
     * @param failures how many tries in a row have failed, at least 1
     * @param asked the least delay the data plane asked for, if it did; it may exceed the longest
     * @param random uniformly from [0, 1)
     */
    public Duration delay(int failures, @Nullable Duration asked, double random) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        long ceiling = longest.toMillis();
        long grown = shortest.toMillis() > ceiling >> doublings ? ceiling : shortest.toMillis() << doublings;
        long jittered = Math.round(grown * (1 - jitter * random));
        Duration delay = Duration.ofMillis(Math.max(1, jittered));
        if (asked == null || asked.compareTo(delay) <= 0) {
            return delay;
        }
        return asked.plusMillis(Math.round(shortest.toMillis() * jitter * random));
    }
}
