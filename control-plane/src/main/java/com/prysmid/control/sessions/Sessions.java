package com.prysmid.control.sessions;

import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * What the HTTP layer can ask about the dashboard's sessions. Safe for use by many threads at once. Every stage may fail with a {@link
 * java.util.concurrent.TimeoutException}.
 */
public final class Sessions {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final EntityTypeKey<SessionCommand> SESSIONS =
            EntityTypeKey.create(SessionCommand.class, ConsoleSessions.TYPE);

    private final ClusterSharding sharding;
    private final SecureRandom random;

    private Sessions(ClusterSharding sharding, SecureRandom random) {
        this.sharding = sharding;
        this.random = random;
    }

    /** Starts the actor. */
    public static Sessions start(ActorSystem<?> system, Clock clock, SecureRandom random) {
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(SESSIONS, context -> ConsoleSessions.create(clock)));
        return new Sessions(sharding, random);
    }

    /** A person whose browser holds that secret. */
    public record SignedIn(SessionSecret secret, MemberId member, Person person) {}

    /** A new session, never one that a browser came with: so nobody can choose another's. */
    public CompletionStage<SessionSecret> open(MemberId member, Person person, Provenance by) {
        SessionSecret secret = SessionSecret.generate(random);
        String sealed = person.sealed(secret, random);
        return sessions()
                .<SessionCommand.Done>ask(
                        replyTo -> new SessionCommand.Open(member, secret.digest(), sealed, by, replyTo), PATIENCE)
                .thenApply(done -> secret);
    }

    /** Who is signed in with this secret, if the session has not ended; so it has been used. */
    public CompletionStage<Optional<SignedIn>> recognise(SessionSecret secret) {
        return sessions()
                .<SessionCommand.Recognition>ask(
                        replyTo -> new SessionCommand.Recognise(secret.digest(), replyTo), PATIENCE)
                .thenApply(found -> found.session()
                        .map(session ->
                                new SignedIn(secret, session.member(), Person.opened(session.sealed(), secret))));
    }

    /** Ends the session, if there is one. */
    public CompletionStage<Void> close(SessionSecret secret, Provenance by) {
        return sessions()
                .<SessionCommand.Done>ask(replyTo -> new SessionCommand.Close(secret.digest(), by, replyTo), PATIENCE)
                .thenAccept(done -> {});
    }

    private EntityRef<SessionCommand> sessions() {
        return sharding.entityRefFor(SESSIONS, ConsoleSessions.ID);
    }
}
