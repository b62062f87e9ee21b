package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.SenderProof;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Reads what a request shows of its sender's keys. */
public final class SenderProofs {
    private SenderProofs() {}

    public static SenderProof of(RequestContext context) {
        return new SenderProof(
                null,
                context.request().method().value(),
                context.origin() + context.request().getUri().path(),
                context.clientCertificate().map(SenderProofs::encoded).orElse(null));
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came by a handshake has an encoding", e);
        }
    }
}
