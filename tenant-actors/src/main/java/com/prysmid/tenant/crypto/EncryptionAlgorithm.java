package com.prysmid.tenant.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of key that others encrypt to (RFC 7518 sections 4.3 and 4.6). RSAES-PKCS1-v1_5 is not among them: whoever tells
 * apart its failures can decrypt with it.
 */
public enum EncryptionAlgorithm implements KeyAlgorithm {
    /** RSA of 2048 bit. */
    RSA_OAEP_256("RSA-OAEP-256", "RSA"),
    /** P-256; one key agrees on content keys and on keys that wrap them. */
    ECDH_ES("ECDH-ES", "EC");

    private final String jose;
    private final String keyType;

    EncryptionAlgorithm(String jose, String keyType) {
        this.jose = jose;
        this.keyType = keyType;
    }

    /**
     * The kind of key that a JWE with this {@code alg} header, or a client with this {@code request_object_encryption_alg}, needs.
     */
    public static Optional<EncryptionAlgorithm> forHeader(String alg) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.takes(alg)).findFirst();
    }

    @Override
    public String jose() {
        return jose;
    }

    @Override
    public String keyType() {
        return keyType;
    }

    /** Whether a JWE with this {@code alg} header may be opened with such a key. */
    boolean takes(String headerName) {
        return switch (this) {
            case RSA_OAEP_256 -> headerName.equals(jose);
            case ECDH_ES ->
                headerName.equals(jose) || headerName.equals("ECDH-ES+A128KW") || headerName.equals("ECDH-ES+A256KW");
        };
    }
}
