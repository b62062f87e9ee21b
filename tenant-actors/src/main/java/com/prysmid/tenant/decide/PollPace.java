package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.Refused;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a client may ask whether a person has decided (RFC 8628 §3.5, CIBA §7.3): who asks too soon has to wait five
 * seconds longer from then on.
 *
 * @param notBefore when it may ask next
 */
public record PollPace(Duration interval, Instant notBefore) {
    /** RFC 8628 §3.2: also what a client assumes that is told nothing. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Duration SLOWER_BY = Duration.ofSeconds(5);

    /** What a network may take off an honest client's waiting. */
    private static final Duration LENIENCE = Duration.ofMillis(500);

    public static final PollPace FIRST = new PollPace(INTERVAL, Instant.EPOCH);

    public PollPace polled(Instant now) {
        Duration next = isTooSoon(now) ? interval.plus(SLOWER_BY) : interval;
        return new PollPace(next, now.plus(next).minus(LENIENCE));
    }

    /** The answer to a poll while nobody has decided. */
    public Refused pending(Instant now) {
        return isTooSoon(now)
                ? notGranted("slow_down", "Nobody has decided yet; ask less often.")
                : notGranted("authorization_pending", "Nobody has decided yet.");
    }

    public static Refused denied() {
        return notGranted("access_denied", "The person said no.");
    }

    public static Refused expired() {
        return notGranted("expired_token", "Nobody decided in time; begin again.");
    }

    private boolean isTooSoon(Instant now) {
        return now.isBefore(notBefore);
    }

    private static Refused notGranted(String error, String detail) {
        return Refused.of(Refused.Reason.NOT_GRANTED, error, detail);
    }
}
