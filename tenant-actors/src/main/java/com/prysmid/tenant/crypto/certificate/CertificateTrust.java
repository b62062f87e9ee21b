package com.prysmid.tenant.crypto.certificate;

import java.time.Instant;

/** What a client's certificate must be to prove who the client is. Costs a signature's verification: not for an entity's thread. */
public sealed interface CertificateTrust {
    boolean admits(ClientCertificate presented, Instant now);

    /**
     * {@code tls_client_auth} (RFC 8705 §2.1).
     *
     * @param authorities PEM
     */
    record Issued(String authorities, CertificateName name) implements CertificateTrust {
        @Override
        public boolean admits(ClientCertificate presented, Instant now) {
            return name.names(presented)
                    && CertificateAuthorities.parse(authorities).issued(presented, now);
        }
    }

    /**
     * {@code self_signed_tls_client_auth} (RFC 8705 §2.2).
     *
     * @param jwks the registered JWK Set
     */
    record Registered(String jwks) implements CertificateTrust {
        @Override
        public boolean admits(ClientCertificate presented, Instant now) {
            return presented.hasKeyOf(jwks, now);
        }
    }
}
