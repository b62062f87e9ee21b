package com.prysmid.gateway.oauth.userinfo;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.SenderProofs;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.ClaimsTold;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
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
import org.apache.pekko.http.javadsl.model.HttpMethods;
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
        Secret presented = token(context);
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.VerifyAccessToken(
                                context.slug(), presented, SenderProofs.of(context), replyTo),
                        AccessToken.class)
                .thenCompose(token -> answer(context, token))
                .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(challenge(thrown, context)));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context, AccessToken token) {
        if (!token.scopes().contains(Scope.OPENID.wireName())) {
            throw OAuthError.insufficientScope(context.issuer(), Scope.OPENID.wireName());
        }
        String grantId = token.grantId();
        Optional<UserId> user = UserId.parse(token.subject());
        if (grantId == null || user.isEmpty()) {
            throw OAuthError.invalidToken(context.issuer());
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
            return CompletableFuture.completedFuture(
                    Responses.json(200, claims(token.shownSubject(), told)));
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

    private static Secret token(RequestContext context) {
        Optional<String> inHeader = context.header("authorization").flatMap(UserInfoEndpoint::bearer);
        boolean form = context.request().method().equals(HttpMethods.POST)
                && !context.body().isEmpty();
        Optional<String> inForm = form ? context.form().find("access_token") : Optional.empty();
        if (inHeader.isPresent() && inForm.isPresent()) {
            throw OAuthError.invalidRequest("The access token was sent twice.");
        }
        return new Secret(inHeader.or(() -> inForm).orElseThrow(() -> OAuthError.tokenMissing(context.issuer())));
    }

    static Optional<String> bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip()).filter(token -> !token.isEmpty())
                : Optional.empty();
    }

    /** RFC 6750 §3: whatever is wrong with the token or behind it, the answer names the scheme. */
    private static Throwable challenge(Throwable thrown, RequestContext context) {
        return RefusedException.in(thrown)
                .map(Refused::reason)
                .filter(reason -> reason == Refused.Reason.INVALID_TOKEN || reason == Refused.Reason.NOT_FOUND)
                .<Throwable>map(reason -> OAuthError.invalidToken(context.issuer()))
                .orElse(thrown);
    }
}
