package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * Whatever is remembered of a workspace is void, everywhere: it is being deleted, or was put back. Told to every node by the {@link
 * #topic}, and by nodes of the role {@code workspace} to those of its entities that are awake. Nobody relies on it for what is true:
 * memories that miss it end by themselves.
 */
public record ForgetWorkspace(Slug slug) implements Message, WorkspaceMessage, UserMessage {
    private static final String TOPIC = "forget-workspace";

    /** One of these on a node, with the node's own subscribers. */
    public static Behavior<Topic.Command<ForgetWorkspace>> topic() {
        return Topic.create(ForgetWorkspace.class, TOPIC);
    }
}
