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

    /**
     * Makes the service account {@code control-plane} with this key and the role {@link AdminRole#OPERATOR}, or gives it this key in
     * place of the one it had → {@link OperatorAccount}. The workspace's own administrators see it and cannot change it.
     *
     * @param jwk a public JWK as JSON
     */
    record SetOperatorKey(Slug slug, String creationId, String jwk, Act act, ActorRef<Reply> replyTo)
            implements ProvisioningCommand {}

    /** What the workspace may use from now on → {@link WorkspaceDescription}. */
    record ApplyPlan(Slug slug, String creationId, Plan plan, PlanLimits limits, Act act, ActorRef<Reply> replyTo)
            implements ProvisioningCommand {}

    /**
     * The end: from now on it answers everything as if it had never existed; only its rows are still there, to be backed up and dropped
     * → {@link Done}.
     */
    record BeginDeletion(Slug slug, String creationId, Act act, ActorRef<Reply> replyTo)
            implements ProvisioningCommand {}

    /**
     * It was deleted and its rows were put back: it is there again, suspended → {@link Done}. Nothing changes for one that is not being
     * deleted.
     */
    record Reinstate(Slug slug, String creationId, Act act, ActorRef<Reply> replyTo) implements ProvisioningCommand {}

    record OperatorAccount(String clientId) implements Reply {}

    /** → {@link WorkspaceDescription}, in any status but a deleted one's. */
    record Describe(Slug slug, ActorRef<Reply> replyTo) implements ProvisioningCommand {}

    /** What may be told about a workspace outside of it; nothing personal. */
    record WorkspaceDescription(
            Slug slug,
            String issuer,
            WorkspaceStatus status,
            Plan plan,
            PlanLimits limits,
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
