package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.decide.KeyDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** The signing keys over time: what there are, the first of an algorithm, the next by hand and by age, and their end. */
final class KeyDesk {
    private static final Act UPKEEP = Act.bySystem("key-check");

    private final WorkspacePort workspace;
    private final SigningRing ring;
    private boolean rotating;

    KeyDesk(WorkspacePort workspace, SigningRing ring) {
        this.workspace = workspace;
        this.ring = ring;
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> handle(WorkspaceState state, KeyCommand command) {
        return switch (command) {
            case KeyCommand.ListAll c -> workspace.answer(c.replyTo(), KeyDecisions.list(state));
            case KeyCommand.GetJwks c -> workspace.answer(c.replyTo(), ring.jwks(state));
            case KeyCommand.Rotate c -> rotate(state, c);
        };
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> rotate(WorkspaceState state, KeyCommand.Rotate command) {
        return KeyDecisions.refuseRotation(state, command.alg())
                .map(refused -> workspace.answer(command.replyTo(), refused))
                .orElseGet(() -> workspace.goOn(
                        ring.makeKeys(state, KeyDecisions.toMake(state, KeyDecisions.chosen(state, command.alg()))),
                        command.replyTo(),
                        "making keys",
                        (now, keys) -> workspace.commit(
                                KeyDecisions.rotate(now, command.alg(), keys, workspace.now()),
                                command.act(),
                                command.replyTo())));
    }

    /** Makes the successors of those that are of age, and takes away those whose last signature is out of date. */
    Effect<Recorded<WorkspaceEvent>, WorkspaceState> check(WorkspaceState state) {
        if (!state.exists() || state.isDeleting() || rotating) {
            return workspace.write(List.of(), UPKEEP);
        }
        Set<KeyAlgorithm> due = KeyDecisions.due(state, workspace.now());
        if (!due.isEmpty()) {
            rotating = true;
            // Where it fails, the current keys sign on, and the next check tries again.
            workspace.goOnUnasked(
                    ring.makeKeys(state, KeyDecisions.toMake(state, due)),
                    "making keys",
                    () -> rotating = false,
                    (now, keys) -> workspace.write(KeyDecisions.rotateDue(now, keys, workspace.now()), UPKEEP));
        }
        return workspace.write(KeyDecisions.retire(state, workspace.now()), UPKEEP);
    }

    /**
     * Makes the first keys of algorithms that the ring has none of, and goes on with the state of then and the events that add
     * them: they belong before those of the command that needs them, in the one commit.
     */
    Effect<Recorded<WorkspaceEvent>, WorkspaceState> introduce(
            WorkspaceState state,
            Set<KeyAlgorithm> lacking,
            ActorRef<Reply> replyTo,
            BiFunction<WorkspaceState, List<WorkspaceEvent>, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next) {
        return workspace.goOn(
                ring.makeKeys(state, KeyDecisions.toMake(state, lacking)),
                replyTo,
                "making keys",
                (now, fresh) -> next.apply(now, KeyDecisions.introduce(now, fresh)));
    }
}
