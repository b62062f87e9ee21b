package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;

/** Steps of a workspace's life. */
public sealed interface ProvisioningEvent extends WorkspaceEvent {

    /** @param sealedDataKey base64 of the workspace's data key, sealed by the key-encryption key */
    @WireName("workspace.prepared/1")
    record Prepared(String creationId, String name, Plan plan, String sealedDataKey) implements ProvisioningEvent {}

    @WireName("workspace.activated/1")
    record Activated() implements ProvisioningEvent {}

    @WireName("workspace.suspended/1")
    record Suspended() implements ProvisioningEvent {}

    @WireName("workspace.resumed/1")
    record Resumed() implements ProvisioningEvent {}

    @WireName("workspace.plan_changed/1")
    record PlanChanged(Plan plan, PlanLimits limits) implements ProvisioningEvent {}

    /** The last event before the rows are backed up and dropped. */
    @WireName("workspace.deletion_begun/1")
    record DeletionBegun() implements ProvisioningEvent {}

    /** After the rows were put back. */
    @WireName("workspace.reinstated/1")
    record Reinstated() implements ProvisioningEvent {}
}
