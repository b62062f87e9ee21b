package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes and refresh tokens that are foreign, unknown, used or expired: one answer for all of them, and a line in the audit
 * journal of the workspace whose app presented it.
 */
final class VoidGrants {
    private static final Logger LOG = LoggerFactory.getLogger(VoidGrants.class);

    private final Entities entities;

    VoidGrants(Entities entities) {
        this.entities = entities;
    }

    /** For a stage that the user's entity answers. */
    <R> CompletionStage<R> refuse(Throwable thrown, TokenRequest request, GrantType type) {
        Refused refused = RefusedException.in(thrown).orElse(null);
        if (refused == null
                || (refused.reason() != Refused.Reason.INVALID_GRANT && refused.reason() != Refused.Reason.NOT_FOUND)) {
            return CompletableFuture.failedFuture(thrown);
        }
        // A grant that came again is in the user's own journal, with what it ended: one act, one entry.
        return refused.code().equals(GrantCommand.REUSED)
                ? CompletableFuture.failedFuture(OAuthError.invalidGrant())
                : refuse(request, type);
    }

    /** Always {@code invalid_grant}. */
    <R> CompletionStage<R> refuse(TokenRequest request, GrantType type) {
        if (request.client().kind() != ClientKind.APP) {
            return CompletableFuture.failedFuture(OAuthError.invalidGrant());
        }
        return entities.workspace(
                        request.slug(),
                        replyTo -> new AuditCommand.NoteRefusal(
                                request.slug(),
                                request.client().clientId(),
                                type.wireName(),
                                "invalid_grant",
                                request.act(),
                                replyTo),
                        Done.class)
                .handle((done, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "request {}: a refused grant was not written down",
                                request.context().requestId());
                    }
                    throw OAuthError.invalidGrant();
                });
    }
}
