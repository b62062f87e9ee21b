package com.prysmid.tenant.crypto;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a key of ours is used for, and for nothing else (RFC 7517 section 4.4): signing ({@code use: sig}) or being encrypted to
 * ({@code use: enc}).
 */
public sealed interface KeyAlgorithm permits SigningAlgorithm, EncryptionAlgorithm {

    /** The name in the {@code alg} member of a JWK. */
    String jose();

    /** The JCA name of the key's kind. */
    String keyType();

    /** Every one that is spoken here. */
    static List<KeyAlgorithm> all() {
        return Stream.<KeyAlgorithm>concat(
                        Arrays.stream(SigningAlgorithm.values()), Arrays.stream(EncryptionAlgorithm.values()))
                .toList();
    }

    static Optional<KeyAlgorithm> named(String jose) {
        return all().stream().filter(algorithm -> algorithm.jose().equals(jose)).findFirst();
    }
}
