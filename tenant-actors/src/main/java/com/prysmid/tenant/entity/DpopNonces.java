package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The nonces that proofs may contain (RFC 9449 §8): random, of one running workspace, the newest and the one before it. A fail-over
 * forgets them, and with them every proof that was made for the entity before. Used by the entity's thread only.
 */
final class DpopNonces {
    /** How long one is given out; it is taken for as long again. */
    private static final Duration PERIOD = Duration.ofMinutes(3);

    private final RandomSecrets random;
    private String previous;
    private String current;
    private Instant since = Instant.MIN;

    DpopNonces(RandomSecrets random) {
        this.random = random;
        this.previous = random.secret();
        this.current = random.secret();
    }

    /** For the next proof. */
    String current(Instant now) {
        rotate(now);
        return current;
    }

    /** Those that count, each until when. */
    Map<String, Instant> accepted(Instant now) {
        rotate(now);
        Map<String, Instant> accepted = new HashMap<>();
        accepted.put(previous, since.plus(PERIOD));
        accepted.put(current, since.plus(PERIOD).plus(PERIOD));
        return accepted;
    }

    private void rotate(Instant now) {
        if (since.equals(Instant.MIN) || !now.isBefore(since.plus(PERIOD).plus(PERIOD))) {
            previous = random.secret();
            current = random.secret();
            since = now;
        } else if (!now.isBefore(since.plus(PERIOD))) {
            previous = current;
            current = random.secret();
            since = since.plus(PERIOD);
        }
    }
}
