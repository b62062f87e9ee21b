package com.prysmid.gateway.http;

import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody who is shown a page, before and after their workspace is found.
 *
 * @param workspace null where there is none, or where it must not be told
 */
public record Visit(HttpRequest request, @Nullable WorkspaceDescription workspace) {
    /** Redacted: queries and headers carry secrets. */
    @Override
    public String toString() {
        return "Visit[" + (workspace == null ? "nowhere" : workspace.slug().value()) + "]";
    }
}
