package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.concurrent.CompletionStage;

/** RFC 6749 §4.1.3 with RFC 7636 §4.5. */
final class AuthorizationCodeGrant implements Grant {
    private final Entities entities;
    private final VoidGrants voids;

    AuthorizationCodeGrant(Entities entities, VoidGrants voids) {
        this.entities = entities;
        this.voids = voids;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        String presented = request.form().require("code");
        return UserBoundToken.parse(presented)
                .map(code -> redeem(request, code))
                .orElseGet(() -> voids.refuse(request, GrantType.AUTHORIZATION_CODE));
    }

    private CompletionStage<Granted> redeem(TokenRequest request, UserBoundToken code) {
        String redirectUri = request.form().get("redirect_uri");
        Secret verifier = request.form().find("code_verifier").map(Secret::new).orElse(null);
        return entities.user(
                        request.slug(),
                        code.userId(),
                        replyTo -> new GrantCommand.RedeemCode(
                                request.slug(),
                                code.userId(),
                                code.id(),
                                code.secret(),
                                request.client().clientId(),
                                redirectUri,
                                verifier,
                                request.client().confirmation(),
                                request.client().authMethod().equals(ClientAuthMethod.NONE.wireName()),
                                request.client().settings(),
                                request.act(),
                                replyTo),
                        Granted.class)
                .exceptionallyCompose(thrown -> voids.refuse(thrown, request, GrantType.AUTHORIZATION_CODE));
    }
}
