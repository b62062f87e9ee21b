package com.prysmid.gateway.http;

import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Somebody comes to a page. */
public final class Visits {
    private Visits() {}

    /** To a workspace of this name, with a request that tells nothing. */
    public static Visit to(String workspaceName) {
        return to(workspaceName, Branding.NONE, HttpRequest.create());
    }

    public static Visit to(String workspaceName, Branding branding, HttpRequest request) {
        return new Visit(request, workspace(workspaceName, branding));
    }

    public static Visit nowhere() {
        return new Visit(HttpRequest.create(), null);
    }

    public static WorkspaceDescription workspace(String name, Branding branding) {
        return new WorkspaceDescription(
                new Slug("acme"),
                "https://auth.acme.example",
                WorkspaceStatus.ACTIVE,
                Plan.PRO,
                PlanLimits.before(Plan.PRO),
                name,
                "creation-1",
                Instant.EPOCH,
                List.of(),
                null,
                Map.of(),
                WorkspaceSettings.DEFAULTS,
                branding);
    }
}
