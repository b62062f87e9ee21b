package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.DirectoryEvent;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.ProjectEvent;
import com.prysmid.tenant.event.ProvisioningEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.SettingsEvent;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.event.WireName;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workspace: bounded by its configuration, not by its users.
 *
 * @param status            null before it was prepared: there is no such workspace
 * @param sealedDataKey     base64; empty before it was prepared
 * @param revokedClientTokens by {@code jti}: until when each needs to be remembered
 * @param sealedPairwiseKey base64url; null until the first token with a pairwise subject
 */
@WireName("workspace.state/1")
public record WorkspaceState(
        @Nullable WorkspaceStatus status,
        String creationId,
        String name,
        Plan plan,
        Instant createdAt,
        WorkspaceSettings settings,
        String sealedDataKey,
        KeyRing keys,
        Projects projects,
        AppRegistry apps,
        ServiceAccounts serviceAccounts,
        Map<String, Instant> revokedClientTokens,
        @Nullable String sealedPairwiseKey) {

    public static final WorkspaceState ABSENT = new WorkspaceState(
            null,
            "",
            "",
            Plan.FREE,
            Instant.EPOCH,
            WorkspaceSettings.DEFAULTS,
            "",
            KeyRing.EMPTY,
            Projects.EMPTY,
            AppRegistry.EMPTY,
            ServiceAccounts.EMPTY,
            Map.of(),
            null);

    public boolean exists() {
        return status != null;
    }

    public boolean isActive() {
        return status == WorkspaceStatus.ACTIVE;
    }

    public WorkspaceState apply(Recorded<WorkspaceEvent> recorded) {
        Instant at = recorded.at();
        return switch (recorded.event()) {
            case ProvisioningEvent.Prepared e ->
                new WorkspaceState(
                        WorkspaceStatus.PROVISIONING,
                        e.creationId(),
                        e.name(),
                        e.plan(),
                        at,
                        settings,
                        e.sealedDataKey(),
                        keys,
                        projects,
                        apps,
                        serviceAccounts,
                        revokedClientTokens,
                        sealedPairwiseKey);
            case ProvisioningEvent.Activated e -> withStatus(WorkspaceStatus.ACTIVE);
            case SettingsEvent.Changed e ->
                new WorkspaceState(
                        status,
                        creationId,
                        e.name(),
                        plan,
                        createdAt,
                        e.settings(),
                        sealedDataKey,
                        keys,
                        projects,
                        apps,
                        serviceAccounts,
                        revokedClientTokens,
                        sealedPairwiseKey);
            case KeyEvent e -> with(keys.apply(at, e), projects, apps, serviceAccounts);
            case ProjectEvent e -> with(keys, projects.apply(at, e), apps, serviceAccounts);
            case AppEvent e -> with(keys, projects, apps.apply(at, e), serviceAccounts);
            case ServiceAccountEvent e -> with(keys, projects, apps, serviceAccounts.apply(at, e));
            case TokenEvent.ClientTokenRevoked e ->
                new WorkspaceState(
                        status,
                        creationId,
                        name,
                        plan,
                        createdAt,
                        settings,
                        sealedDataKey,
                        keys,
                        projects,
                        apps,
                        serviceAccounts,
                        Maps.with(
                                Maps.keep(revokedClientTokens, (jti, expires) -> expires.isAfter(at)),
                                e.jti(),
                                e.expiresAt()),
                        sealedPairwiseKey);
            case TokenEvent.PairwiseKeyMade e -> withPairwiseKey(e.sealedKey());
            case TokenEvent.Refused e -> this;
            case DirectoryEvent.UnknownLogin e -> this;
        };
    }

    private WorkspaceState withStatus(WorkspaceStatus newStatus) {
        return new WorkspaceState(
                newStatus,
                creationId,
                name,
                plan,
                createdAt,
                settings,
                sealedDataKey,
                keys,
                projects,
                apps,
                serviceAccounts,
                revokedClientTokens,
                sealedPairwiseKey);
    }

    /** The first one stays: with it would go every subject that it gave. */
    private WorkspaceState withPairwiseKey(String sealedKey) {
        return sealedPairwiseKey != null
                ? this
                : new WorkspaceState(
                        status,
                        creationId,
                        name,
                        plan,
                        createdAt,
                        settings,
                        sealedDataKey,
                        keys,
                        projects,
                        apps,
                        serviceAccounts,
                        revokedClientTokens,
                        sealedKey);
    }

    private WorkspaceState with(
            KeyRing newKeys, Projects newProjects, AppRegistry newApps, ServiceAccounts newServiceAccounts) {
        return new WorkspaceState(
                status,
                creationId,
                name,
                plan,
                createdAt,
                settings,
                sealedDataKey,
                newKeys,
                newProjects,
                newApps,
                newServiceAccounts,
                revokedClientTokens,
                sealedPairwiseKey);
    }
}
