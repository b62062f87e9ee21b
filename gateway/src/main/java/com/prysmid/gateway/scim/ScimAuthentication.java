package com.prysmid.gateway.scim;

import com.prysmid.gateway.admin.AdminAuthentication;
import com.prysmid.gateway.admin.Administrator;
import com.prysmid.gateway.admin.Permission;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.client.SenderProofs;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.protocol.Secret;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who provisions: a SCIM token of the workspace, which may what a user manager may; or whoever may manage users through the admin
 * API, with the same access token.
 */
final class ScimAuthentication {
    private static final String BEARER = "Bearer ";
    private static final String SCIM_TOKEN = "prysm_scim_";
    private static final int TOKEN_LIMIT = 500;

    private final Entities entities;
    private final AdminAuthentication administrators;

    ScimAuthentication(Entities entities) {
        this.entities = entities;
        this.administrators = new AdminAuthentication(entities);
    }

    /** Fails with 401 or 403. */
    CompletionStage<Administrator> authenticate(RequestContext context) {
        List<String> headers = context.headers("authorization");
        String header = headers.size() == 1 ? headers.getFirst() : "";
        String token = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : "";
        return token.startsWith(SCIM_TOKEN)
                ? provisioner(context, token)
                : administrators
                        .authenticate(context.slug(), headers, SenderProofs.of(context))
                        .thenApply(caller -> {
                            if (!caller.may(Permission.MANAGE_USERS)) {
                                throw AdminAuthentication.insufficientRole();
                            }
                            return caller;
                        });
    }

    private CompletionStage<Administrator> provisioner(RequestContext context, String token) {
        if (token.length() > TOKEN_LIMIT) {
            throw AdminAuthentication.invalidToken();
        }
        return entities.workspace(
                        context.slug(),
                        replyTo -> new ScimTokenCommand.Verify(context.slug(), new Secret(token), replyTo),
                        ScimTokenCommand.ScimToken.class)
                .thenApply(known -> new Administrator(Actor.scimToken(known.id()), "", Set.of(AdminRole.USER_MANAGER)))
                .exceptionallyCompose(thrown -> CompletableFuture.failedStage(RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.INVALID_TOKEN)
                        .<Throwable>map(refused -> AdminAuthentication.invalidToken())
                        .orElse(thrown)));
    }
}
