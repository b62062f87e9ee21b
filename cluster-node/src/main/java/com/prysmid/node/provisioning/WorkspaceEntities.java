package com.prysmid.node.provisioning;

import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** The port to the workspace entities, wherever in the cluster they run. */
@FunctionalInterface
public interface WorkspaceEntities {

    /** Asks the entity of the command's slug; fails with a {@link java.util.concurrent.TimeoutException} without an answer. */
    CompletionStage<Reply> ask(Slug slug, Function<ActorRef<Reply>, ProvisioningCommand> command);
}
