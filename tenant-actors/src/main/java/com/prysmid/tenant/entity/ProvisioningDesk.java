package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.OperatorDecisions;
import com.prysmid.tenant.decide.ProvisioningDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.state.WorkspaceState;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** What the control plane asks for: the workspace's beginning, its first keys, its pauses, its plan, and its end. */
final class ProvisioningDesk {
    private final WorkspacePort workspace;
    private final SigningRing ring;
    private final String issuer;

    ProvisioningDesk(WorkspacePort workspace, SigningRing ring, String issuer) {
        this.workspace = workspace;
        this.ring = ring;
        this.issuer = issuer;
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> handle(WorkspaceState state, ProvisioningCommand command) {
        return switch (command) {
            case ProvisioningCommand.Prepare c ->
                ProvisioningDecisions.prepareWithoutKeys(state, c, issuer)
                        .map(decision -> workspace.commit(decision, c.act(), c.replyTo()))
                        .orElseGet(() -> workspace.goOn(
                                ring.makeFirstKeys(),
                                c.replyTo(),
                                "making keys",
                                (now, keys) -> workspace.commit(
                                        ProvisioningDecisions.prepare(now, c, keys, workspace.now(), issuer),
                                        c.act(),
                                        c.replyTo())));
            case ProvisioningCommand.Activate c ->
                workspace.commit(ProvisioningDecisions.activate(state, c, issuer), c.act(), c.replyTo());
            case ProvisioningCommand.Suspend c ->
                workspace.commit(ProvisioningDecisions.suspend(state, c, issuer), c.act(), c.replyTo());
            case ProvisioningCommand.Resume c ->
                workspace.commit(ProvisioningDecisions.resume(state, c, issuer), c.act(), c.replyTo());
            case ProvisioningCommand.SetOperatorKey c ->
                workspace.commit(OperatorDecisions.setKey(state, c), c.act(), c.replyTo());
            case ProvisioningCommand.ApplyPlan c ->
                workspace.commit(OperatorDecisions.applyPlan(state, c, issuer), c.act(), c.replyTo());
            case ProvisioningCommand.BeginDeletion c ->
                workspace.commit(OperatorDecisions.beginDeletion(state, c), c.act(), c.replyTo());
            case ProvisioningCommand.Reinstate c ->
                workspace.commit(OperatorDecisions.reinstate(state, c), c.act(), c.replyTo());
            case ProvisioningCommand.Describe c ->
                workspace.answer(c.replyTo(), ProvisioningDecisions.describe(state, workspace.slug(), issuer));
        };
    }
}
