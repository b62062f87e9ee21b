package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client secret as the key of the client's assertions ({@code client_secret_jwt}, OpenID Connect Core section 9): the one secret
 * that is kept so that it can be read again, and therefore sealed with the workspace's data key and bound to the client's id.
 */
public final class AssertionSecret {

    /** No kid has a colon, so no sealed signing key opens as a secret. */
    private static final String CONTEXT = "client-secret:";

    private final byte[] key;

    private AssertionSecret(byte[] key) {
        this.key = key;
    }

    /** OpenID Connect Core section 10.1: the key is the UTF-8 form of the secret. */
    public static AssertionSecret of(String clientSecret) {
        return new AssertionSecret(clientSecret.getBytes(UTF_8));
    }

    /** 512 random bits as 86 characters of base64url: long enough for every {@link MacAlgorithm}. */
    public static String make(RandomSecrets random) {
        return random.secret() + random.secret();
    }

    /** @throws SealBroken if it was sealed for another workspace or client, or changed since */
    public static AssertionSecret open(SealedKey sealed, String clientId, WorkspaceSeal seal) {
        return new AssertionSecret(seal.open(sealed, CONTEXT + clientId));
    }

    /** In the form to store. */
    public SealedKey seal(String clientId, WorkspaceSeal seal) {
        return seal.seal(key, CONTEXT + clientId);
    }

    /** Whether the secret is long enough for the algorithm. */
    boolean fits(MacAlgorithm algorithm) {
        return key.length >= algorithm.bytes();
    }

    /** Whether this secret made the token's authentication code; takes the same time wherever the two differ. */
    boolean verifies(CompactJws token, MacAlgorithm algorithm) {
        try {
            Mac mac = Mac.getInstance(algorithm.mac());
            mac.init(new SecretKeySpec(key, algorithm.mac()));
            byte[] expected = mac.doFinal(token.signingInput().getBytes(US_ASCII));
            return MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(token.signature()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm.mac(), impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AssertionSecret secret && MessageDigest.isEqual(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "AssertionSecret[redacted]";
    }
}
