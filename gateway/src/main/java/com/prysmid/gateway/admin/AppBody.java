package com.prysmid.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.prysmid.gateway.app.AppDocument;
import com.prysmid.tenant.protocol.AppCommand.App;
import com.prysmid.tenant.protocol.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app as the admin API answers it: its document, and what the workspace knows besides.
 *
 * @param clientSecret in the answer that made it, and in no other
 */
record AppBody(
        String clientId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Secret clientSecret,

        String projectId,
        @JsonUnwrapped AppDocument metadata,
        Instant createdAt) {
    static AppBody of(App app) {
        return new AppBody(
                app.clientId(), app.clientSecret(), app.projectId(), AppDocument.of(app.metadata()), app.createdAt());
    }
}
