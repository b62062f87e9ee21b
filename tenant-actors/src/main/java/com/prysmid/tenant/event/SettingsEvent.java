package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.List;

/** Changes of a workspace's name and policies. */
public sealed interface SettingsEvent extends WorkspaceEvent {

    /** @param changed names of the members that differ from before */
    @WireName("settings.changed/1")
    record Changed(String name, WorkspaceSettings settings, List<String> changed) implements SettingsEvent {}
}
