package com.prysmid.tenant.journal;

import java.nio.ByteBuffer;

/**
 * One snapshot as it is stored.
 *
 * @param createdAt milliseconds since the epoch
 */
record SnapshotRow(
        String persistenceId, long sequenceNr, long createdAt, int serializerId, String manifest, ByteBuffer payload) {}
