package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Secret;
import java.util.concurrent.CompletionStage;

/** RFC 6749 §4.1.3 with RFC 7636 §4.5. */
final class AuthorizationCodeGrant implements Grant {
    private final UserRedemption users;
    private final VoidGrants voids;

    AuthorizationCodeGrant(UserRedemption users, VoidGrants voids) {
        this.users = users;
        this.voids = voids;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        String code = request.form().require("code");
        String redirectUri = request.form().get("redirect_uri");
        Secret verifier = request.form().find("code_verifier").map(Secret::new).orElse(null);
        // Every authorization request names one; codes without one are those of other grants.
        return redirectUri == null
                ? voids.refuse(request, GrantType.AUTHORIZATION_CODE)
                : users.redeemCode(request, GrantType.AUTHORIZATION_CODE, code, redirectUri, verifier);
    }
}
