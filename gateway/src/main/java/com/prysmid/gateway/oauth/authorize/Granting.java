package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes what the response type asks for, from a session. */
final class Granting {
    private final Entities entities;

    Granting(Entities entities) {
        this.entities = entities;
    }

    /** Parameters of the response by name; empty where the session does not hold. */
    CompletionStage<Optional<Map<String, String>>> grant(
            RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        return (switch (request.responseType()) {
                    case CODE -> code(context, request, session).thenApply(code -> Map.of("code", code.reveal()));
                    case NONE -> check(context, session);
                    case ID_TOKEN -> idToken(context, request, session, null);
                    case CODE_ID_TOKEN ->
                        code(context, request, session)
                                .thenCompose(code -> idToken(context, request, session, code)
                                        .thenApply(idToken -> with(code, idToken)));
                })
                .thenApply(Optional::of)
                .exceptionally(thrown -> SignedInBrowser.orElse(thrown, Optional.empty()));
    }

    private CompletionStage<Secret> code(RequestContext context, AuthorizationRequest request, UserBoundToken session) {
        Act act = context.act()
                .by(Actor.user(session.userId()))
                .throughApp(request.app().clientId());
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new GrantCommand.IssueCode(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                request.code(),
                                request.settings(),
                                act,
                                replyTo),
                        GrantCommand.CodeIssued.class)
                .thenApply(GrantCommand.CodeIssued::code);
    }

    private CompletionStage<Map<String, String>> check(RequestContext context, UserBoundToken session) {
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new SessionCommand.Check(
                                context.slug(), session.userId(), session.id(), session.secret(), replyTo),
                        SessionCommand.Session.class)
                .thenApply(found -> Map.of());
    }

    /** OpenID Connect Core §3.2.2.5, §3.3.2.5. */
    private CompletionStage<Map<String, String>> idToken(
            RequestContext context, AuthorizationRequest request, UserBoundToken session, @Nullable Secret code) {
        return entities.user(
                        context.slug(),
                        session.userId(),
                        replyTo -> new GrantCommand.DescribeSession(
                                context.slug(),
                                session.userId(),
                                session.id(),
                                session.secret(),
                                request.code(),
                                request.settings(),
                                replyTo),
                        GrantCommand.SessionGrant.class)
                .thenCompose(described -> entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.IssueIdToken(
                                context.slug(),
                                described.grant(),
                                code,
                                request.to().state(),
                                replyTo),
                        TokenCommand.IssuedIdToken.class))
                .thenApply(issued -> Map.of("id_token", issued.idToken().reveal()));
    }

    private static Map<String, String> with(Secret code, Map<String, String> idToken) {
        Map<String, String> both = new LinkedHashMap<>();
        both.put("code", code.reveal());
        both.putAll(idToken);
        return both;
    }
}
