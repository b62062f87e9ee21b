package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.Act;
import java.time.Instant;

/** What is journalled: an event with its time and the circumstances of the command that caused it. */
public record Recorded<E extends DomainEvent>(Instant at, Act act, E event) {}
