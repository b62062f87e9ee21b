package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;

/** RFC 9449 §5.2: before a grant is used up for an app that may have no tokens but bound ones. */
final class RequiredKey {
    private RequiredKey() {}

    /** @throws HttpProblem 400 {@code invalid_dpop_proof} */
    static void check(AuthenticatedClient client) {
        AppMetadata app = client.app();
        Confirmation proven = client.confirmation();
        if (app != null && app.tokens().dpopBoundAccessTokens() && (proven == null || proven.jkt() == null)) {
            throw OAuthError.invalidDpopProof("This client gets its tokens with a DPoP proof only.");
        }
    }
}
