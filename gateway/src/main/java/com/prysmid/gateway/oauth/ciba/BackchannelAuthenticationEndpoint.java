package com.prysmid.gateway.oauth.ciba;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.oauth.client.AskedAccess;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.CibaCommand.Requested;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code POST /oauth/v2/backchannel_authentication}. */
public final class BackchannelAuthenticationEndpoint {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final long SHORTEST_SECONDS = 30;
    private static final long LONGEST_SECONDS = 600;

    /** What fits one line of a small screen, twice. */
    private static final int MESSAGE_LIMIT = 80;

    /** Twenty-two characters are the least that can hold the 128 bits that §7.1 asks for. */
    private static final Pattern NOTIFICATION_TOKEN = Pattern.compile("(?=.{22,1024}$)[A-Za-z0-9\\-._~+/]+=*");

    private final Entities entities;
    private final ClientAuthentication clients;

    public BackchannelAuthenticationEndpoint(Entities entities, ClientAuthentication clients) {
        this.entities = entities;
        this.clients = clients;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post(OAuthPaths.BACKCHANNEL_AUTHENTICATION, Surface.OAUTH, this::answer));
    }

    private CompletionStage<HttpResponse> answer(RequestContext context) {
        Form form = context.form();
        return clients.authenticate(context, form, OAuthPaths.BACKCHANNEL_AUTHENTICATION)
                .thenCompose(client -> request(context, form, client))
                .thenApply(requested -> Responses.json(200, body(requested)));
    }

    private CompletionStage<Requested> request(RequestContext context, Form form, AuthenticatedClient client) {
        if (!client.grantTypes().contains(GrantType.CIBA.wireName())
                || client.authMethod().equals(ClientAuthMethod.NONE.wireName())) {
            throw OAuthError.unauthorizedClient("This client may not use this grant type.");
        }
        if (form.has("request")) {
            throw OAuthError.invalidRequest("Signed requests are not taken here.");
        }
        AskedAccess asked = AskedAccess.of(client, form);
        if (!asked.scopes().contains(Scope.OPENID.wireName())) {
            throw OAuthError.invalidScope("scope must hold openid.");
        }
        String message = message(form);
        Duration life = life(form);
        Secret notificationToken = notificationToken(form, client);
        return user(context, form, client)
                .thenCompose(user -> entities.user(
                        context.slug(),
                        user,
                        replyTo -> new CibaCommand.Request(
                                context.slug(),
                                user,
                                client.clientId(),
                                asked.scopes(),
                                asked.refreshable(),
                                asked.details(),
                                message,
                                life,
                                notificationToken,
                                context.act().by(Actor.app(client.clientId())).throughApp(client.clientId()),
                                replyTo),
                        Requested.class))
                .exceptionally(thrown -> {
                    throw RefusedException.in(thrown)
                            .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                            .<RuntimeException>map(refused -> unknownUser())
                            .orElseGet(() -> new CompletionException(thrown));
                });
    }

    /** §7.1: exactly one hint. */
    private CompletionStage<UserId> user(RequestContext context, Form form, AuthenticatedClient client) {
        long hints = Stream.of("login_hint", "id_token_hint", "login_hint_token")
                .filter(form::has)
                .count();
        if (hints != 1 || form.has("login_hint_token")) {
            throw OAuthError.invalidRequest("There must be one hint: login_hint or id_token_hint.");
        }
        return form.find("login_hint")
                .map(login -> byLogin(context, login))
                .orElseGet(() -> byIdToken(context, form.require("id_token_hint"), client));
    }

    private CompletionStage<UserId> byLogin(RequestContext context, String login) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DirectoryCommand.FindLogin(context.slug(), login, replyTo),
                        DirectoryCommand.LoginFound.class)
                .thenApply(found -> Optional.ofNullable(found.userId())
                        .orElseThrow(BackchannelAuthenticationEndpoint::unknownUser));
    }

    /** An id token that this very client was given, of whatever age. */
    private CompletionStage<UserId> byIdToken(RequestContext context, String hint, AuthenticatedClient client) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.VerifyIdTokenHint(context.slug(), hint, replyTo),
                        IdTokenHint.class)
                .handle((token, thrown) -> {
                    if (thrown != null
                            && RefusedException.in(thrown)
                                    .filter(refused -> refused.reason() == Refused.Reason.INVALID_TOKEN)
                                    .isEmpty()) {
                        throw new CompletionException(thrown);
                    }
                    return Optional.ofNullable(token)
                            .filter(good -> good.clientId().equals(client.clientId()))
                            .flatMap(good -> UserId.parse(good.subject()))
                            .orElseThrow(() -> OAuthError.invalidRequest("The id_token_hint is not this client's."));
                });
    }

    /** §13. */
    private static @Nullable String message(Form form) {
        String message = form.get("binding_message");
        if (message != null
                && (message.codePointCount(0, message.length()) > MESSAGE_LIMIT
                        || message.codePoints()
                                .anyMatch(c -> Character.isISOControl(c)
                                        || Character.getType(c) == Character.FORMAT
                                        || !Character.isDefined(c)))) {
            throw new HttpProblem(
                    400,
                    "invalid_binding_message",
                    "The message must have at most " + MESSAGE_LIMIT + " printable characters.");
        }
        return message;
    }

    /** §7.1: of an app in ping mode, in the form of a bearer token (RFC 6750 §2.1); of others it means nothing. */
    private static @Nullable Secret notificationToken(Form form, AuthenticatedClient client) {
        AppMetadata app = client.app();
        if (app == null || !app.ciba().deliveryMode().equals("ping")) {
            return null;
        }
        String token = form.require("client_notification_token");
        if (!NOTIFICATION_TOKEN.matcher(token).matches()) {
            throw OAuthError.invalidRequest(
                    "client_notification_token must be a bearer token of 22 to 1024 characters.");
        }
        return new Secret(token);
    }

    /** A wish, and kept within bounds (§7.1). */
    private static Duration life(Form form) {
        String asked = form.get("requested_expiry");
        if (asked == null) {
            return LIFE;
        }
        if (!asked.matches("[1-9][0-9]{0,8}")) {
            throw OAuthError.invalidRequest("requested_expiry must be a positive number of seconds.");
        }
        return Duration.ofSeconds(Math.clamp(Long.parseLong(asked), SHORTEST_SECONDS, LONGEST_SECONDS));
    }

    private static Map<String, Object> body(Requested requested) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("auth_req_id", requested.authReqId().reveal());
        body.put("expires_in", requested.life().toSeconds());
        body.put("interval", requested.interval().toSeconds());
        return body;
    }

    /** §13; only clients that proved who they are hear it. */
    private static HttpProblem unknownUser() {
        return new HttpProblem(400, "unknown_user_id", "The hint names nobody who may be asked.");
    }
}
