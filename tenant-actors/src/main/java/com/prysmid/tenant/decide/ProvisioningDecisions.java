package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.ProvisioningEvent;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand.Activate;
import com.prysmid.tenant.protocol.ProvisioningCommand.Prepare;
import com.prysmid.tenant.protocol.ProvisioningCommand.Resume;
import com.prysmid.tenant.protocol.ProvisioningCommand.Suspend;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.ServiceAccounts.ServiceAccount;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of a workspace's life that the control plane drives; each idempotent for one creation id. */
public final class ProvisioningDecisions {
    /** The one service account that the control plane may ask for; its name is its client id. */
    public static final String BOOTSTRAP_ADMIN = "bootstrap-admin";

    private ProvisioningDecisions() {}

    /** The secrets that a new workspace starts with, made off the entity's thread. */
    public record FirstKeys(String sealedDataKey, KeyEvent.Published current, KeyEvent.Published next) {}

    /** The answer, if it needs no keys: prepared before, or taken by another creation. */
    public static Optional<Decision<WorkspaceEvent>> prepareWithoutKeys(
            WorkspaceState state, Prepare command, String issuer) {
        if (!state.exists()) {
            return new Findings().requireName("name", command.name()).refusal().map(Decision::reject);
        }
        return Optional.of(refuse(state, command.creationId())
                .map(Decision::<WorkspaceEvent>reject)
                .orElseGet(() -> Decision.unchanged(describe(state, command.slug(), issuer))));
    }

    public static Decision<WorkspaceEvent> prepare(
            WorkspaceState state, Prepare command, FirstKeys keys, Instant now, String issuer) {
        return prepareWithoutKeys(state, command, issuer).orElseGet(() -> {
            WorkspaceDescription description = new WorkspaceDescription(
                    command.slug(),
                    issuer,
                    WorkspaceStatus.PROVISIONING,
                    command.plan(),
                    PlanLimits.before(command.plan()),
                    command.name(),
                    command.creationId(),
                    now,
                    List.of(keys.current().kid(), keys.next().kid()),
                    null,
                    Map.of("projects", 0, "apps", 0, "service_accounts", 0),
                    state.settings(),
                    state.branding());
            return Decision.accept(
                    List.of(
                            new ProvisioningEvent.Prepared(
                                    command.creationId(), command.name(), command.plan(), keys.sealedDataKey()),
                            keys.current(),
                            new KeyEvent.Activated(
                                    keys.current().kid(), keys.current().alg(), null),
                            keys.next()),
                    description);
        });
    }

    public static Decision<WorkspaceEvent> activate(WorkspaceState state, Activate command, String issuer) {
        Optional<Refused> refused = refuse(state, command.creationId());
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        if (state.status() != WorkspaceStatus.PROVISIONING) {
            return Decision.unchanged(describe(state, command.slug(), issuer));
        }
        List<WorkspaceEvent> events = new ArrayList<>();
        events.add(new ProvisioningEvent.Activated());
        String clientId = null;
        if (command.bootstrapAdminJwk() != null) {
            PublicKeys.Parsed parsed = PublicKeys.parseOne(command.bootstrapAdminJwk());
            if (parsed.problem() != null) {
                return Decision.reject(Refused.invalid("bootstrap_admin_jwk", "invalid_key", parsed.problem()));
            }
            clientId = BOOTSTRAP_ADMIN;
            events.add(new ServiceAccountEvent.Created(
                    BOOTSTRAP_ADMIN, BOOTSTRAP_ADMIN, List.of(AdminRole.OWNER.key()), parsed.jwks(), null));
        }
        WorkspaceDescription before = describe(state, command.slug(), issuer);
        return Decision.accept(events, activated(before, clientId));
    }

    public static Decision<WorkspaceEvent> suspend(WorkspaceState state, Suspend command, String issuer) {
        return change(
                state,
                command.creationId(),
                WorkspaceStatus.SUSPENDED,
                new ProvisioningEvent.Suspended(),
                describe(state, command.slug(), issuer));
    }

