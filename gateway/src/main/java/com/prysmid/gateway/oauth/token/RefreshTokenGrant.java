package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** RFC 6749 §6, with rotation (RFC 9700 §4.14.2). */
final class RefreshTokenGrant implements Grant {
    private final Entities entities;
    private final VoidGrants voids;

    RefreshTokenGrant(Entities entities, VoidGrants voids) {
        this.entities = entities;
        this.voids = voids;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        String presented = request.form().require("refresh_token");
        return UserBoundToken.parse(presented)
                .map(token -> refresh(request, token))
                .orElseGet(() -> voids.refuse(request, GrantType.REFRESH_TOKEN));
    }

    private CompletionStage<Granted> refresh(TokenRequest request, UserBoundToken token) {
        Set<String> scopes = request.form().find("scope").map(Scope::split).orElse(null);
        return entities.user(
                        request.slug(),
                        token.userId(),
                        replyTo -> new GrantCommand.Refresh(
                                request.slug(),
                                token.userId(),
                                token.id(),
                                token.secret(),
                                request.client().clientId(),
                                scopes,
                                request.client().confirmation(),
                                request.client().settings(),
                                request.act(),
                                replyTo),
                        Granted.class)
                .exceptionallyCompose(thrown -> voids.refuse(thrown, request, GrantType.REFRESH_TOKEN));
    }
}
