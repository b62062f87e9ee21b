package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a user lets apps have that are not the workspace's own. Asked for in a browser: the session is checked as by {@link
 * SessionCommand.Check}.
 */
public sealed interface ConsentCommand extends UserCommand {

    /** Whether the user agreed to all of this → {@link Done}, or refused with {@code consent_required}. Writes nothing. */
    record Check(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            String clientId,
            Set<String> scopes,
            GrantCommand.ConsentDemand demand,
            ActorRef<Reply> replyTo)
            implements ConsentCommand {}

    /** Also what was given before stays given → {@link Done}. */
    record Give(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            String clientId,
            Set<String> scopes,
            Act act,
            ActorRef<Reply> replyTo)
            implements ConsentCommand {}

    /** Ends the app's codes and token families with it → {@link Done}, also where there was none. */
    record Withdraw(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            String clientId,
            Act act,
            ActorRef<Reply> replyTo)
            implements ConsentCommand {}

    /** → {@link Consents}. */
    record ListAll(Slug slug, UserId userId, String sid, Secret sessionSecret, ActorRef<Reply> replyTo)
            implements ConsentCommand {}

    record Consent(String clientId, Set<String> scopes, Instant givenAt) {}

    /** Newest first, with the name to greet the user by. */
    record Consents(String userName, List<Consent> items) implements Reply {}
}
