package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Narrowing;
import java.util.concurrent.CompletionStage;

/** OpenID Connect CIBA Core 1.0 §10.1: the person's entity knows what the person said, and gives the tokens once. */
final class CibaGrant implements Grant {
    private final UserRedemption users;

    CibaGrant(UserRedemption users) {
        this.users = users;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        Narrowing narrowing = request.narrowing();
        return users.redeem(
                request,
                GrantType.CIBA,
                request.form().require("auth_req_id"),
                (asked, replyTo) -> new CibaCommand.Poll(
                        request.slug(),
                        asked.userId(),
                        asked.id(),
                        asked.secret(),
                        request.client().clientId(),
                        request.client().confirmation(),
                        narrowing,
                        request.client().settings(),
                        request.act(),
                        replyTo));
    }
}
