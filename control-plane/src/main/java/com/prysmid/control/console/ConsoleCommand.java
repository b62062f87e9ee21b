package com.prysmid.control.console;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the actor can be asked. */
sealed interface ConsoleCommand {
    /** The dashboard is served there: see that it is registered so. */
    record Serve(String origin) implements ConsoleCommand {}

    /** A try has ended. */
    record Tried(
            String origin,
            ConsoleSetup.@Nullable Registered registered,
            @Nullable Throwable failure) implements ConsoleCommand {}

    record Get(ActorRef<Found> replyTo) implements ConsoleCommand {}

    /** The answer to {@link Get}. */
    record Found(Optional<ConsoleApp> app) {}
}
