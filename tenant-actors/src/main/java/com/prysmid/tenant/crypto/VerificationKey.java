package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/**
 * A public key and the one algorithm it verifies. The pairing is fixed here, so no token can choose what its signature is checked
 * with (RFC 8725 section 3.1). Thread-safe; make it once per key.
 */
public final class VerificationKey {

    private final String kid;
    private final SigningAlgorithm algorithm;
    private final JWK jwk;
    private final JWSVerifier verifier;
    private final JWSHeader header;

    private VerificationKey(String kid, SigningAlgorithm algorithm, JWK jwk, JWSVerifier verifier) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.verifier = verifier;
        this.header = new JWSHeader(algorithm.jws());
    }

    /**
     * One of our own public keys, which always name their kid and algorithm.
     *
     * @throws IllegalArgumentException if it lacks either, or is not fit for the algorithm
     */
    public static VerificationKey parse(String publicJwk, CryptoProviders providers) {
        JWK jwk = SigningKeys.parse(publicJwk);
        if (jwk.getKeyID() == null || jwk.getAlgorithm() == null) {
            throw new IllegalArgumentException("a signing key names its kid and alg");
        }
        SigningAlgorithm algorithm = SigningAlgorithm.named(jwk.getAlgorithm().getName())
                .orElseThrow(() -> new IllegalArgumentException("not a signature algorithm spoken here"));
        return of(jwk.getKeyID(), algorithm, jwk, providers);
    }

    /**
     * One of our own public keys, used as our own record of it says.
     *
     * @throws IllegalArgumentException if it names another kid or algorithm, or is not fit for it
     */
    public static VerificationKey parse(
            String kid, SigningAlgorithm algorithm, String publicJwk, CryptoProviders providers) {
        VerificationKey key = parse(publicJwk, providers);
        if (!key.kid.equals(kid) || key.algorithm != algorithm) {
            throw new IllegalArgumentException("the key is not the one on record");
        }
        return key;
    }

    /** @throws IllegalArgumentException if the key is private, symmetric, too weak, or of another kind than the algorithm's */
    static VerificationKey of(String kid, SigningAlgorithm algorithm, JWK jwk, CryptoProviders providers) {
        if (jwk.isPrivate() || !algorithm.fits(jwk)) {
            throw new IllegalArgumentException("the key is not a public key for " + algorithm.jose());
        }
        try {
            JWSVerifier verifier = switch (algorithm) {
                case RS256, PS256 -> new RSASSAVerifier(rsa(jwk, providers));
                case ES256 -> new ECDSAVerifier((ECKey) jwk);
                case EDDSA -> new Ed25519Verifier((OctetKeyPair) jwk);
            };
            providers
                    .forService("Signature", algorithm.signature())
                    .ifPresent(provider -> verifier.getJCAContext().setProvider(provider));
            return new VerificationKey(kid, algorithm, jwk, verifier);
        } catch (GeneralSecurityException | JOSEException unusable) {
            throw new IllegalArgumentException("the key cannot be used for " + algorithm.jose());
        }
    }

    /** As the provider's own object, which it need not translate for every token. */
    private static RSAPublicKey rsa(JWK jwk, CryptoProviders providers) throws GeneralSecurityException, JOSEException {
        RSAPublicKey key = jwk.toRSAKey().toRSAPublicKey();
        Optional<Provider> provider = providers.forService("KeyFactory", "RSA");
        return provider.isEmpty()
                ? key
                : (RSAPublicKey) KeyFactory.getInstance("RSA", provider.get())
                        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    public String kid() {
        return kid;
    }

    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    JWK jwk() {
        return jwk;
    }

    /** Whether this key made the signature of that token; the token's own header is not asked. */
    boolean verifies(CompactJws token) {
        try {
            return verifier.verify(header, token.signingInput().getBytes(US_ASCII), new Base64URL(token.signature()));
        } catch (JOSEException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + kid + ", " + algorithm + "]";
    }
}
