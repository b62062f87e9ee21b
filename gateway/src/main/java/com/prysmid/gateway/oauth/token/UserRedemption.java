package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserCommand;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The step that all grants with a person behind them share: what was given in that person's name is redeemed at their entity. */
final class UserRedemption {
    private final Entities entities;
    private final VoidGrants voids;

    UserRedemption(Entities entities, VoidGrants voids) {
        this.entities = entities;
        this.voids = voids;
    }

    /** What redeems it. */
    @FunctionalInterface
    interface Redeeming {
        UserCommand command(UserBoundToken token, ActorRef<Reply> replyTo);
    }

    /** @param presented by the client, so of whatever form */
    CompletionStage<Granted> redeem(TokenRequest request, GrantType type, String presented, Redeeming redeeming) {
        return UserBoundToken.parse(presented)
                .map(token -> entities.user(
                                request.slug(),
                                token.userId(),
                                replyTo -> redeeming.command(token, replyTo),
                                Granted.class)
                        .exceptionallyCompose(thrown -> voids.<Granted>refuse(thrown, request, type)))
                .orElseGet(() -> voids.refuse(request, type));
    }

    /** @param redirectUri null for a code that no browser carried */
    CompletionStage<Granted> redeemCode(
            TokenRequest request,
            GrantType type,
            String presented,
            @Nullable String redirectUri,
            @Nullable Secret verifier) {
        Narrowing narrowing = request.narrowing();
        return redeem(
                request,
                type,
                presented,
                (code, replyTo) -> new GrantCommand.RedeemCode(
                        request.slug(),
                        code.userId(),
                        code.id(),
                        code.secret(),
                        request.client().clientId(),
                        redirectUri,
                        verifier,
                        request.client().confirmation(),
                        request.client().authMethod().equals(ClientAuthMethod.NONE.wireName()),
                        narrowing,
                        request.client().settings(),
                        request.act(),
                        replyTo));
    }
}
