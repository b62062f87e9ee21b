package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.client.DpopNonce;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.TokenType;
import com.prysmid.tenant.protocol.AuthorizationDetails;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.IssuedTokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** {@code POST /oauth/v2/token}. */
public final class TokenEndpoint {
    /** RFC 6749 §5.1. */
    private static final List<HttpHeader> NOT_STORED =
            List.of(RawHeader.create("Cache-Control", "no-store"), RawHeader.create("Pragma", "no-cache"));

    private final Entities entities;
    private final ClientAuthentication clients;
    private final RateLimits limits;
    private final Grant authorizationCode;
    private final Grant refreshToken;
    private final Grant clientCredentials = new ClientCredentialsGrant();
    private final Grant deviceCode;
    private final Grant ciba;
    private final Grant tokenExchange;
    private final JwtBearerGrant jwtBearer;

    public TokenEndpoint(Entities entities, ClientAuthentication clients, RateLimits limits) {
        this.limits = limits;
        VoidGrants voids = new VoidGrants(entities);
        this.entities = entities;
        this.clients = clients;
        UserRedemption users = new UserRedemption(entities, voids);
        this.authorizationCode = new AuthorizationCodeGrant(users, voids);
        this.refreshToken = new RefreshTokenGrant(users);
        this.deviceCode = new DeviceCodeGrant(entities, users);
        this.ciba = new CibaGrant(users);
        this.tokenExchange = new TokenExchangeGrant(entities);
        this.jwtBearer = new JwtBearerGrant(clients, clientCredentials);
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.TOKEN, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        String grantType = form.require("grant_type");
        return client(grantType, context, form).thenCompose(client -> {
            RequiredCertificate.checked(client);
            RequiredKey.check(client);
            return grantOf(grantType, client)
                    .grant(new TokenRequest(context, form, client))
                    .whenComplete((granted, thrown) -> countRefused(context, client, thrown))
                    .thenCompose(granted -> issue(context, granted))
                    .thenApply(response -> DpopNonce.in(response, client.dpopNonce()));
        });
    }

    private CompletionStage<AuthenticatedClient> client(String grantType, RequestContext context, Form form) {
        return grantType.equals(GrantType.JWT_BEARER.wireName())
                ? jwtBearer.client(context, form)
                : clients.authenticateWithKey(context, form, OAuthPaths.TOKEN);
    }

    /** Anybody may call themselves a public client and present what they like; each refusal is in the audit journal. */
    private void countRefused(RequestContext context, AuthenticatedClient client, @Nullable Throwable thrown) {
        if (thrown != null
                && client.authMethod().equals(ClientAuthMethod.NONE.wireName())
                && (thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown)
                        instanceof HttpProblem problem
                && problem.code().equals("invalid_grant")) {
            limits.count(context, RateLimits.Kind.CLIENT);
        }
    }

    private Grant grantOf(String presented, AuthenticatedClient client) {
        GrantType type = GrantType.parse(presented).orElseThrow(OAuthError::unsupportedGrantType);
        if (!client.grantTypes().contains(type.wireName())) {
            throw OAuthError.unauthorizedClient("This client may not use this grant type.");
        }
        return switch (type) {
            case AUTHORIZATION_CODE -> authorizationCode;
            case REFRESH_TOKEN -> refreshToken;
            case CLIENT_CREDENTIALS -> clientCredentials;
            case DEVICE_CODE -> deviceCode;
            case TOKEN_EXCHANGE -> tokenExchange;
            case CIBA -> ciba;
            case JWT_BEARER -> jwtBearer;
        };
    }

    private CompletionStage<HttpResponse> issue(RequestContext context, Granted granted) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.IssueTokens(context.slug(), granted.grant(), replyTo),
                        IssuedTokens.class)
                .thenApply(tokens -> Responses.json(200, body(granted, tokens)).addHeaders(NOT_STORED));
    }

    /** RFC 6749 §5.1, OpenID Connect Core §3.1.3.3. */
    private static Map<String, Object> body(Granted granted, IssuedTokens tokens) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", tokens.accessToken().reveal());
        body.put("token_type", TokenType.of(granted.grant().confirmation()).wireName());
        body.put("expires_in", tokens.expiresInSeconds());
        put(
                body,
                "refresh_token",
                granted.refreshToken() == null ? null : granted.refreshToken().reveal());
        put(body, "id_token", tokens.idToken() == null ? null : tokens.idToken().reveal());
        put(body, "issued_token_type", granted.grant().exchange() == null ? null : TokenExchangeGrant.ACCESS_TOKEN);
        put(body, "scope", tokens.scope().isEmpty() ? null : tokens.scope());
        // RFC 9396 §7.
        AuthorizationDetails.of(granted.grant().details().authorizationDetails())
                .ifPresent(details -> body.put(AuthorizationDetails.CLAIM, details.items()));
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
