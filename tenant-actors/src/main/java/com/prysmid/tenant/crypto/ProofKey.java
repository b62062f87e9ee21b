package com.prysmid.tenant.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public key that a proof brings along (RFC 9449 section 4.2): trusted with nothing but telling whether two proofs are of the
 * same key.
 *
 * @param thumbprint RFC 7638, SHA-256, base64url: the {@code jkt}
 */
record ProofKey(VerificationKey key, String thumbprint) {

    /** Of RFC 7518 section 6: what only private and symmetric keys have. */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /** What a public key consists of. Nothing else is read: certificates, for one, would only make us work. */
    private static final Set<String> PUBLIC = Set.of("kty", "crv", "x", "y", "n", "e");

    /** An exponent is as good as any from 3 on; a long one only makes us work. */
    private static final int MAX_EXPONENT_BITS = 32;

    /** Empty for a private or symmetric key, one of another kind or size than the algorithm's, or no key at all. */
    static Optional<ProofKey> parse(@Nullable Object jwk, SigningAlgorithm algorithm, CryptoProviders providers) {
        if (!(jwk instanceof Map<?, ?> members) || !Collections.disjoint(members.keySet(), PRIVATE)) {
            return Optional.empty();
        }
        Map<String, Object> material = new LinkedHashMap<>();
        for (String name : PUBLIC) {
            if (members.get(name) instanceof String text) {
                material.put(name, text);
            }
        }
        try {
            JWK key = JWK.parse(material);
            if (key instanceof RSAKey rsa && !hasUsualExponent(rsa)) {
                return Optional.empty();
            }
            return Optional.of(new ProofKey(
                    VerificationKey.of("", algorithm, key, providers),
                    key.computeThumbprint().toString()));
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException unusable) {
            return Optional.empty();
        }
    }

    private static boolean hasUsualExponent(RSAKey key) {
        BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
        return exponent.bitLength() <= MAX_EXPONENT_BITS
                && exponent.testBit(0)
                && exponent.compareTo(BigInteger.valueOf(3)) >= 0;
    }
}
