package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.ProvisioningEvent;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand.ApplyPlan;
import com.prysmid.tenant.protocol.ProvisioningCommand.BeginDeletion;
import com.prysmid.tenant.protocol.ProvisioningCommand.OperatorAccount;
import com.prysmid.tenant.protocol.ProvisioningCommand.Reinstate;
import com.prysmid.tenant.protocol.ProvisioningCommand.SetOperatorKey;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.ServiceAccounts.ServiceAccount;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the control plane does with a workspace that is there: its own account, the plan, the end. Each idempotent. */
public final class OperatorDecisions {
    /** The control plane's service account; its name is its client id. */
    public static final String CONTROL_PLANE = "control-plane";

    /** Ten years: longer is no limit but a slip. */
    private static final int LONGEST_RETENTION_DAYS = 3650;

    private OperatorDecisions() {}

    public static Decision<WorkspaceEvent> setKey(WorkspaceState state, SetOperatorKey command) {
        Optional<Refused> refused = ProvisioningDecisions.refuse(state, command.creationId());
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        PublicKeys.Parsed parsed = PublicKeys.parseOne(command.jwk());
        String jwks = parsed.jwks();
        if (jwks == null) {
            return Decision.reject(Refused.invalid("jwk", "invalid_key", String.valueOf(parsed.problem())));
        }
        List<String> roles = List.of(AdminRole.OPERATOR.key());
        OperatorAccount account = new OperatorAccount(CONTROL_PLANE);
        Optional<ServiceAccount> existing = state.serviceAccounts().find(CONTROL_PLANE);
        if (existing.isEmpty()) {
            return Decision.accept(
                    new ServiceAccountEvent.Created(CONTROL_PLANE, CONTROL_PLANE, roles, jwks, null), account);
        }
        return jwks.equals(existing.get().jwks()) && existing.get().roles().equals(roles)
                ? Decision.unchanged(account)
                : Decision.accept(
                        new ServiceAccountEvent.Updated(CONTROL_PLANE, CONTROL_PLANE, roles, jwks, null), account);
    }

    public static Decision<WorkspaceEvent> applyPlan(WorkspaceState state, ApplyPlan command, String issuer) {
        PlanLimits limits = command.limits();
        Findings findings = new Findings()
                .require(
                        limits.auditRetentionDays() >= 1 && limits.auditRetentionDays() <= LONGEST_RETENTION_DAYS,
                        "limits.audit_retention_days",
                        "out_of_bounds",
                        "must be 1 to " + LONGEST_RETENTION_DAYS);
        requireAtLeast(findings, 0, limits.monthlyActiveUsers(), "monthly_active_users");
        requireAtLeast(findings, 0, limits.customDomains(), "custom_domains");
        requireAtLeast(findings, 1, limits.requestsPerSecond(), "requests_per_second");
        Optional<Refused> refused =
                ProvisioningDecisions.refuse(state, command.creationId()).or(findings::refusal);
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        if (state.plan() == command.plan() && state.limits().equals(limits)) {
            return Decision.unchanged(ProvisioningDecisions.describe(state, command.slug(), issuer));
        }
        ProvisioningEvent.PlanChanged changed = new ProvisioningEvent.PlanChanged(command.plan(), limits);
        return Decision.accept(
                changed, ProvisioningDecisions.describe(state.with(changed.plan(), limits), command.slug(), issuer));
    }

    private static void requireAtLeast(Findings findings, int least, @Nullable Integer limit, String name) {
        findings.require(
                limit == null || limit >= least, "limits." + name, "out_of_bounds", "must be at least " + least);
    }

    public static Decision<WorkspaceEvent> beginDeletion(WorkspaceState state, BeginDeletion command) {
        if (state.isDeleting() && state.creationId().equals(command.creationId())) {
            return Decision.unchanged(new Done());
        }
        return ProvisioningDecisions.refuse(state, command.creationId())
                .map(Decision::<WorkspaceEvent>reject)
                .orElseGet(() -> Decision.accept(new ProvisioningEvent.DeletionBegun(), new Done()));
    }

    public static Decision<WorkspaceEvent> reinstate(WorkspaceState state, Reinstate command) {
        if (!state.isDeleting() || !state.creationId().equals(command.creationId())) {
            return ProvisioningDecisions.refuse(state, command.creationId())
                    .map(Decision::<WorkspaceEvent>reject)
                    .orElseGet(() -> Decision.unchanged(new Done()));
        }
        return Decision.accept(new ProvisioningEvent.Reinstated(), new Done());
    }
}
