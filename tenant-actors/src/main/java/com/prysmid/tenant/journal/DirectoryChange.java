package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;

/** What an event does to the directory. */
public sealed interface DirectoryChange {
    String userId();

    record Added(String userId, UserProfile profile, String state, Instant createdAt) implements DirectoryChange {}

    record ProfileChanged(String userId, UserProfile profile) implements DirectoryChange {}

    record StateChanged(String userId, String state) implements DirectoryChange {}

    /**
     * The user is forgotten: the directory row, the snapshots, and every journal row but the one that says so; audit rows
     * keep the opaque id and lose ip and user agent.
     */
    record Erased(String userId, String persistenceId, long lastSequenceNr) implements DirectoryChange {}
}
