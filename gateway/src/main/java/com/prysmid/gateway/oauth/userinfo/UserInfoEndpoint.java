package com.prysmid.gateway.oauth.userinfo;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.DpopNonce;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.ClaimsTold;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.Purpose;
import com.prysmid.tenant.protocol.TokenCommand.SignedForApp;
import com.prysmid.tenant.protocol.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code GET, POST /oidc/v1/userinfo}. */
public final class UserInfoEndpoint {
    private final Entities entities;

    public UserInfoEndpoint(Entities entities) {
        this.entities = entities;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(OAuthPaths.USERINFO, Surface.OAUTH, this::answer),
                Endpoint.post(OAuthPaths.USERINFO, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        PresentedToken presented = PresentedToken.of(context);
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.VerifyAccessToken(
                                context.slug(), presented.token(), presented.proof(), replyTo),
                        AccessToken.class)
                .thenCompose(token -> answer(context, presented, token)
                        .thenApply(response -> DpopNonce.in(response, token.dpopNonce())))
                .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(presented.challenge(thrown, context)));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context, PresentedToken presented, AccessToken token) {
        if (!token.scopes().contains(Scope.OPENID.wireName())) {
            throw presented.insufficientScope(context, Scope.OPENID.wireName());
        }
        String grantId = token.grantId();
        Optional<UserId> user = UserId.parse(token.subject());
        if (grantId == null || user.isEmpty()) {
            throw presented.invalid(context);
        }
        return entities.user(
                        context.slug(),
                        user.get(),
                        replyTo -> new GrantCommand.TellClaims(
                                context.slug(),
                                user.get(),
                                grantId,
                                token.jti(),
                                token.scopes(),
                                token.appClaims(),
                                replyTo),
                        ClaimsTold.class)
                .thenCompose(told -> render(context, token, told));
    }

    /** OpenID Connect Core §5.3.2: as JSON, or where the client registered so, as a JWT. */
    private CompletionStage<HttpResponse> render(RequestContext context, AccessToken token, ClaimsTold told) {
        if (!token.userinfoSigned()) {
            return CompletableFuture.completedFuture(Responses.json(200, claims(token.shownSubject(), told)));
        }
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.SignForApp(
                                context.slug(),
                                token.clientId(),
                                Purpose.USERINFO,
                                claims(token.subject(), told),
                                replyTo),
                        SignedForApp.class)
                .thenApply(signed -> Responses.jwt(200, "jwt", signed.jwt().reveal()));
    }

    private static Map<String, Object> claims(String subject, ClaimsTold told) {
        Map<String, Object> claims = new LinkedHashMap<>(told.claims());
        // Last: whatever the others are named, this is whose they are.
        claims.put("sub", subject);
        return claims;
    }
}
