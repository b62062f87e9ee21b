package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Narrowing;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** RFC 6749 §6, with rotation (RFC 9700 §4.14.2). */
final class RefreshTokenGrant implements Grant {
    private final UserRedemption users;

    RefreshTokenGrant(UserRedemption users) {
        this.users = users;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        String presented = request.form().require("refresh_token");
        Set<String> scopes = request.form().find("scope").map(Scope::split).orElse(null);
        Narrowing narrowing = request.narrowing();
        return users.redeem(
                request,
                GrantType.REFRESH_TOKEN,
                presented,
                (token, replyTo) -> new GrantCommand.Refresh(
                        request.slug(),
                        token.userId(),
                        token.id(),
                        token.secret(),
                        request.client().clientId(),
                        scopes,
                        request.client().confirmation(),
                        narrowing,
                        request.client().settings(),
                        request.act(),
                        replyTo));
    }
}
