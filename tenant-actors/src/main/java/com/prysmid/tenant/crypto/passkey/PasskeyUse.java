package com.prysmid.tenant.crypto.passkey;

/**
 * A signature that was found good.
 *
 * @param signCount    to be compared with the one before; 0 where the authenticator does not count
 * @param userVerified by a PIN or a finger
 * @param backedUp     copied to other devices of its owner
 */
public record PasskeyUse(long signCount, boolean userVerified, boolean backedUp) {}
