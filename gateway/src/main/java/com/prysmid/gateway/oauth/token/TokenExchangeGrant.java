package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.GrantCommand.LiveAccess;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8693: an access token of a person for another app or resource. Without an actor token the app takes the person's place
 * (impersonation), with one the new token says who acts (delegation, §4.1). It never has more scopes or a longer life than the
 * token it comes of, and ends with that token's family.
 */
final class TokenExchangeGrant implements Grant {
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Far more services than honestly call one another for one person. */
    private static final int CHAIN_LIMIT = 8;

    private final Entities entities;

    TokenExchangeGrant(Entities entities) {
        this.entities = entities;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        if (request.client().authMethod().equals(ClientAuthMethod.NONE.wireName())) {
            throw OAuthError.unauthorizedClient("A public client cannot exchange tokens.");
        }
        Form form = request.form();
        requireAccessToken(
                "requested_token_type", form.find("requested_token_type").orElse(ACCESS_TOKEN));
        requireAccessToken("subject_token_type", form.require("subject_token_type"));
        if (form.has("actor_token") != form.has("actor_token_type")) {
            throw OAuthError.invalidRequest("actor_token and actor_token_type go together.");
        }
        Secret subject = new Secret(form.require("subject_token"));
        return form.find("actor_token")
                .map(actor -> {
                    requireAccessToken("actor_token_type", form.require("actor_token_type"));
                    return actor(request, new Secret(actor));
                })
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenCompose(actor ->
                        verify(request, subject).thenCompose(token -> exchange(request, token, actor.orElse(null))))
                .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(unacceptable(thrown)));
    }

    private static void requireAccessToken(String parameter, String type) {
        if (!type.equals(ACCESS_TOKEN)) {
            throw OAuthError.invalidRequest(parameter + " must be " + ACCESS_TOKEN + ".");
        }
    }

    /** A token that holds right now, of a person or of a client. */
    private CompletionStage<Optional<AccessToken>> actor(TokenRequest request, Secret presented) {
        return verify(request, presented).thenCompose(token -> {
            String family = token.grantId();
            if (family == null) {
                return CompletableFuture.completedFuture(Optional.of(token));
            }
            UserId user = UserId.parse(token.subject()).orElseThrow(TokenExchangeGrant::unacceptable);
            return entities.user(
                            request.slug(),
                            user,
                            replyTo -> new GrantCommand.CheckAccess(request.slug(), user, family, token.jti(), replyTo),
                            LiveAccess.class)
                    .thenApply(live -> Optional.of(token));
        });
    }

    /** Who presents a token that is bound to a key has to prove that key here, as at any resource. */
    private CompletionStage<AccessToken> verify(TokenRequest request, Secret presented) {
        return entities.workspace(
                        request.slug(),
                        replyTo -> new TokenCommand.VerifyAccessToken(request.slug(), presented, null, replyTo),
                        AccessToken.class)
                .thenApply(token -> {
                    Confirmation bound = token.confirmation();
                    if (bound != null && !bound.equals(request.client().confirmation())) {
                        throw unacceptable();
                    }
                    return token;
                });
    }

    private CompletionStage<Granted> exchange(TokenRequest request, AccessToken subject, @Nullable AccessToken actor) {
        String family = subject.grantId();
        Optional<UserId> user = UserId.parse(subject.subject());
        List<String> actors = actors(request, subject, actor);
        if (family == null || user.isEmpty() || !concerns(request, subject)) {
            throw unacceptable();
        }
        List<String> resources = resources(request, subject);
        Set<String> scopes = scopes(request, subject);
        return entities.user(
                request.slug(),
                user.get(),
                replyTo -> new GrantCommand.ExchangeToken(
                        request.slug(),
                        user.get(),
                        family,
                        subject.jti(),
                        request.client().clientId(),
                        scopes,
                        resources,
                        actors,
                        subject.expiresAt(),
                        request.client().confirmation(),
                        request.act(),
                        replyTo),
                Granted.class);
    }

    /** §4.1, and §4.4: where the token says who may act, nobody else may. */
    private static List<String> actors(TokenRequest request, AccessToken subject, @Nullable AccessToken actor) {
        String acting = actor == null ? request.client().clientId() : actor.shownSubject();
        String allowed = subject.delegation().mayAct();
        if (allowed != null && !allowed.equals(acting)) {
            throw unacceptable();
        }
        List<String> actors = new ArrayList<>(subject.delegation().actors());
        if (actor != null) {
            actors.addFirst(acting);
        }
        if (actors.size() > CHAIN_LIMIT) {
            throw unacceptable();
        }
        return actors;
    }

    /** A token that was made for other resources alone is none of this client's business. */
    private static boolean concerns(TokenRequest request, AccessToken subject) {
        return subject.clientId().equals(request.client().clientId())
                || subject.audience().contains(request.context().issuer())
                || subject.audience().stream().anyMatch(registered(request)::contains);
    }

    /** Those asked for; else those of the token it comes of that the client may have. */
    private static List<String> resources(TokenRequest request, AccessToken subject) {
        Set<String> asked = new LinkedHashSet<>();
        asked.addAll(request.form().all("resource"));
        request.form().find("audience").ifPresent(asked::add);
        List<String> registered = registered(request);
        if (!registered.containsAll(asked)) {
            throw OAuthError.invalidTarget();
        }
        if (!asked.isEmpty() || subject.audience().contains(request.context().issuer())) {
            return List.copyOf(asked);
        }
        List<String> kept =
                subject.audience().stream().filter(registered::contains).toList();
        if (kept.isEmpty()) {
            throw OAuthError.invalidTarget();
        }
        return kept;
    }

    private static List<String> registered(TokenRequest request) {
        AppMetadata app = request.client().app();
        return app == null ? List.of() : app.tokens().resources();
    }

    private static Set<String> scopes(TokenRequest request, AccessToken subject) {
        Set<String> allowed = new LinkedHashSet<>(subject.scopes());
        allowed.retainAll(request.client().scopes());
        // There is no refresh token with it.
        allowed.remove(Scope.OFFLINE_ACCESS.wireName());
        String asked = request.form().get("scope");
        if (asked == null) {
            return allowed;
        }
        Set<String> scopes = Scope.split(asked);
        if (!allowed.containsAll(scopes)) {
            throw OAuthError.invalidScope("More was asked for than the token has, or this client may have.");
        }
        return scopes;
    }

    /** §2.2.2: whatever is wrong with one of the tokens. */
    private static HttpProblem unacceptable() {
        return OAuthError.invalidRequest(
                "A token is unknown, expired, revoked or may not be exchanged by this client.");
    }

    private static Throwable unacceptable(Throwable thrown) {
        return RefusedException.isOfWhatIsGone(thrown) ? unacceptable() : thrown;
    }
}
