package com.prysmid.gateway.oauth.revoke;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code POST /oauth/v2/revoke}. {@code token_type_hint} is not needed: the forms differ. */
public final class RevokeEndpoint {
    /** RFC 7009 §2.2: there is nothing to revoke, which is what was wanted. */
    private static final Set<Refused.Reason> NOTHING_THERE =
            EnumSet.of(Refused.Reason.INVALID_TOKEN, Refused.Reason.INVALID_GRANT, Refused.Reason.NOT_FOUND);

    private final Entities entities;
    private final ClientAuthentication clients;

    public RevokeEndpoint(Entities entities, ClientAuthentication clients) {
        this.entities = entities;
        this.clients = clients;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.REVOKE, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        return clients.authenticate(context, form, OAuthPaths.REVOKE)
                .thenCompose(client -> revoke(context, form.require("token"), client)
                        .exceptionallyCompose(RevokeEndpoint::doneIfNothingThere))
                .thenApply(done -> Responses.empty(200));
    }

    private CompletionStage<Done> revoke(RequestContext context, String presented, AuthenticatedClient client) {
        Act act = client.kind() == ClientKind.APP
                ? context.act().by(Actor.app(client.clientId())).throughApp(client.clientId())
                : context.act().by(Actor.serviceAccount(client.clientId()));
        return UserBoundToken.parse(presented)
                .map(refresh -> revoke(context, refresh, client, act))
                .orElseGet(() -> entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.VerifyAccessToken(
                                        context.slug(), new Secret(presented), null, replyTo),
                                AccessToken.class)
                        .thenCompose(token ->
                                token.clientId().equals(client.clientId()) ? revoke(context, token, act) : done()));
    }

    private CompletionStage<Done> revoke(
            RequestContext context, UserBoundToken refresh, AuthenticatedClient client, Act act) {
        return entities.user(
                context.slug(),
                refresh.userId(),
                replyTo -> new GrantCommand.RevokeRefreshToken(
                        context.slug(),
                        refresh.userId(),
                        refresh.id(),
                        refresh.secret(),
                        client.clientId(),
                        act,
                        replyTo),
                Done.class);
    }

    private CompletionStage<Done> revoke(RequestContext context, AccessToken token, Act act) {
        String grantId = token.grantId();
        if (grantId == null) {
            return entities.workspace(
                    context.slug(),
                    replyTo -> new TokenCommand.RevokeClientToken(
                            context.slug(), token.jti(), token.expiresAt(), act, replyTo),
                    Done.class);
        }
        Optional<UserId> user = UserId.parse(token.subject());
        return user.map(id -> entities.user(
                        context.slug(),
                        id,
                        replyTo -> new GrantCommand.RevokeAccessToken(
                                context.slug(), id, grantId, token.jti(), token.expiresAt(), act, replyTo),
                        Done.class))
                .orElseGet(RevokeEndpoint::done);
    }

    private static CompletionStage<Done> doneIfNothingThere(Throwable thrown) {
        return RefusedException.in(thrown)
                .map(Refused::reason)
                .filter(NOTHING_THERE::contains)
                .map(reason -> done())
                .orElseGet(() -> CompletableFuture.failedFuture(thrown));
    }

    private static CompletionStage<Done> done() {
        return CompletableFuture.completedFuture(new Done());
    }
}
