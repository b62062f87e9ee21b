package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Makes keys that others encrypt to, and opens them for use; {@link GeneratedKey#seal} is between. Thread-safe. */
public final class DecryptionKeys {

    private static final byte[] PROBE = "{}".getBytes(UTF_8);

    private final CryptoProviders providers;

    public DecryptionKeys(CryptoProviders providers) {
        this.providers = providers;
    }

    /**
     * A new key pair: RSA-2048 or P-256. RSA takes some 70 ms of a core: never call this on an actor's thread.
     *
     * @param kid 1–64 characters of base64url or base32
     */
    public GeneratedKey generate(EncryptionAlgorithm algorithm, String kid) {
        KeyPair pair = KeyPairs.generate(algorithm, providers);
        String publicJwk =
                publicJwk(algorithm, GeneratedKey.checkKid(kid), pair).toJSONString();
        return GeneratedKey.of(kid, algorithm, publicJwk, pair.getPrivate());
    }

    /**
     * Opens a stored key. Takes some milliseconds of a core, since a probe is encrypted and decrypted; keep the result while the
     * workspace runs.
     *
     * @param algorithm what our own record says of the key
     * @throws SealBroken if it was sealed for another workspace or kid, or is not what the public half says
     */
    public DecryptionKey open(
            EncryptionAlgorithm algorithm, String kid, String publicJwk, SealedKey sealed, WorkspaceSeal seal) {
        byte[] pkcs8 = seal.open(sealed, kid);
        try {
            JWK jwk = SigningKeys.parse(publicJwk);
            DecryptionKey key = new DecryptionKey(kid, algorithm, decrypter(algorithm, pkcs8));
            if (!key.open(encryptedProbe(algorithm, jwk))
                    .map(content -> Arrays.equals(content, PROBE))
                    .orElse(false)) {
                throw new SealBroken();
            }
            return key;
        } catch (GeneralSecurityException | JOSEException | RuntimeException unusable) {
            throw new SealBroken();
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** By the JDK's own providers: it is rare, and they know every algorithm that Nimbus may ask for. */
    private static JWEDecrypter decrypter(EncryptionAlgorithm algorithm, byte[] pkcs8)
            throws GeneralSecurityException, JOSEException {
        PrivateKey key = KeyFactory.getInstance(algorithm.keyType()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return switch (algorithm) {
            case RSA_OAEP_256 -> new RSADecrypter(key);
            case ECDH_ES -> new ECDHDecrypter((ECPrivateKey) key);
        };
    }

    /** The public half is stored in the clear: a mix-up must show here, not at a client's first request. */
    private static String encryptedProbe(EncryptionAlgorithm algorithm, JWK jwk) throws JOSEException {
        JWEHeader header =
                new JWEHeader.Builder(JWEAlgorithm.parse(algorithm.jose()), EncryptionMethod.A128GCM).build();
        JWEObject probe = new JWEObject(header, new Payload(PROBE));
        probe.encrypt(
                switch (algorithm) {
                    case RSA_OAEP_256 -> new RSAEncrypter(jwk.toRSAKey());
                    case ECDH_ES -> new ECDHEncrypter(jwk.toECKey());
                });
        return probe.serialize();
    }

    private static JWK publicJwk(EncryptionAlgorithm algorithm, String kid, KeyPair pair) {
        return switch (algorithm) {
            case RSA_OAEP_256 ->
                new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                        .keyID(kid)
                        .algorithm(JWEAlgorithm.parse(algorithm.jose()))
                        .keyUse(KeyUse.ENCRYPTION)
                        .build();
            case ECDH_ES ->
                new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                        .keyID(kid)
                        .algorithm(JWEAlgorithm.parse(algorithm.jose()))
                        .keyUse(KeyUse.ENCRYPTION)
                        .build();
        };
    }
}
