package com.prysmid.tenant.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;

/** Makes signing keys, seals them for storage, and opens them for use. Thread-safe. */
public final class SigningKeys {

    /** An SPKI of Ed25519 is 12 bytes of fixed DER and the 32 of the key (RFC 8410 section 4). */
    private static final int ED25519_SPKI_PREFIX = 12;

    private static final byte[] PROBE = {'{', '}'};

    private final CryptoProviders providers;

    public SigningKeys(CryptoProviders providers) {
        this.providers = providers;
    }

    /**
     * A new key pair: RSA-2048, P-256 or Ed25519. RSA takes some 70 ms of a core: never call this on an actor's thread.
     *
     * @param kid 1–64 characters of base64url or base32
     */
    public GeneratedKey generate(SigningAlgorithm algorithm, String kid) {
        KeyPair pair = KeyPairs.generate(algorithm, providers);
        String publicJwk = publicJwk(algorithm, GeneratedKey.checkKid(kid), pair.getPublic())
                .toJSONString();
        return GeneratedKey.of(kid, algorithm, publicJwk, pair.getPrivate());
    }

    /** The private half, sealed with the workspace's data key and bound to its slug and the kid. */
    public SealedKey seal(GeneratedKey key, WorkspaceSeal seal) {
        return key.seal(seal);
    }

    /**
     * Opens a stored key for signing. Takes about a millisecond of a core, since a signature is made and checked; keep the result
     * while the workspace runs.
     *
     * @throws SealBroken if it was sealed for another workspace or kid, or is not what the public half says
     */
    public SigningKey open(String publicJwk, SealedKey sealed, WorkspaceSeal seal) {
        VerificationKey verification = VerificationKey.parse(publicJwk, providers);
        byte[] pkcs8 = seal.open(sealed, verification.kid());
        try {
            return open(verification, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** A key that was just made, ready to sign. */
    public SigningKey open(GeneratedKey key) {
        return open(
                VerificationKey.parse(key.publicJwk(), providers),
                key.privateKey().pkcs8());
    }

    private SigningKey open(VerificationKey verification, byte[] pkcs8) {
        try {
            SigningKey key = new SigningKey(verification, signer(verification, pkcs8));
            // The public half is stored in the clear: a token that nobody can verify must not be the first to show a
            // mix-up.
            if (CompactJws.parse(key.sign("JWT", PROBE))
                    .filter(verification::verifies)
                    .isEmpty()) {
                throw new SealBroken();
            }
            return key;
        } catch (GeneralSecurityException | JOSEException unusable) {
            throw new SealBroken();
        }
    }

    private JWSSigner signer(VerificationKey verification, byte[] pkcs8)
            throws GeneralSecurityException, JOSEException {
        SigningAlgorithm algorithm = verification.algorithm();
        // The signing provider's own key objects: a foreign one would be translated again for every signature.
        PrivateKey key = keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        JWSSigner signer = switch (algorithm) {
            case RS256, PS256 -> new RSASSASigner(key);
            case ES256 -> new ECDSASigner((ECPrivateKey) key);
            case EDDSA -> new Ed25519Signer(withPrivate((OctetKeyPair) verification.jwk(), (EdECPrivateKey) key));
        };
        providers
                .forService("Signature", algorithm.signature())
                .ifPresent(provider -> signer.getJCAContext().setProvider(provider));
        return signer;
    }

    private static OctetKeyPair withPrivate(OctetKeyPair publicKey, EdECPrivateKey key)
            throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("an Ed25519 key without its seed"));
        return new OctetKeyPair.Builder(publicKey).d(Base64URL.encode(seed)).build();
    }

    private KeyFactory keyFactory(SigningAlgorithm algorithm) throws GeneralSecurityException {
        // Nimbus signs EdDSA with Tink and wants the raw seed, which only the JDK's key objects promise to give.
        Optional<Provider> provider = algorithm == SigningAlgorithm.EDDSA
                ? Optional.empty()
                : providers.forService("KeyFactory", algorithm.keyType());
        return provider.isPresent()
                ? KeyFactory.getInstance(algorithm.keyType(), provider.get())
                : KeyFactory.getInstance(algorithm.keyType());
    }

    private static JWK publicJwk(SigningAlgorithm algorithm, String kid, PublicKey key) {
        return switch (algorithm) {
            case RS256, PS256 ->
                new RSAKey.Builder((RSAPublicKey) key)
                        .keyID(kid)
                        .algorithm(algorithm.jws())
                        .keyUse(KeyUse.SIGNATURE)
                        .build();
            case ES256 ->
                new ECKey.Builder(Curve.P_256, (ECPublicKey) key)
                        .keyID(kid)
                        .algorithm(algorithm.jws())
                        .keyUse(KeyUse.SIGNATURE)
                        .build();
            case EDDSA -> {
                byte[] spki = key.getEncoded();
                byte[] x = Arrays.copyOfRange(spki, ED25519_SPKI_PREFIX, spki.length);
                yield new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                        .keyID(kid)
                        .algorithm(algorithm.jws())
                        .keyUse(KeyUse.SIGNATURE)
                        .build();
            }
        };
    }

    static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException("not a JWK");
        }
    }
}
