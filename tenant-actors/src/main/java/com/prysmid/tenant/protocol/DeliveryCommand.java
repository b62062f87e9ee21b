package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** What a user owes to apps and people: see {@code Outgoing} among the events. */
public sealed interface DeliveryCommand extends UserCommand {

    /** Wakes the user, and makes it look at what it owes, and whether its sign-up is over → {@link Done}. */
    record Wake(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements DeliveryCommand {}
}
