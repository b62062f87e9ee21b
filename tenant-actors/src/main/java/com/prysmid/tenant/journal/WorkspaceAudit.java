package com.prysmid.tenant.journal;

import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.BrandingEvent;
import com.prysmid.tenant.event.DirectoryEvent;
import com.prysmid.tenant.event.GroupEvent;
import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.ProjectEvent;
import com.prysmid.tenant.event.ProvisioningEvent;
import com.prysmid.tenant.event.RegistrationEvent;
import com.prysmid.tenant.event.ScimTokenEvent;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.SettingsEvent;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.journal.DomainProjection.Entry;
import com.prysmid.tenant.protocol.PlanLimits;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a workspace's events stand in the audit journal. */
final class WorkspaceAudit {
    private WorkspaceAudit() {}

    static Optional<Entry> entry(String slug, WorkspaceEvent event) {
        return switch (event) {
            // Told once, when it opens.
            case ProvisioningEvent.Prepared e -> Optional.empty();
            case ProvisioningEvent.Activated e ->
                Optional.of(Entry.success("workspace.provisioned", "workspace", slug));
            case ProvisioningEvent.Suspended e -> Optional.of(Entry.success("workspace.suspended", "workspace", slug));
            case ProvisioningEvent.Resumed e -> Optional.of(Entry.success("workspace.resumed", "workspace", slug));
            case ProvisioningEvent.PlanChanged e ->
                Optional.of(Entry.success("workspace.plan_changed", "workspace", slug, plan(e)));
            case ProvisioningEvent.DeletionBegun e ->
                Optional.of(Entry.success("workspace.deletion_begun", "workspace", slug));
            case ProvisioningEvent.Reinstated e ->
                Optional.of(Entry.success("workspace.reinstated", "workspace", slug));
            case SettingsEvent.Changed e ->
                Optional.of(Entry.success("settings.changed", "workspace", slug, Map.of("changed", e.changed())));
            case BrandingEvent.Changed e ->
                Optional.of(Entry.success("branding.changed", "workspace", slug, Map.of("changed", e.changed())));
            case ProjectEvent e -> Optional.of(project(e));
            case AppEvent e -> Optional.of(app(e));
            case ServiceAccountEvent e -> Optional.of(serviceAccount(e));
            case IdpEvent e -> Optional.of(idp(e));
            case KeyEvent e -> key(e);
            case TokenEvent.ClientTokenRevoked e -> Optional.of(Entry.success("token.revoked", "token", e.jti()));
            case TokenEvent.Refused e ->
                Optional.of(Entry.failure(
                        "token.refused", "app", e.clientId(), Map.of("kind", e.kind(), "reason", e.reason())));
            // Nobody's act: it comes with the first token that needs it.
            case TokenEvent.PairwiseKeyMade e -> Optional.empty();
            case RegistrationEvent.InitialTokenCreated e ->
                Optional.of(Entry.success("registration_token.created", "registration_token", e.tokenId()));
            case RegistrationEvent.InitialTokenDeleted e ->
                Optional.of(Entry.success("registration_token.deleted", "registration_token", e.tokenId()));
            // Told by the registration of the app that it comes with.
            case RegistrationEvent.SelfRegistered e -> Optional.empty();
            case GroupEvent e -> group(e);
            case ScimTokenEvent.Created e ->
                Optional.of(Entry.success("scim_token.created", "scim_token", e.tokenId()));
            case ScimTokenEvent.Deleted e ->
                Optional.of(Entry.success("scim_token.deleted", "scim_token", e.tokenId()));
            case DirectoryEvent.UnknownReset e ->
                Optional.of(Entry.failure(
                        "user.password_reset_requested", "workspace", slug, Map.of("reason", "unknown_user")));
            case DirectoryEvent.UnknownLogin e -> Optional.of(unknownLogin(slug));
        };
    }

    /** Neither the name nor anything made of it: people type passwords there. */
    static Entry unknownLogin(String slug) {
        return Entry.failure("user.sign_in_failed", "workspace", slug, Map.of("reason", "unknown_user"));
    }

    private static Map<String, Object> plan(ProvisioningEvent.PlanChanged event) {
        PlanLimits limits = event.limits();
        Map<String, Object> details = new TreeMap<>();
        details.put("plan", event.plan().name().toLowerCase(Locale.ROOT));
        details.put("audit_retention_days", limits.auditRetentionDays());
        putIfThere(details, "monthly_active_users", limits.monthlyActiveUsers());
        putIfThere(details, "custom_domains", limits.customDomains());
        putIfThere(details, "requests_per_second", limits.requestsPerSecond());
        return details;
    }

