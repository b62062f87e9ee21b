package com.prysmid.control.vault;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.prysmid.control.value.PublicJwk;

/**
 * A signing key: the half for everybody, and the half for the vault only.
 *
 * @param publicKey EC P-256 with a {@code kid}
 * @param privateKey the whole JWK with its private member, and whose it is
 */
public record SealedKeyPair(PublicJwk publicKey, Sealed privateKey) {
    /** The public key's {@code kid}. */
    @JsonIgnore
    public String keyId() {
        return String.valueOf(publicKey.members().get("kid"));
    }

    /** The same key under another seal. */
    public SealedKeyPair with(Sealed again) {
        return new SealedKeyPair(publicKey, again);
    }
}
