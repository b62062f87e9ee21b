package com.prysmid.node.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with the certificate chain that proves it.
 *
 * @param key the private key of {@code chain.get(0)}
 * @param chain leaf first, without the root; never empty
 */
public record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {

    public ServerIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain has at least its leaf");
        }
        if (!key.getAlgorithm().equals(chain.getFirst().getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("the private key is not of the certificate's key type");
        }
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** Names the subject only: a private key is never printed. */
    @Override
    public String toString() {
        return "ServerIdentity[" + leaf().getSubjectX500Principal() + "]";
    }
}
