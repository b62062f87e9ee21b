package com.prysmid.tenant.protocol;

import java.time.Instant;

/**
 * What an authenticator was asked to sign. Whoever sends it to the user has seen that it was handed out here, to this browser, for
 * this act; the user sees to it that it is used once.
 *
 * @param value     base64url
 * @param expiresAt so long the user remembers that it was used
 */
public record PasskeyChallenge(String value, Instant expiresAt) {}
