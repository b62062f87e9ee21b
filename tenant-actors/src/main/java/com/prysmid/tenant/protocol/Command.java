package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** A request to one entity. */
public sealed interface Command extends Message permits WorkspaceCommand, UserCommand {
    /** The workspace addressed; an entity of another workspace refuses the command. */
    Slug slug();

    ActorRef<Reply> replyTo();
}
