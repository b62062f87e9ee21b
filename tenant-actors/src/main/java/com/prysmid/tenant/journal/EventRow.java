package com.prysmid.tenant.journal;

import java.nio.ByteBuffer;
import java.time.Instant;

/** One event as it is stored. */
record EventRow(
        String persistenceId,
        long sequenceNr,
        String writer,
        Instant writtenAt,
        int serializerId,
        String manifest,
        ByteBuffer payload) {}
