package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Apps that register themselves (RFC 7591) and manage their registration (RFC 7592); the tokens that let them. */
public sealed interface RegistrationCommand extends WorkspaceCommand {

    /**
     * → {@link Registered}; {@link Refused.Reason#FORBIDDEN} where the workspace's policy is closed, {@link
     * Refused.Reason#INVALID_TOKEN} without an initial access token that it needs.
     */
    record Register(
            Slug slug,
            String clientId,
            AppMetadata metadata,
            @Nullable Secret initialAccessToken,
            Act act,
            ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /** → {@link Registered}. */
    record Read(Slug slug, String clientId, Secret registrationToken, ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /**
     * RFC 7592 §2.2: replaces all of the metadata → {@link Registered}.
     *
     * @param clientSecret as presented: must be the app's own; null where it was left out
     */
    record Replace(
            Slug slug,
            String clientId,
            Secret registrationToken,
            AppMetadata metadata,
            @Nullable Secret clientSecret,
            Act act,
            ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /** RFC 7592 §2.3 → {@link Done}. */
    record Remove(Slug slug, String clientId, Secret registrationToken, Act act, ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /**
     * Whether somebody whom the workspace believes signed a software statement (RFC 7591 §2.3) → {@link StatementClaims}, or
     * {@link Refused.Reason#INVALID} with the code {@code invalid_software_statement} or {@code
     * unapproved_software_statement}.
     */
    record VerifyStatement(Slug slug, String statement, ActorRef<Reply> replyTo) implements RegistrationCommand {}

    /**
     * Makes an initial access token → {@link InitialAccessToken} with its secret.
     *
     * @param life until it ends; null: a day
     * @param uses so many registrations; null: as many as one likes while it lives
     */
    record CreateInitialToken(
            Slug slug,
            String tokenId,
            @Nullable Duration life,
            @Nullable Integer uses,
            Act act,
            ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /** → {@link InitialAccessTokens}. */
    record ListInitialTokens(Slug slug, ActorRef<Reply> replyTo) implements RegistrationCommand {}

    /** → {@link Done}. */
    record DeleteInitialToken(Slug slug, String tokenId, Act act, ActorRef<Reply> replyTo)
            implements RegistrationCommand {}

    /** @param registrationToken RFC 7592 §3 {@code registration_access_token} */
    record Registered(AppCommand.App app, Secret registrationToken) implements Reply {}

    /** @param json the statement's claims: an object */
    record StatementClaims(String json) implements Reply {}

    /**
     * @param remainingUses null: no limit
     * @param token         in the answer that made it, and in no other
     */
    record InitialAccessToken(
            String id,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Integer remainingUses,
            @Nullable Secret token) implements Reply {}

    record InitialAccessTokens(List<InitialAccessToken> items) implements Reply {}
}
