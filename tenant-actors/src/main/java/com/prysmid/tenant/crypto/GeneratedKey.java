package com.prysmid.tenant.crypto;

/**
 * A new key pair, before its private half is sealed.
 *
 * @param kid the key's id in the JWK set and in token headers
 * @param algorithm the one algorithm it is used with
 * @param publicJwk the public half as JSON (RFC 7517), with {@code kid}, {@code alg} and {@code use: sig}
 * @param privateKey the private half
 */
public record GeneratedKey(String kid, SigningAlgorithm algorithm, String publicJwk, PrivateKeyBytes privateKey) {

    @Override
    public String toString() {
        return "GeneratedKey[" + kid + ", " + algorithm + ", redacted]";
    }
}
