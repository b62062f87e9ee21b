package com.prysmid.tenant.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEObject;
import java.text.ParseException;
import java.util.Optional;

/** An opened private key that others encrypt to: exists only on the node that runs its workspace. Thread-safe. */
public final class DecryptionKey {

    private final String kid;
    private final EncryptionAlgorithm algorithm;
    private final JWEDecrypter decrypter;

    DecryptionKey(String kid, EncryptionAlgorithm algorithm, JWEDecrypter decrypter) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.decrypter = decrypter;
    }

    public String kid() {
        return kid;
    }

    public EncryptionAlgorithm algorithm() {
        return algorithm;
    }

    /** The content, or empty whatever is wrong: which part it is would help only a forger. */
    Optional<byte[]> open(String jwe) {
        try {
            JWEObject object = JWEObject.parse(jwe);
            object.decrypt(decrypter);
            return Optional.of(object.getPayload().toBytes());
        } catch (ParseException | JOSEException | RuntimeException broken) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "DecryptionKey[" + kid + ", " + algorithm + ", redacted]";
    }
}
