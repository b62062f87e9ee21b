package com.prysmid.control.dataplane;

import org.jspecify.annotations.Nullable;

/**
 * The workspace serves its users.
 *
 * @param bootstrapClientId the service account made for the administrator's key, if one was given
 */
public record Activated(String issuer, @Nullable String bootstrapClientId) {}
