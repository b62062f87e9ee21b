package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.BrandingEvent;
import com.prysmid.tenant.event.DirectoryEvent;
import com.prysmid.tenant.event.GroupEvent;
import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.ProjectEvent;
import com.prysmid.tenant.event.ProvisioningEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.RegistrationEvent;
import com.prysmid.tenant.event.ScimTokenEvent;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.SettingsEvent;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.event.WireName;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workspace: bounded by its configuration, not by its users.
 *
 * @param status            null before it was prepared: there is no such workspace
 * @param sealedDataKey     base64; empty before it was prepared
 * @param revokedClientTokens by {@code jti}: until when each needs to be remembered
 * @param registrations     null in snapshots from before there were any: none
 * @param groups            null in snapshots from before there were any: none; so {@code scimTokens}
 * @param branding          null in snapshots from before there was any: none
 * @param logoContent       base64; empty where there is no logo
 * @param sealedPairwiseKey base64url; null until the first token with a pairwise subject
 * @param idps              null in snapshots from before there were any: none
 * @param limits            null in snapshots from before there were any: what the plan says
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
        @Nullable String sealedPairwiseKey,
        Registrations registrations,
        Groups groups,
        ScimTokens scimTokens,
        Branding branding,
        String logoContent,
        IdpRegistry idps,
        PlanLimits limits) {

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
            null,
            Registrations.NONE,
            Groups.NONE,
            ScimTokens.NONE,
            Branding.NONE,
            "",
            IdpRegistry.EMPTY,
            PlanLimits.before(Plan.FREE));

    public WorkspaceState {
        registrations = registrations == null ? Registrations.NONE : registrations;
        groups = groups == null ? Groups.NONE : groups;
        scimTokens = scimTokens == null ? ScimTokens.NONE : scimTokens;
        branding = branding == null ? Branding.NONE : branding;
        logoContent = logoContent == null ? "" : logoContent;
        idps = idps == null ? IdpRegistry.EMPTY : idps;
        limits = limits == null ? PlanLimits.before(plan) : limits;
    }

    public boolean exists() {
        return status != null;
    }

    /** Whether its end has begun: it is there for its backup only. */
    public boolean isDeleting() {
        return status == WorkspaceStatus.DELETING;
    }

    public boolean isActive() {
        return status == WorkspaceStatus.ACTIVE;
    }

    public WorkspaceState apply(Recorded<WorkspaceEvent> recorded) {
        Instant at = recorded.at();
        return switch (recorded.event()) {
            case ProvisioningEvent.Prepared e ->
                change(draft -> {
                    draft.status = WorkspaceStatus.PROVISIONING;
                    draft.creationId = e.creationId();
                    draft.name = e.name();
                    draft.plan = e.plan();
                    draft.limits = PlanLimits.before(e.plan());
                    draft.createdAt = at;
                    draft.sealedDataKey = e.sealedDataKey();
                });
            case ProvisioningEvent.Activated e -> change(draft -> draft.status = WorkspaceStatus.ACTIVE);
            case ProvisioningEvent.Suspended e -> change(draft -> draft.status = WorkspaceStatus.SUSPENDED);
            case ProvisioningEvent.Resumed e -> change(draft -> draft.status = WorkspaceStatus.ACTIVE);
            case ProvisioningEvent.PlanChanged e ->
                change(draft -> {
                    draft.plan = e.plan();
                    draft.limits = e.limits();
                });
            case ProvisioningEvent.DeletionBegun e -> change(draft -> draft.status = WorkspaceStatus.DELETING);
            case ProvisioningEvent.Reinstated e -> change(draft -> draft.status = WorkspaceStatus.SUSPENDED);
            case SettingsEvent.Changed e ->
                change(draft -> {
                    draft.name = e.name();
                    draft.settings = e.settings();
                });
            case BrandingEvent.Changed e ->
                change(draft -> {
                    draft.branding = e.branding();
                    draft.logoContent =
                            e.branding().logo() == null ? "" : e.logoContent() == null ? logoContent : e.logoContent();
                });
            case KeyEvent e -> change(draft -> draft.keys = keys.apply(at, e));
            case ProjectEvent e -> change(draft -> draft.projects = projects.apply(at, e));
            case AppEvent.Deleted e ->
                change(draft -> {
                    draft.apps = apps.apply(at, e);
                    draft.registrations = registrations.withoutApp(e.clientId());
                });
            case AppEvent e -> change(draft -> draft.apps = apps.apply(at, e));
            case ServiceAccountEvent e -> change(draft -> draft.serviceAccounts = serviceAccounts.apply(at, e));
            case IdpEvent e -> change(draft -> draft.idps = idps.apply(at, e));
            case RegistrationEvent e -> change(draft -> draft.registrations = registrations.apply(at, e));
            case GroupEvent e -> change(draft -> draft.groups = groups.apply(at, e));
            case ScimTokenEvent e -> change(draft -> draft.scimTokens = scimTokens.apply(at, e));
            case TokenEvent.ClientTokenRevoked e ->
                change(draft -> draft.revokedClientTokens = Maps.with(
                        Maps.keep(revokedClientTokens, (jti, expires) -> expires.isAfter(at)), e.jti(), e.expiresAt()));
            case TokenEvent.PairwiseKeyMade e -> change(draft -> draft.sealedPairwiseKey = e.sealedKey());
            case TokenEvent.Refused e -> this;
            case DirectoryEvent e -> this;
        };
    }

    /** With other looks; for answers before an event is applied. */
    public WorkspaceState with(Branding other) {
        return change(draft -> draft.branding = other);
    }

    /** With another plan; for answers before an event is applied. */
    public WorkspaceState with(Plan otherPlan, PlanLimits otherLimits) {
        return change(draft -> {
            draft.plan = otherPlan;
            draft.limits = otherLimits;
        });
    }

    private WorkspaceState change(Consumer<Draft> changes) {
        Draft draft = new Draft(this);
        changes.accept(draft);
        return draft.done();
    }

    /** All members, of which some are changed: the one place that lists them all. */
    private static final class Draft {
        private @Nullable WorkspaceStatus status;
        private String creationId;
        private String name;
        private Plan plan;
        private Instant createdAt;
        private WorkspaceSettings settings;
        private String sealedDataKey;
        private KeyRing keys;
        private Projects projects;
        private AppRegistry apps;
        private ServiceAccounts serviceAccounts;
        private Map<String, Instant> revokedClientTokens;
        private @Nullable String sealedPairwiseKey;
        private Registrations registrations;
        private Groups groups;
        private ScimTokens scimTokens;
        private Branding branding;
        private String logoContent;
        private IdpRegistry idps;
        private PlanLimits limits;

        private Draft(WorkspaceState state) {
            status = state.status;
            creationId = state.creationId;
            name = state.name;
            plan = state.plan;
            createdAt = state.createdAt;
            settings = state.settings;
            sealedDataKey = state.sealedDataKey;
            keys = state.keys;
            projects = state.projects;
            apps = state.apps;
            serviceAccounts = state.serviceAccounts;
            revokedClientTokens = state.revokedClientTokens;
            sealedPairwiseKey = state.sealedPairwiseKey;
            registrations = state.registrations;
            groups = state.groups;
            scimTokens = state.scimTokens;
            branding = state.branding;
            logoContent = state.logoContent;
            idps = state.idps;
            limits = state.limits;
        }

        private WorkspaceState done() {
            return new WorkspaceState(
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
                    sealedPairwiseKey,
                    registrations,
                    groups,
                    scimTokens,
                    branding,
                    logoContent,
                    idps,
                    limits);
        }
    }
}
