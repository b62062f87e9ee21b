package com.prysmid.tenant.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The public keys an app or service account has registered to authenticate with. Immutable; parse once, keep. */
public final class AssertionKeys {

    private static final int MAX_KEYS = 20;

    private final List<VerificationKey> keys;

    private AssertionKeys(List<VerificationKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a JWK set (RFC 7517 section 5). Keys for encryption and of unknown kinds are passed over, as section 5 asks.
     *
     * @throws IllegalArgumentException, fit to be shown, if it is no JWK set, holds a private or symmetric key or more than 20, or
     *     leaves no key to verify with
     */
    public static AssertionKeys parse(String jwks, CryptoProviders providers) {
        JWKSet set;
        try {
            set = JWKSet.parse(jwks);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException("not a JWK set");
        }
        if (set.getKeys().size() > MAX_KEYS) {
            throw new IllegalArgumentException("a JWK set here holds at most " + MAX_KEYS + " keys");
        }
        List<VerificationKey> usable = new ArrayList<>();
        for (JWK jwk : set.getKeys()) {
            if (jwk.isPrivate()) {
                throw new IllegalArgumentException(
                        "the JWK set holds a private or symmetric key; send public keys only");
            }
            if (signs(jwk)) {
                usable.addAll(pairings(jwk, providers));
            }
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException(
                    "the JWK set holds no key to verify with: RSA of 2048 to 4096 bits, P-256 or Ed25519");
        }
        return new AssertionKeys(usable);
    }

    /** The keys that may have made a signature with that algorithm; a key registered without a kid fits every kid. */
    List<VerificationKey> candidates(SigningAlgorithm algorithm, Optional<String> kid) {
        return keys.stream()
                .filter(key -> key.algorithm() == algorithm)
                .filter(key -> kid.isEmpty() || key.kid().isEmpty() || key.kid().equals(kid.get()))
                .toList();
    }

    private static boolean signs(JWK jwk) {
        boolean forSignatures = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean mayVerify =
                jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        return forSignatures && mayVerify;
    }

    /** The key with the algorithm it names, or if it names none, with each that its kind is used with. */
    private static List<VerificationKey> pairings(JWK jwk, CryptoProviders providers) {
        String kid = jwk.getKeyID() == null ? "" : jwk.getKeyID();
        List<VerificationKey> pairings = new ArrayList<>();
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            boolean named = jwk.getAlgorithm() == null
                    || SigningAlgorithm.named(jwk.getAlgorithm().getName()).equals(Optional.of(algorithm));
            if (named && algorithm.fits(jwk)) {
                pairings.add(VerificationKey.of(kid, algorithm, jwk, providers));
            }
        }
        return pairings;
    }
}
