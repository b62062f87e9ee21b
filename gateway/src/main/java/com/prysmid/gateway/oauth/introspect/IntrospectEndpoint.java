package com.prysmid.gateway.oauth.introspect;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.TokenType;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AuthorizationDetails;
import com.prysmid.tenant.protocol.Delegation;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.LiveAccess;
import com.prysmid.tenant.protocol.GrantCommand.RefreshTokenView;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.Purpose;
import com.prysmid.tenant.protocol.TokenCommand.SignedForApp;
import com.prysmid.tenant.protocol.TokenCommand.SubjectName;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code POST /oauth/v2/introspect}. */
public final class IntrospectEndpoint {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    /** Of {@code application/} (RFC 9701 §4). */
    private static final String JWT_SUBTYPE = "token-introspection+jwt";

    private final Entities entities;
    private final ClientAuthentication clients;

    public IntrospectEndpoint(Entities entities, ClientAuthentication clients) {
        this.entities = entities;
        this.clients = clients;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.INTROSPECT, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        return clients.authenticate(context, form, OAuthPaths.INTROSPECT).thenCompose(client -> {
            // RFC 7662 §2.1: or anybody could try tokens.
            if (client.authMethod().equals(ClientAuthMethod.NONE.wireName())) {
                throw OAuthError.invalidClient();
            }
            return inspect(context, form.require("token"), client)
                    .exceptionallyCompose(IntrospectEndpoint::inactive)
                    .thenCompose(body -> render(context, client, body));
        });
    }

    /** RFC 9701 §4 and §5: a JWT only for those who ask for one. */
    private CompletionStage<HttpResponse> render(
            RequestContext context, AuthenticatedClient client, Map<String, Object> body) {
        return context.header("accept").filter(IntrospectEndpoint::namesJwt).isEmpty()
                ? CompletableFuture.completedFuture(Responses.json(200, body))
                : entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.SignForApp(
                                        context.slug(),
                                        client.clientId(),
                                        Purpose.INTROSPECTION,
                                        Map.of("token_introspection", body),
                                        replyTo),
                                SignedForApp.class)
                        .thenApply(signed ->
                                Responses.jwt(200, JWT_SUBTYPE, signed.jwt().reveal()));
    }

    private static boolean namesJwt(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .map(range -> range.split(";", -1)[0].strip())
                .anyMatch(range -> range.equalsIgnoreCase("application/" + JWT_SUBTYPE));
    }

    private CompletionStage<Map<String, Object>> inspect(
            RequestContext context, String presented, AuthenticatedClient client) {
        return UserBoundToken.parse(presented)
                .map(refresh -> inspect(context, refresh, client))
                .orElseGet(() -> entities.workspace(
                                context.slug(),
                                replyTo -> new TokenCommand.VerifyAccessToken(
                                        context.slug(), new Secret(presented), null, replyTo),
                                AccessToken.class)
                        .thenCompose(token -> concerns(token, client)
                                ? inspect(context, token)
                                : CompletableFuture.completedFuture(INACTIVE)));
    }

    /**
     * RFC 7662 §4: whoever has nothing to do with a token does not learn that it is good. An app has to do with its own tokens, those
     * of the other apps of its project, and those meant for a resource that it registered; service accounts are the workspace's
     * own hands.
     */
    static boolean concerns(AccessToken token, AuthenticatedClient client) {
        AppMetadata app = client.app();
        return app == null
                || token.clientId().equals(client.clientId())
                || (client.projectId() != null && client.projectId().equals(token.projectId()))
                || !Collections.disjoint(token.audience(), app.tokens().resources());
    }

    /** A refresh token is nobody's business but its client's. */
    private CompletionStage<Map<String, Object>> inspect(
            RequestContext context, UserBoundToken refresh, AuthenticatedClient client) {
        return entities.user(
                        context.slug(),
                        refresh.userId(),
                        replyTo -> new GrantCommand.InspectRefreshToken(
                                context.slug(), refresh.userId(), refresh.id(), refresh.secret(), replyTo),
                        RefreshTokenView.class)
                .thenCompose(view -> view.clientId().equals(client.clientId())
                        ? subject(context, client, refresh.userId())
                                .thenApply(subject -> describe(context, subject, view))
                        : CompletableFuture.completedFuture(INACTIVE));
    }

    /** What the client calls the user. */
    private CompletionStage<String> subject(RequestContext context, AuthenticatedClient client, UserId user) {
        AppMetadata app = client.app();
        return app == null || app.tokens().subjectType().equals("public")
                ? CompletableFuture.completedFuture(user.value())
                : entities.workspace(
                                context.slug(),
                                replyTo ->
                                        new TokenCommand.NameSubject(context.slug(), client.clientId(), user, replyTo),
                                SubjectName.class)
                        .thenApply(SubjectName::subject);
    }

    private CompletionStage<Map<String, Object>> inspect(RequestContext context, AccessToken token) {
        String grantId = token.grantId();
        if (grantId == null) {
            return CompletableFuture.completedFuture(describe(context, token));
        }
        Optional<UserId> user = UserId.parse(token.subject());
        return user.map(id -> entities.user(
                                context.slug(),
                                id,
                                replyTo ->
                                        new GrantCommand.CheckAccess(context.slug(), id, grantId, token.jti(), replyTo),
                                LiveAccess.class)
                        .thenApply(live -> describe(context, token)))
                .orElseGet(() -> CompletableFuture.completedFuture(INACTIVE));
    }

    private static Map<String, Object> describe(RequestContext context, AccessToken token) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("active", true);
        body.put("token_type", TokenType.of(token.confirmation()).wireName());
        body.put("scope", String.join(" ", token.scopes()));
        body.put("client_id", token.clientId());
        body.put("sub", token.shownSubject());
        body.put("iss", context.issuer());
        body.put("aud", token.audience().size() == 1 ? token.audience().getFirst() : token.audience());
        body.put("iat", token.issuedAt().getEpochSecond());
        body.put("exp", token.expiresAt().getEpochSecond());
        body.put("jti", token.jti());
        if (token.confirmation() != null) {
            body.put("cnf", token.confirmation().claim());
        }
        Map<String, Object> act = Delegation.act(token.delegation().actors());
        if (act != null) {
            body.put("act", act);
        }
        // RFC 9396 §9.2.
        AuthorizationDetails.of(token.authorizationDetails())
                .ifPresent(details -> body.put(AuthorizationDetails.CLAIM, details.items()));
        return body;
    }

    private static Map<String, Object> describe(RequestContext context, String subject, RefreshTokenView view) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("active", true);
        body.put("scope", String.join(" ", view.scopes()));
        body.put("client_id", view.clientId());
        body.put("sub", subject);
        body.put("iss", context.issuer());
        body.put("iat", view.issuedAt().getEpochSecond());
        body.put("exp", view.expiresAt().getEpochSecond());
        return body;
    }

    private static CompletionStage<Map<String, Object>> inactive(Throwable thrown) {
        return RefusedException.isOfWhatIsGone(thrown)
                ? CompletableFuture.completedFuture(INACTIVE)
                : CompletableFuture.failedFuture(thrown);
    }
}
