package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** What a user's own entity asks of the workspace that it lives in. Refused unless the workspace is active. */
public sealed interface HomeCommand extends WorkspaceCommand {

    /** → {@link Home}. */
    record TellHome(Slug slug, ActorRef<Reply> replyTo) implements HomeCommand {}

    /**
     * @param sealedDataKey opens nothing without the installation's own key; the same for the workspace's whole life
     * @param issuer        what every link that is mailed begins with
     */
    record Home(Secret sealedDataKey, String issuer, String name, Branding branding) implements Reply {}
}
