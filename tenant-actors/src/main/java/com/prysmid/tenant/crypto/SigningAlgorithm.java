package com.prysmid.tenant.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The signature algorithms spoken here (RFC 7518 section 3, RFC 8037): no symmetric one, no {@code none}, nothing with SHA-1. */
public enum SigningAlgorithm implements KeyAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA", "SHA-256"),
    PS256("PS256", "RSA", "RSASSA-PSS", "SHA-256"),
    ES256("ES256", "EC", "SHA256withECDSA", "SHA-256"),
    /** Ed25519 only, which hashes with SHA-512 (RFC 8032 section 5.1). */
    EDDSA("EdDSA", "Ed25519", "Ed25519", "SHA-512");

    /** RFC 9864's name for what {@link #EDDSA} is here; we read it and write the older one. */
    public static final String ED25519 = "Ed25519";

    private static final int MIN_RSA_BITS = 2048;
    /** Beyond this a verification is a way to make us work, not a way to be safer. */
    private static final int MAX_RSA_BITS = 4096;

    private final String jose;
    private final String keyType;
    private final String signature;
    private final String hash;

    SigningAlgorithm(String jose, String keyType, String signature, String hash) {
        this.jose = jose;
        this.keyType = keyType;
        this.signature = signature;
        this.hash = hash;
    }

    /**
     * The algorithm with this name in a JOSE header or in client metadata, such as {@code RS256} or {@code EdDSA}; the latter has
     * the name {@link #ED25519} too, by which clients of today call it.
     */
    public static Optional<SigningAlgorithm> named(String jose) {
        String name = jose.equals(ED25519) ? EDDSA.jose : jose;
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.jose.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Every name, for metadata. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SigningAlgorithm::jose).toList();
    }

    /** The name in a JOSE header. */
    @Override
    public String jose() {
        return jose;
    }

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(jose);
    }

    @Override
    public String keyType() {
        return keyType;
    }

    /** The JCA name of the signature. */
    String signature() {
        return signature;
    }

    /**
     * The left half of a token's or code's hash in unpadded base64url: {@code at_hash}, {@code c_hash} and {@code s_hash} of an id
     * token that is signed with this algorithm (OpenID Connect Core sections 3.1.3.6 and 3.3.2.11).
     *
     * @param text ASCII
     */
    public String leftHalfOfHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + hash, e);
        }
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
