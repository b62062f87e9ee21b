package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.GroupDecisions;
import com.prysmid.tenant.decide.ScimTokenDecisions;
import com.prysmid.tenant.entity.ConfigurationDesk.Outcome;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;

/** Groups, and the tokens of those who provision: decided by the state alone, at once. Used by the entity's thread only. */
final class ScimDesk {
    private static final Act READ = Act.bySystem("read");

    private final RandomSecrets random;
    private final RecentSecrets told = new RecentSecrets();

    ScimDesk(RandomSecrets random) {
        this.random = random;
    }

    Outcome group(WorkspaceState state, GroupCommand command, Instant now) {
        return switch (command) {
            case GroupCommand.Create c -> new Outcome(GroupDecisions.create(state, c, now), c.act());
            case GroupCommand.Update c -> new Outcome(GroupDecisions.update(state, c, now), c.act());
            case GroupCommand.FinishRename c -> new Outcome(GroupDecisions.finishRename(state, c), c.act());
            case GroupCommand.BeginDelete c -> new Outcome(GroupDecisions.beginDelete(state, c), c.act());
            case GroupCommand.Delete c -> new Outcome(GroupDecisions.delete(state, c), c.act());
            case GroupCommand.Get c -> read(GroupDecisions.get(state, c.groupId()));
            case GroupCommand.Find c -> read(GroupDecisions.find(state, c));
        };
    }

    Outcome token(WorkspaceState state, ScimTokenCommand command, Instant now) {
        return switch (command) {
            case ScimTokenCommand.Create c ->
                new Outcome(ScimTokenDecisions.create(state, c, told.find(c.tokenId(), now), random, now), c.act());
            case ScimTokenCommand.ListAll c -> read(ScimTokenDecisions.list(state, now));
            case ScimTokenCommand.Delete c -> new Outcome(ScimTokenDecisions.delete(state, c), c.act());
            case ScimTokenCommand.Verify c -> read(ScimTokenDecisions.verify(state, c.token(), now));
        };
    }

    /** Keeps a secret that was just told, so that the same creation sent again is answered the same. */
    void remember(Reply reply, Instant now) {
        if (reply instanceof ScimTokenCommand.ScimToken token) {
            told.remember(token.id(), token.token(), now);
        }
    }

    private static Outcome read(Reply reply) {
        return new Outcome(Decision.unchanged(reply), READ);
    }
}