    private static void putIfThere(Map<String, Object> details, String name, @Nullable Integer limit) {
        if (limit != null) {
            details.put(name, limit);
        }
    }

    private static Optional<Entry> group(GroupEvent event) {
        return switch (event) {
            case GroupEvent.Created e -> Optional.of(Entry.success("group.created", "group", e.groupId()));
            case GroupEvent.Updated e -> Optional.of(Entry.success("group.updated", "group", e.groupId()));
            // Part of the update that renamed it.
            case GroupEvent.RenameFinished e -> Optional.empty();
            case GroupEvent.DeletionBegun e -> Optional.of(Entry.success("group.deletion_begun", "group", e.groupId()));
            case GroupEvent.Deleted e -> Optional.of(Entry.success("group.deleted", "group", e.groupId()));
        };
    }

    private static Entry project(ProjectEvent event) {
        return switch (event) {
            case ProjectEvent.Created e -> Entry.success("project.created", "project", e.projectId());
            case ProjectEvent.Renamed e -> Entry.success("project.updated", "project", e.projectId());
            case ProjectEvent.Deleted e -> Entry.success("project.deleted", "project", e.projectId());
            case ProjectEvent.RoleAdded e ->
                Entry.success("role.added", "project", e.projectId(), Map.of("role", e.key()));
            case ProjectEvent.RoleRemoved e ->
                Entry.success("role.removed", "project", e.projectId(), Map.of("role", e.key()));
        };
    }

    private static Entry app(AppEvent event) {
        return switch (event) {
            case AppEvent.Registered e ->
                Entry.success("app.registered", "app", e.clientId(), Map.of("project_id", e.projectId()));
            case AppEvent.Updated e -> Entry.success("app.updated", "app", e.clientId());
            case AppEvent.Deleted e -> Entry.success("app.deleted", "app", e.clientId());
            case AppEvent.SecretRotated e -> Entry.success("app.secret_rotated", "app", e.clientId());
        };
    }

    private static Entry serviceAccount(ServiceAccountEvent event) {
        String target = "service_account";
        return switch (event) {
            case ServiceAccountEvent.Created e ->
                Entry.success("service_account.created", target, e.clientId(), Map.of("roles", e.roles()));
            case ServiceAccountEvent.Updated e ->
                Entry.success("service_account.updated", target, e.clientId(), Map.of("roles", e.roles()));
            case ServiceAccountEvent.Deleted e -> Entry.success("service_account.deleted", target, e.clientId());
            case ServiceAccountEvent.SecretRotated e ->
                Entry.success("service_account.secret_rotated", target, e.clientId());
        };
    }

    private static Entry idp(IdpEvent event) {
        return switch (event) {
            case IdpEvent.Added e ->
                Entry.success(
                        "idp.added",
                        "idp",
                        e.idpId(),
                        Map.of("type", e.metadata().type().name().toLowerCase(Locale.ROOT)));
            case IdpEvent.Updated e -> Entry.success("idp.updated", "idp", e.idpId(), Map.of("changed", e.changed()));
            case IdpEvent.Removed e -> Entry.success("idp.removed", "idp", e.idpId());
            case IdpEvent.SignInFailed e ->
                Entry.failure("user.sign_in_failed", "idp", e.idpId(), Map.of("reason", e.reason()));
        };
    }

    private static Optional<Entry> key(KeyEvent event) {
        return switch (event) {
            // Part of the rotation or provisioning that publishes it.
            case KeyEvent.Published e -> Optional.empty();
            case KeyEvent.Activated(var kid, var alg, var replaced)
            when replaced != null ->
                Optional.of(Entry.success("key.rotated", "key", kid, Map.of("alg", alg, "replaced", replaced)));
            // The first of all is part of the provisioning; of another algorithm, somebody's app or act brought it.
            case KeyEvent.Activated(var kid, var alg, var none) ->
                alg.equals("RS256")
                        ? Optional.empty()
                        : Optional.of(Entry.success("key.added", "key", kid, Map.of("alg", alg)));
            case KeyEvent.Retired e -> Optional.of(Entry.success("key.retired", "key", e.kid()));
        };
    }
}
