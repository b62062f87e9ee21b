package com.prysmid.control.sessions;

import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the sessions can be asked. */
sealed interface SessionCommand {
    record Open(MemberId member, Sha256 digest, String sealed, Provenance by, ActorRef<Done> replyTo)
            implements SessionCommand {}

    record Recognise(Sha256 digest, ActorRef<Recognition> replyTo) implements SessionCommand {}

    record Close(Sha256 digest, Provenance by, ActorRef<Done> replyTo) implements SessionCommand {}

    /** The answer to {@link Open} and {@link Close}. */
    record Done() {}

    /** The answer to {@link Recognise}. */
    record Recognition(Optional<SessionState.Session> session) {}
}
