package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SenderProof;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a request shows of its sender's keys. */
public final class SenderProofs {
    private SenderProofs() {}

    /** Without what DPoP headers there may be: for requests that neither ask for tokens nor use one as bound to a key. */
    public static SenderProof of(RequestContext context) {
        return of(context, null);
    }

    /**
     * With the DPoP header, if there is one.
     *
     * @throws HttpProblem 400 {@code invalid_dpop_proof} where there are several (RFC 9449 §4.3)
     */
    public static SenderProof withDpop(RequestContext context) {
        List<String> headers = context.headers("dpop");
        if (headers.size() > 1) {
            throw OAuthError.invalidDpopProof("There must be one DPoP header.");
        }
        return of(context, headers.isEmpty() ? null : new Secret(headers.getFirst()));
    }

    private static SenderProof of(RequestContext context, @Nullable Secret dpop) {
        return new SenderProof(
                dpop,
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
