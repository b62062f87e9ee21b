package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Upstream identity providers: through whom people may sign in. */
public sealed interface IdpCommand extends WorkspaceCommand {

    /**
     * → {@link Idp}. The same creation sent twice answers the same.
     *
     * @param secret the client secret, or for Apple the private key as PEM; null where there is none
     */
    record Add(
            Slug slug,
            String idpId,
            IdpMetadata metadata,
            @Nullable Secret secret,
            Act act,
            ActorRef<Reply> replyTo) implements IdpCommand {}

    /**
     * Replaces the metadata → {@link Idp}.
     *
     * @param secret as in {@link Add}; null keeps the one it has
     */
    record Update(
            Slug slug,
            String idpId,
            IdpMetadata metadata,
            @Nullable Secret secret,
            Act act,
            ActorRef<Reply> replyTo) implements IdpCommand {}

    /** Its identities are void from now on → {@link Done}. */
    record Remove(Slug slug, String idpId, Act act, ActorRef<Reply> replyTo) implements IdpCommand {}

    /** → {@link Idp}. */
    record Get(Slug slug, String idpId, ActorRef<Reply> replyTo) implements IdpCommand {}

    /** → {@link Idps}, ordered by id. */
    record ListAll(Slug slug, ActorRef<Reply> replyTo) implements IdpCommand {}

    /**
     * What a sign-in page offers → {@link Choices}; refused unless the workspace is active.
     *
     * @param login the login name that somebody gave or is expected to give; null: nobody's
     */
    record Offer(Slug slug, @Nullable String login, ActorRef<Reply> replyTo) implements IdpCommand {}

    /** @param hasSecret whether a secret is kept; it is never told */
    record Idp(String id, IdpMetadata metadata, boolean hasSecret, Instant createdAt) implements Reply {}

    record Idps(List<Idp> items) implements Reply {}

    /**
     * @param items those that are enabled, ordered by name
     * @param homes whether any is the home of a domain
     * @param home  the id of the one whose domain the login name is of; null where there is none
     */
    record Choices(
            List<Choice> items, boolean homes, @Nullable String home) implements Reply {
        public Choices {
            items = List.copyOf(items);
        }
    }

    /** One way to sign in through another. */
    record Choice(String id, String name, IdpMetadata.Kind type) {}
}