    public static Decision<WorkspaceEvent> resume(WorkspaceState state, Resume command, String issuer) {
        return change(
                state,
                command.creationId(),
                WorkspaceStatus.ACTIVE,
                new ProvisioningEvent.Resumed(),
                describe(state, command.slug(), issuer));
    }

    private static Decision<WorkspaceEvent> change(
            WorkspaceState state,
            String creationId,
            WorkspaceStatus wanted,
            ProvisioningEvent event,
            WorkspaceDescription before) {
        Optional<Refused> refused = refuse(state, creationId);
        if (refused.isPresent()) {
            return Decision.reject(refused.get());
        }
        if (state.status() == WorkspaceStatus.PROVISIONING) {
            return Decision.reject(Refused.notActive());
        }
        return state.status() == wanted ? Decision.unchanged(before) : Decision.accept(event, inStatus(before, wanted));
    }

    public static WorkspaceDescription describe(WorkspaceState state, Slug slug, String issuer) {
        return new WorkspaceDescription(
                slug,
                issuer,
                state.status() == null ? WorkspaceStatus.PROVISIONING : state.status(),
                state.plan(),
                state.limits(),
                state.name(),
                state.creationId(),
                state.createdAt(),
                state.keys().keys().stream().map(KeyRing.Key::kid).toList(),
                state.serviceAccounts()
                        .find(BOOTSTRAP_ADMIN)
                        .map(ServiceAccount::clientId)
                        .orElse(null),
                Map.of(
                        "projects", state.projects().byId().size(),
                        "apps", state.apps().byClientId().size(),
                        "service_accounts", state.serviceAccounts().byClientId().size()),
                state.settings(),
                state.branding());
    }

    /** What its users' entities are told of it. */
    public static HomeCommand.Home home(WorkspaceState state, String issuer) {
        return new HomeCommand.Home(new Secret(state.sealedDataKey()), issuer, state.name(), state.branding());
    }

    private static WorkspaceDescription inStatus(WorkspaceDescription before, WorkspaceStatus status) {
        return new WorkspaceDescription(
                before.slug(),
                before.issuer(),
                status,
                before.plan(),
                before.limits(),
                before.name(),
                before.creationId(),
                before.createdAt(),
                before.keyIds(),
                before.bootstrapAdminClientId(),
                before.counts(),
                before.settings(),
                before.branding());
    }

    private static WorkspaceDescription activated(WorkspaceDescription before, @Nullable String clientId) {
        return new WorkspaceDescription(
                before.slug(),
                before.issuer(),
                WorkspaceStatus.ACTIVE,
                before.plan(),
                before.limits(),
                before.name(),
                before.creationId(),
                before.createdAt(),
                before.keyIds(),
                clientId,
                clientId == null ? before.counts() : withOneAccount(before.counts()),
                before.settings(),
                before.branding());
    }

    /** The bootstrap account is there with the activation; an answer repeated later counts it, so this one does. */
    private static Map<String, Integer> withOneAccount(Map<String, Integer> counts) {
        return Map.of(
                "projects",
                counts.getOrDefault("projects", 0),
                "apps",
                counts.getOrDefault("apps", 0),
                "service_accounts",
                counts.getOrDefault("service_accounts", 0) + 1);
    }

    /** Why this creation has nothing to say here; empty where it has. */
    static Optional<Refused> refuse(WorkspaceState state, String creationId) {
        if (!state.exists()) {
            return Optional.of(Refused.noSuchWorkspace());
        }
        if (!state.creationId().equals(creationId)) {
            return Optional.of(slugInUse());
        }
        return state.isDeleting() ? Optional.of(deleted()) : Optional.empty();
    }

    public static Refused slugInUse() {
        return Refused.conflict("slug_in_use", "This slug belongs to another workspace.");
    }

    /** To what a deleted creation asks for. */
    public static Refused deleted() {
        return Refused.conflict(
                "workspace_deleted", "This workspace was deleted; what it was made by makes nothing more.");
    }
}
