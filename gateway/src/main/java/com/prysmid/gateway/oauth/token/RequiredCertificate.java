package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;

/** RFC 8705 §3.4: before a grant is used up for an app that may have no tokens but bound ones. */
final class RequiredCertificate {
    private RequiredCertificate() {}

    /** @throws HttpProblem 400 {@code invalid_request} */
    static AuthenticatedClient checked(AuthenticatedClient client) {
        AppMetadata app = client.app();
        Confirmation proven = client.confirmation();
        if (app != null
                && app.tokens().tlsClientCertificateBoundAccessTokens()
                && (proven == null || proven.x5tS256() == null)) {
            throw OAuthError.invalidRequest("This client gets its tokens over a connection with its certificate only.");
        }
        return client;
    }
}
