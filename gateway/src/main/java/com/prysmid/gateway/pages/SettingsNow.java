package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.concurrent.CompletionStage;

/** The workspace's policies as of now, for acts that must not go by what held some seconds ago. */
final class SettingsNow {
    private final Entities entities;

    SettingsNow(Entities entities) {
        this.entities = entities;
    }

    CompletionStage<WorkspaceSettings> of(RequestContext context) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new ProvisioningCommand.Describe(context.slug(), replyTo),
                        WorkspaceDescription.class)
                .thenApply(WorkspaceDescription::settings);
    }
}
