package com.prysmid.tenant.crypto;

import java.security.PrivateKey;
import java.util.Arrays;

/**
 * A new key pair, before its private half is sealed.
 *
 * @param kid the key's id in the JWK set and in token headers
 * @param algorithm the one algorithm it is used with
 * @param publicJwk the public half as JSON (RFC 7517), with {@code kid}, {@code alg} and {@code use}
 * @param privateKey the private half
 */
public record GeneratedKey(String kid, KeyAlgorithm algorithm, String publicJwk, PrivateKeyBytes privateKey) {

    static GeneratedKey of(String kid, KeyAlgorithm algorithm, String publicJwk, PrivateKey privateKey) {
        byte[] pkcs8 = privateKey.getEncoded();
        try {
            return new GeneratedKey(kid, algorithm, publicJwk, new PrivateKeyBytes(pkcs8));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** @throws IllegalArgumentException unless it is 1–64 characters of base64url or base32 */
    static String checkKid(String kid) {
        if (!kid.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("a kid is 1 to 64 characters of base64url");
        }
        return kid;
    }

    /** The private half, sealed with the workspace's data key and bound to its slug and the kid. */
    public SealedKey seal(WorkspaceSeal seal) {
        byte[] pkcs8 = privateKey.pkcs8();
        try {
            return seal.seal(pkcs8, kid);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "GeneratedKey[" + kid + ", " + algorithm + ", redacted]";
    }
}
