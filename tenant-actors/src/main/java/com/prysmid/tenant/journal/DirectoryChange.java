package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event does to the directory, to the table of identities, and to the outbox. */
public sealed interface DirectoryChange {
    record Added(String userId, UserProfile profile, String state, Instant createdAt) implements DirectoryChange {}

    record ProfileChanged(String userId, UserProfile profile, Instant at) implements DirectoryChange {}

    record StateChanged(String userId, String state, Instant at) implements DirectoryChange {}

    /** Something changed that has no column. */
    record Touched(String userId, Instant at) implements DirectoryChange {}

    /**
     * The row of the outbox, by which a node that starts finds who owes something to an app or a person, and whose sign-up is
     * over.
     *
     * @param due when there is something to do next; null: never
     */
    record DeliveriesDue(String userId, @Nullable Instant due) implements DirectoryChange {}

    /** From now on the subject at that provider is this user; nobody else may be. */
    record IdentityLinked(String userId, String idpId, String subject) implements DirectoryChange {}

    record IdentityUnlinked(String userId, String idpId, String subject) implements DirectoryChange {}

    /** Nobody comes from that provider any more. */
    record IdentitiesVoid(String idpId) implements DirectoryChange {}

    /**
     * The user is forgotten: the rows of directory, identities and outbox, the snapshots, and every journal row but the one that says so; audit rows
     * keep the opaque id; those of the user's own acts lose ip and user agent.
     */
    record Erased(String userId, String persistenceId, long lastSequenceNr) implements DirectoryChange {}
}
