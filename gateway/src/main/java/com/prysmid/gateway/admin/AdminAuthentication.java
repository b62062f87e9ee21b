package com.prysmid.gateway.admin;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused.Reason;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.UserId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who calls (RFC 6750 §2.1: the Authorization header and nothing else), with the roles held at this moment: a service account's
 * as the workspace knows them, a user's as the user's grants on the project {@link AdminRole#PROJECT} say. A token's own claims
 * give no role, so that taking one away works at once.
 */
public final class AdminAuthentication {
    static final String SCOPE = "urn:prysmid:admin";
    private static final String SCHEME = "Bearer ";
    /** No token of ours is longer; what is longer is not worth a message. */
    private static final int TOKEN_LIMIT = 8_192;

    private static final Set<Reason> AS_INVALID_TOKEN =
            EnumSet.of(Reason.INVALID_TOKEN, Reason.NOT_FOUND, Reason.INVALID_GRANT);

    private final Entities entities;

    public AdminAuthentication(Entities entities) {
        this.entities = entities;
    }

    /**
     * Fails with 401 or 403 (RFC 6750 §3.1).
     *
     * @param authorization the header's values, as many as were sent
     * @param proof of the keys that the caller has
     */
    public CompletionStage<Administrator> authenticate(Slug slug, List<String> authorization, SenderProof proof) {
        if (authorization.isEmpty()) {
            throw tokenRequired();
        }
        if (authorization.size() > 1) {
            throw invalidToken();
        }
        Secret token = bearer(authorization.getFirst()).orElseThrow(AdminAuthentication::invalidToken);
        return sameAnswer(entities.workspace(
                        slug,
                        replyTo -> new TokenCommand.VerifyAccessToken(slug, token, proof, replyTo),
                        TokenCommand.AccessToken.class))
                .thenCompose(verified -> identify(slug, verified));
    }

    private static Optional<Secret> bearer(String header) {
        return header.length() <= TOKEN_LIMIT && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                        .filter(text -> !text.isEmpty())
                        .map(Secret::new)
                : Optional.empty();
    }

    private CompletionStage<Administrator> identify(Slug slug, TokenCommand.AccessToken token) {
        if (!token.scopes().contains(SCOPE)) {
            throw insufficientScope();
        }
        if (token.clientKind() == TokenCommand.ClientKind.SERVICE_ACCOUNT) {
            return known(Actor.serviceAccount(token.subject()), token.clientId(), token.adminRoles());
        }
        Optional<UserId> user = UserId.parse(token.subject());
        String family = token.grantId();
        if (family == null || user.isEmpty()) {
            // An app's own token, made by client_credentials: apps hold no roles.
            return known(Actor.app(token.clientId()), token.clientId(), List.of());
        }
        return sameAnswer(entities.user(
                        slug,
                        user.get(),
                        replyTo -> new GrantCommand.CheckAccess(slug, user.get(), family, token.jti(), replyTo),
                        GrantCommand.LiveAccess.class))
                .thenCompose(live -> known(
                        Actor.user(user.get()),
                        token.clientId(),
                        live.grants().getOrDefault(AdminRole.PROJECT, List.of())));
    }

    private static CompletionStage<Administrator> known(Actor actor, String clientId, Collection<String> roleKeys) {
        Set<AdminRole> roles = EnumSet.noneOf(AdminRole.class);
        roleKeys.forEach(key -> AdminRole.parse(key).ifPresent(roles::add));
        return CompletableFuture.completedStage(new Administrator(actor, clientId, roles));
    }

    /** What is wrong with a token is the same answer, whatever it is. */
    private static <R> CompletionStage<R> sameAnswer(CompletionStage<R> asked) {
        return asked.exceptionallyCompose(thrown -> CompletableFuture.failedStage(RefusedException.in(thrown)
                .filter(refused -> AS_INVALID_TOKEN.contains(refused.reason()))
                .<Throwable>map(refused -> invalidToken())
                .orElse(thrown)));
    }

    /** RFC 6750 §3.1: no error code where no credential was sent. */
    private static HttpProblem tokenRequired() {
        return new HttpProblem(401, "token_required", "This needs an access token: Authorization: Bearer …")
                .with("WWW-Authenticate", "Bearer realm=\"admin\", scope=\"" + SCOPE + "\"");
    }

    public static HttpProblem invalidToken() {
        return new HttpProblem(401, "invalid_token", "The access token is not valid.")
                .with("WWW-Authenticate", "Bearer realm=\"admin\", error=\"invalid_token\"");
    }

    private static HttpProblem insufficientScope() {
        return new HttpProblem(403, "insufficient_scope", "The access token does not have the scope " + SCOPE + ".")
                .with("WWW-Authenticate", challenge());
    }

    public static HttpProblem insufficientRole() {
        return Answer.forbidden("Your roles over this workspace do not allow this.")
                .with("WWW-Authenticate", challenge());
    }

    private static String challenge() {
        return "Bearer realm=\"admin\", error=\"insufficient_scope\", scope=\"" + SCOPE + "\"";
    }
}
