package com.prysmid.tenant.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;

/** New key pairs, of the size that all of ours have: RSA-2048, P-256 or Ed25519. RSA takes some 70 ms of a core. */
final class KeyPairs {

    private static final int RSA_BITS = 2048;

    private KeyPairs() {}

    static KeyPair generate(KeyAlgorithm algorithm, CryptoProviders providers) {
        try {
            return generator(algorithm, providers).generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no " + algorithm.jose() + " key could be made", broken);
        }
    }

    private static KeyPairGenerator generator(KeyAlgorithm algorithm, CryptoProviders providers)
            throws GeneralSecurityException {
        // Nimbus signs EdDSA with Tink and wants the raw seed, which only the JDK's key objects promise to give.
        Optional<Provider> provider = algorithm == SigningAlgorithm.EDDSA
                ? Optional.empty()
                : providers.forService("KeyPairGenerator", algorithm.keyType());
        KeyPairGenerator generator = provider.isPresent()
                ? KeyPairGenerator.getInstance(algorithm.keyType(), provider.get())
                : KeyPairGenerator.getInstance(algorithm.keyType());
        Optional<AlgorithmParameterSpec> parameters = parameters(algorithm);
        if (parameters.isPresent()) {
            generator.initialize(parameters.get());
        }
        return generator;
    }

    private static Optional<AlgorithmParameterSpec> parameters(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case SigningAlgorithm signing ->
                switch (signing) {
                    case RS256, PS256 -> Optional.of(rsa());
                    case ES256 -> Optional.of(p256());
                    case EDDSA -> Optional.empty();
                };
            case EncryptionAlgorithm encryption ->
                switch (encryption) {
                    case RSA_OAEP_256 -> Optional.of(rsa());
                    case ECDH_ES -> Optional.of(p256());
                };
        };
    }

    private static AlgorithmParameterSpec rsa() {
        return new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
    }

    private static AlgorithmParameterSpec p256() {
        return new ECGenParameterSpec("secp256r1");
    }
}
