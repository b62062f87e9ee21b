package com.prysmid.control.workspaces;

import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the list of workspaces can be asked. */
sealed interface IndexCommand {
    /** List this slug before its lifecycle begins. */
    record Enlist(
            Provenance by, Slug slug, @Nullable Sha256 idempotencyKey, Sha256 fingerprint, ActorRef<Enlisting> replyTo)
            implements IndexCommand {}

    /** Provisioning of this slug has ended. */
    record Settle(Slug slug) implements IndexCommand {}

    /** Wake every unfinished workspace. */
    record Sweep() implements IndexCommand {}

    /** Go on with looking at every service account once, as after each start. */
    record Inspect() implements IndexCommand {}

    /** This workspace's service account is as it should be, or nothing can be done for it now. */
    record Tended(Slug slug, Upkeep done) implements IndexCommand {}

    /** The answer to {@link Enlist}. */
    enum Enlisting {
        /** The slug is on the list: go on with its lifecycle, which decides. */
        ENLISTED,
        /** The idempotency key has been used for a different request. */
        KEY_USED_FOR_ANOTHER
    }
}
