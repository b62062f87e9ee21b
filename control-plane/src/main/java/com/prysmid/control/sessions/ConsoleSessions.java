package com.prysmid.control.sessions;

import com.prysmid.control.value.Actor;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * All sessions of the dashboard: one persistent actor, because there are few, every request asks it one map look-up, and a made-up
 * cookie must cost nothing more.
 */
final class ConsoleSessions extends EventSourcedBehavior<SessionCommand, SessionEvent, SessionState> {
    /** Part of the persistence id: never to be changed. */
    static final String TYPE = "ConsoleSessions";

    /** There is one set of sessions; this is its name. */
    static final String ID = "all";

    private final Clock clock;
    /** By digest, since this process began. */
    private final Map<Sha256, Instant> lastUsed = new HashMap<>();

    private ConsoleSessions(Clock clock) {
        super(
                PersistenceId.of(TYPE, ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.clock = clock;
    }

    static Behavior<SessionCommand> create(Clock clock) {
        return Behaviors.setup(context -> new ConsoleSessions(clock));
    }

    @Override
    public SessionState emptyState() {
        return new SessionState();
    }

    @Override
    public EventHandler<SessionState, SessionEvent> eventHandler() {
        return SessionState::apply;
    }

    @Override
    public CommandHandler<SessionCommand, SessionEvent, SessionState> commandHandler() {
        return (state, command) -> switch (command) {
            case SessionCommand.Open c -> open(state, c);
            case SessionCommand.Recognise c -> recognise(state, c);
            case SessionCommand.Close c -> close(state, c);
        };
    }

    private Effect<SessionEvent, SessionState> open(SessionState state, SessionCommand.Open command) {
        lastUsed.keySet().removeIf(digest -> !state.has(digest));
        Instant now = clock.instant();
        return Effect()
                .persist(new SessionEvent.SignedIn(
                        now,
                        command.by(),
                        command.member(),
                        command.digest(),
                        command.sealed(),
                        now.plus(SessionState.LONGEST)))
                .thenRun(after -> command.replyTo().tell(new SessionCommand.Done()));
    }

    private Effect<SessionEvent, SessionState> recognise(SessionState state, SessionCommand.Recognise command) {
        Instant now = clock.instant();
        Sha256 digest = command.digest();
        Optional<SessionState.Session> session = state.find(digest, lastUsed, now);
        command.replyTo().tell(new SessionCommand.Recognition(session));
        if (session.isEmpty()) {
            return Effect().none();
        }
        lastUsed.put(digest, now);
        return now.isBefore(session.get().lastUsed().plus(SessionState.NOTED_EVERY))
                ? Effect().none()
                : Effect()
                        .persist(new SessionEvent.Used(
                                now,
                                new Provenance(
                                        Actor.member(session.get().member().text()), "", null, null),
                                session.get().member(),
                                digest));
    }

    private Effect<SessionEvent, SessionState> close(SessionState state, SessionCommand.Close command) {
        Instant now = clock.instant();
        Optional<SessionState.Session> session = state.find(command.digest(), lastUsed, now);
        lastUsed.remove(command.digest());
        if (session.isEmpty()) {
            command.replyTo().tell(new SessionCommand.Done());
            return Effect().none();
        }
        return Effect()
                .persist(new SessionEvent.SignedOut(
                        now, command.by(), session.get().member(), command.digest()))
                .thenRun(after -> command.replyTo().tell(new SessionCommand.Done()));
    }
}
