package com.prysmid.tenant.protocol;

import java.time.Instant;

/** Of whom something is told. */
public record Person(UserProfile profile, Instant updatedAt) {}
