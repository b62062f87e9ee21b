package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.Reply;
import org.apache.pekko.actor.typed.ActorRef;

/** Decisions are made without actors: commands in these tests have nobody to reply to. */
final class Nobody {
    private Nobody() {}

    @SuppressWarnings("NullAway") // a decision that touched it would fail the test, which is the point
    static ActorRef<Reply> replies() {
        return null;
    }
}
