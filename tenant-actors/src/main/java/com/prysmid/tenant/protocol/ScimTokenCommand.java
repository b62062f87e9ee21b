package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Long-lived tokens with which a directory outside provisions users and groups (RFC 7644), and does nothing else. */
public sealed interface ScimTokenCommand extends WorkspaceCommand {

    /**
     * → {@link ScimToken} with its secret. The same creation sent twice answers the same, for a while.
     *
     * @param life null: until it is deleted
     */
    record Create(
            Slug slug,
            String tokenId,
            String name,
            @Nullable Duration life,
            Act act,
            ActorRef<Reply> replyTo) implements ScimTokenCommand {}

    /** → {@link ScimTokens} that are good. */
    record ListAll(Slug slug, ActorRef<Reply> replyTo) implements ScimTokenCommand {}

    /** → {@link Done}. */
    record Delete(Slug slug, String tokenId, Act act, ActorRef<Reply> replyTo) implements ScimTokenCommand {}

    /** → {@link ScimToken}, without its secret; {@link Refused.Reason#INVALID_TOKEN}. */
    record Verify(Slug slug, Secret token, ActorRef<Reply> replyTo) implements ScimTokenCommand {}

    /**
     * @param prefix    how the token begins, by which its owner recognises it
     * @param expiresAt null: never by itself
     * @param token     in the answer that made it, and in no other
     */
    record ScimToken(
            String id,
            String name,
            String prefix,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Secret token)
            implements Reply {}

    record ScimTokens(List<ScimToken> items) implements Reply {}
}
