package com.prysmid.tenant.crypto.passkey;

/**
 * As it was registered.
 *
 * @param credentialId base64url
 * @param publicKey    a COSE_Key in CBOR, base64url
 */
public record KnownPasskey(String credentialId, String publicKey, boolean backupEligible) {}
