package com.prysmid.tenant.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Optional;

/** The signature algorithms spoken here (RFC 7518 section 3, RFC 8037): no symmetric one, no {@code none}, nothing with SHA-1. */
public enum SigningAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA"),
    PS256("PS256", "RSA", "RSASSA-PSS"),
    ES256("ES256", "EC", "SHA256withECDSA"),
    /** Ed25519 only. */
    EDDSA("EdDSA", "Ed25519", "Ed25519");

    private static final int MIN_RSA_BITS = 2048;
    /** Beyond this a verification is a way to make us work, not a way to be safer. */
    private static final int MAX_RSA_BITS = 4096;

    private final String jose;
    private final String keyType;
    private final String signature;

    SigningAlgorithm(String jose, String keyType, String signature) {
        this.jose = jose;
        this.keyType = keyType;
        this.signature = signature;
    }

    /** The algorithm with this name in a JOSE header or in client metadata, such as {@code RS256} or {@code EdDSA}. */
    public static Optional<SigningAlgorithm> named(String jose) {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.jose.equals(jose)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name in a JOSE header. */
    public String jose() {
        return jose;
    }

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(jose);
    }

    /** The JCA name of the key's kind. */
    String keyType() {
        return keyType;
    }

    /** The JCA name of the signature. */
    String signature() {
        return signature;
    }

    /** Whether a key is of the kind, curve and size that this algorithm is used with. */
    boolean fits(JWK key) {
        return switch (this) {
            case RS256, PS256 -> key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS && rsa.size() <= MAX_RSA_BITS;
            case ES256 -> key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
            case EDDSA -> key instanceof OctetKeyPair okp && okp.getCurve().equals(Curve.Ed25519);
        };
    }
}
