package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.certificate.ClientCertificate;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are good over connections with one client certificate only (RFC 8705 §3). It is the certificate of the connection that
 * counts, whoever issued it and however the client authenticated (§4).
 */
public final class CertificateBinding {
    private CertificateBinding() {}

    /** What the connection shows. */
    private static Optional<Confirmation> shown(@Nullable SenderProof proof) {
        return Optional.ofNullable(proof)
                .map(SenderProof::certificate)
                .map(ClientCertificate::thumbprint)
                .map(Confirmation::ofCertificate);
    }

    /** The tokens of an app that asked for it (§3.4) are to be bound to the certificate that it shows, if it shows one. */
    public static Reply bind(Reply reply, SenderProof proof) {
        return reply instanceof AuthenticatedClient client
                        && client.app() != null
                        && client.app().tokens().tlsClientCertificateBoundAccessTokens()
                ? shown(proof).<Reply>map(client::boundTo).orElse(client)
                : reply;
    }

    /** Whether an app that asked for no other tokens than bound ones is about to get another. */
    static boolean lacksCertificate(AppMetadata app, @Nullable Confirmation confirmation) {
        return app.tokens().tlsClientCertificateBoundAccessTokens()
                && (confirmation == null || confirmation.x5tS256() == null);
    }

    static Refused certificateNeeded() {
        return Refused.of(
                Refused.Reason.INVALID_GRANT,
                "invalid_grant",
                "This client gets its tokens with a client certificate only.");
    }

    /** Whether a token that is bound to a certificate is used over a connection with it; any other token holds here. */
    static boolean holds(AccessToken token, SenderProof proof) {
        Confirmation bound = token.confirmation();
        return bound == null || bound.x5tS256() == null || shown(proof).equals(Optional.of(bound));
    }

    /** §3: whoever presents a bound token without its certificate has stolen it, or lost the certificate. */
    public static Reply check(Reply accepted, @Nullable SenderProof proof) {
        return proof != null && accepted instanceof AccessToken token && !holds(token, proof)
                ? TokenDecisions.invalidToken()
                : accepted;
    }
}
