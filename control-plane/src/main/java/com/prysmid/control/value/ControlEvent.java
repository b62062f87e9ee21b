package com.prysmid.control.value;

import java.time.Instant;

/**
 * A fact of any entity of the control plane. What implements this is persisted by {@code store.EventSerializer}, tagged by {@code
 * store.ControlTag}, and so reaches the audit journal.
 */
public interface ControlEvent {
    /** When it became a fact. */
    Instant at();

    /** Who made it one, and from where. */
    Provenance by();
}
