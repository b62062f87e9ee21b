package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The steps of a workspace's life that the control plane drives. Each is idempotent for one {@code creationId}. */
public sealed interface ProvisioningCommand extends WorkspaceCommand {

    /**
     * Makes the workspace with its current and its next signing key, in status provisioning → {@link WorkspaceDescription};
     * {@code slug_in_use} when it was made by another creation.
     */
    record Prepare(Slug slug, String creationId, String name, Plan plan, Act act, ActorRef<Reply> replyTo)
            implements ProvisioningCommand {}

    /**
     * Opens it → {@link WorkspaceDescription}.
     *
     * @param bootstrapAdminJwk a public JWK as JSON; makes the service account {@code bootstrap-admin}, a workspace owner
     */
    record Activate(Slug slug, String creationId, @Nullable String bootstrapAdminJwk, Act act, ActorRef<Reply> replyTo)
            implements ProvisioningCommand {}

    /**
     * Closes it: sessions, tokens and pages are refused from this moment on, everywhere; key set and metadata stay up
     * → {@link WorkspaceDescription}; {@code workspace_not_active} before it was opened.
     */
    record Suspend(Slug slug, String creationId, Act act, ActorRef<Reply> replyTo) implements ProvisioningCommand {}

    /** Opens it again, with all that was not ended or outlived in the meantime → {@link WorkspaceDescription}. */
    record Resume(Slug slug, String creationId, Act act, ActorRef<Reply> replyTo) implements ProvisioningCommand {}

    /** → {@link WorkspaceDescription}, in any status. */
    record Describe(Slug slug, ActorRef<Reply> replyTo) implements ProvisioningCommand {}

    /** What may be told about a workspace outside of it; nothing personal. */
    record WorkspaceDescription(
            Slug slug,
            String issuer,
            WorkspaceStatus status,
            Plan plan,
            String name,
            String creationId,
            Instant createdAt,
            List<String> keyIds,
            @Nullable String bootstrapAdminClientId,
            Map<String, Integer> counts,
            WorkspaceSettings settings,
            Branding branding)
            implements Reply {}
}
