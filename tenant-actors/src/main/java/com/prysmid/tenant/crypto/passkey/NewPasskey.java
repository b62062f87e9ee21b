package com.prysmid.tenant.crypto.passkey;

import java.util.List;

/**
 * What is kept of a registration (Web Authentication §4 "credential record").
 *
 * @param credentialId   base64url
 * @param publicKey      a COSE_Key (RFC 9052 §7) in CBOR, base64url
 * @param signCount      0 where the authenticator does not count
 * @param aaguid         the authenticator's model, as a UUID; all zero where it does not tell
 * @param transports     by which the browser reaches it, such as {@code internal} or {@code usb}; known names only
 * @param backupEligible it may be copied to other devices of its owner
 * @param backedUp       and is now
 * @param userVerified   by a PIN or a finger, when it was made
 */
public record NewPasskey(
        String credentialId,
        String publicKey,
        long signCount,
        String aaguid,
        List<String> transports,
        boolean backupEligible,
        boolean backedUp,
        boolean userVerified) {
    public NewPasskey {
        transports = List.copyOf(transports);
    }
}
