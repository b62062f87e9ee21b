package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** What a user owes to apps: see {@code Outgoing} among the events. */
public sealed interface DeliveryCommand extends UserCommand {

    /** Wakes the user, and makes it look at what it owes → {@link Done}. */
    record Wake(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements DeliveryCommand {}
}
