package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.Plan;

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
}
