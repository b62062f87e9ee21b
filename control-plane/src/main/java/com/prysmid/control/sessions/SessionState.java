package com.prysmid.control.sessions;

import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The sessions that have not ended. Mutable, and touched by its one actor only. */
final class SessionState {
    /** A dashboard left open over lunch goes on; one left open over night does not. */
    static final Duration IDLE = Duration.ofHours(1);

    /** A working day: then the workspace {@code console} is asked again who this is. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** In use all day, a session puts so many events into the journal, and no more; after a restart it may end so much too early. */
    static final Duration NOTED_EVERY = Duration.ofMinutes(10);

    private final Map<Sha256, Session> sessions = new HashMap<>();

    /** @param lastUsed as noted in the journal */
    record Session(MemberId member, String sealed, Instant endsAt, Instant lastUsed) {
        Session usedAt(Instant at) {
            return new Session(member, sealed, endsAt, at);
        }
    }

    /**
     * The session with this digest, if it has not ended.
     *
     * @param lastUsed when each was used last, where that is known better than it is noted
     */
    Optional<Session> find(Sha256 digest, Map<Sha256, Instant> lastUsed, Instant now) {
        return Optional.ofNullable(sessions.get(digest))
                .filter(session -> now.isBefore(session.endsAt()))
                .filter(session -> now.isBefore(
                        lastUsed.getOrDefault(digest, session.lastUsed()).plus(IDLE)));
    }

    SessionState apply(SessionEvent event) {
        switch (event) {
            case SessionEvent.SignedIn e -> {
                sessions.values().removeIf(old -> !e.at().isBefore(old.endsAt()));
                sessions.put(e.digest(), new Session(e.member(), e.sealed(), e.endsAt(), e.at()));
            }
            case SessionEvent.Used e -> sessions.computeIfPresent(e.digest(), (key, was) -> was.usedAt(e.at()));
            case SessionEvent.SignedOut e -> sessions.remove(e.digest());
        }
        return this;
    }

    boolean has(Sha256 digest) {
        return sessions.containsKey(digest);
    }
}
