package com.prysmid.tenant.state;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single sign-on sessions by id. */
public record Sessions(Map<String, Session> bySid) {
    public static final Sessions EMPTY = new Sessions(Map.of());

    /** So many live sessions at once; the one seen longest ago makes room. */
    private static final int LIMIT = 50;

    /**
     * @param lastSeenAt moves with the codes it gives
     * @param expiresAt  its absolute end
     */
    public record Session(
            String sid,
            String secretDigest,
            Instant authTime,
            List<String> amr,
            Instant lastSeenAt,
            Duration idle,
            Instant expiresAt,
            @Nullable String ip,
            @Nullable String userAgent) {
        public boolean isLive(Instant now) {
            return now.isBefore(expiresAt) && now.isBefore(lastSeenAt.plus(idle));
        }

        @Override
        public String toString() {
            return "Session[" + sid + "]";
        }
    }

    public Optional<Session> find(String sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    Sessions begin(Instant at, Act act, SessionEvent.SignedIn event) {
        Map<String, Session> kept = Maps.keep(bySid, (sid, s) -> s.isLive(at) && !sid.equals(event.replacedSid()));
        if (kept.size() >= LIMIT) {
            String oldest = kept.values().stream()
                    .min((a, b) -> a.lastSeenAt().compareTo(b.lastSeenAt()))
                    .orElseThrow()
                    .sid();
            kept = Maps.without(kept, oldest);
        }
        return new Sessions(Maps.with(
                kept,
                event.sid(),
                new Session(
                        event.sid(),
                        event.secretDigest(),
                        at,
                        event.amr(),
                        at,
                        event.idle(),
                        event.expiresAt(),
                        act.ip(),
                        act.userAgent())));
    }

    /** A code given in a session is a sign of life of it. */
    Sessions seen(Instant at, GrantEvent event) {
        return event instanceof GrantEvent.CodeIssued e
                ? find(e.sid())
                        .map(s -> new Sessions(Maps.with(
                                bySid,
                                s.sid(),
                                new Session(
                                        s.sid(),
                                        s.secretDigest(),
                                        s.authTime(),
                                        s.amr(),
                                        at,
                                        s.idle(),
                                        s.expiresAt(),
                                        s.ip(),
                                        s.userAgent()))))
                        .orElse(this)
                : this;
    }

    Sessions end(String sid) {
        return new Sessions(Maps.without(bySid, sid));
    }
}
