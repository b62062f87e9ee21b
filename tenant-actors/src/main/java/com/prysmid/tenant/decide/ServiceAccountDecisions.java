package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.state.ServiceAccounts.ServiceAccount;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Service accounts. A workspace never loses its last owner among them by an update or deletion. */
public final class ServiceAccountDecisions {
    private static final int LIMIT = 200;

    private ServiceAccountDecisions() {}

    /** @param answeredSecret what a recent answer to the same creation told, so that a repeated one tells the same */
    public static Decision<WorkspaceEvent> create(
            WorkspaceState state,
            ServiceAccountCommand.Create command,
            @Nullable Secret answeredSecret,
            RandomSecrets random,
            Instant now) {
        Findings findings = new Findings().requireName("name", command.name());
        checkRoles(command.roles(), findings);
        String jwks = checkedKeys(command.jwks(), findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<ServiceAccount> existing = state.serviceAccounts().find(command.clientId());
        if (existing.isPresent()) {
            ServiceAccount account = existing.get();
            boolean same = account.name().equals(command.name())
                    && account.roles().equals(command.roles())
                    && java.util.Objects.equals(account.jwks(), jwks);
            return same
                    ? Decision.unchanged(view(account, TellAgain.ifStillValid(answeredSecret, account.secretDigest())))
                    : Decision.reject(
                            Refused.conflict("already_exists", "This id was used for another service account."));
        }
        if (state.apps().find(command.clientId()).isPresent()) {
            return Decision.reject(Refused.conflict("already_exists", "This id was used for an app."));
        }
        if (state.serviceAccounts().byClientId().size() >= LIMIT) {
            return Decision.reject(Refused.conflict(
                    "too_many_service_accounts", "A workspace has at most " + LIMIT + " service accounts."));
        }
        Secret secret = jwks == null ? new Secret(random.secret()) : null;
        String digest = secret == null ? null : SecretDigest.of(secret.reveal()).base64Url();
        return Decision.accept(
                new ServiceAccountEvent.Created(command.clientId(), command.name(), command.roles(), jwks, digest),
                view(
                        new ServiceAccount(command.clientId(), command.name(), command.roles(), jwks, digest, now),
                        secret));
    }

    public static Decision<WorkspaceEvent> update(WorkspaceState state, ServiceAccountCommand.Update command) {
        Optional<ServiceAccount> found = state.serviceAccounts().find(command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("service account"));
        }
        ServiceAccount account = found.get();
        if (isControlPlanes(account.clientId())) {
            return Decision.reject(managed());
        }
        Findings findings = new Findings();
        String name = command.name() == null ? account.name() : command.name();
        List<String> roles = command.roles() == null ? account.roles() : command.roles();
        findings.requireName("name", name);
        checkRoles(roles, findings);
        String given = checkedKeys(command.jwks(), findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        if (isLastOwner(state, account) && !roles.contains(AdminRole.OWNER.key())) {
            return Decision.reject(lastOwner());
        }
        String jwks = given == null ? account.jwks() : given;
        String digest = given == null ? account.secretDigest() : null;
        ServiceAccount changed = new ServiceAccount(account.clientId(), name, roles, jwks, digest, account.createdAt());
        return changed.equals(account)
                ? Decision.unchanged(view(account, null))
                : Decision.accept(
                        new ServiceAccountEvent.Updated(account.clientId(), name, roles, jwks, digest),
                        view(changed, null));
    }

    public static Decision<WorkspaceEvent> rotateSecret(
            WorkspaceState state, ServiceAccountCommand.RotateSecret command, RandomSecrets random) {
        Optional<ServiceAccount> found = state.serviceAccounts().find(command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("service account"));
        }
        if (isControlPlanes(command.clientId())) {
            return Decision.reject(managed());
        }
        if (found.get().jwks() != null) {
            return Decision.reject(
                    Refused.conflict("account_has_no_secret", "This service account authenticates with a key."));
        }
        Secret secret = new Secret(random.secret());
        return Decision.accept(
                new ServiceAccountEvent.SecretRotated(
                        command.clientId(), SecretDigest.of(secret.reveal()).base64Url()),
                view(found.get(), secret));
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, ServiceAccountCommand.Delete command) {
        Optional<ServiceAccount> found = state.serviceAccounts().find(command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("service account"));
        }
        if (isControlPlanes(command.clientId())) {
            return Decision.reject(managed());
        }
        return isLastOwner(state, found.get())
                ? Decision.reject(lastOwner())
                : Decision.accept(new ServiceAccountEvent.Deleted(command.clientId()), new Done());
    }

    public static Reply get(WorkspaceState state, String clientId) {
        return state.serviceAccounts()
                .find(clientId)
                .<Reply>map(account -> view(account, null))
                .orElseGet(() -> Refused.notFound("service account"));
    }

    public static ServiceAccountCommand.ServiceAccounts list(WorkspaceState state) {
        return new ServiceAccountCommand.ServiceAccounts(state.serviceAccounts().byClientId().values().stream()
                .map(account -> view(account, null))
                .toList());
    }

    private static void checkRoles(List<String> roles, Findings findings) {
        for (int i = 0; i < roles.size(); i++) {
            findings.require(
                    AdminRole.parse(roles.get(i)).isPresent(),
                    "roles[" + i + "]",
                    "unknown",
                    "must be a role over the workspace");
        }
        findings.require(roles.stream().distinct().count() == roles.size(), "roles", "duplicate", "has a role twice");
    }

    private static @Nullable String checkedKeys(@Nullable String jwks, Findings findings) {
        if (jwks == null) {
            return null;
        }
        PublicKeys.Parsed parsed = PublicKeys.parseSet(jwks);
        if (parsed.problem() != null) {
            findings.add("jwks", "invalid_key", parsed.problem());
        }
        return parsed.jwks();
    }

    private static boolean isControlPlanes(String clientId) {
        return clientId.equals(OperatorDecisions.CONTROL_PLANE);
    }

    private static Refused managed() {
        return Refused.conflict(
                "managed_account", "This service account is the control plane's and is changed by it alone.");
    }

    private static boolean isLastOwner(WorkspaceState state, ServiceAccount account) {
        return account.isOwner()
                && state.serviceAccounts().byClientId().values().stream()
                                .filter(ServiceAccount::isOwner)
                                .count()
                        == 1;
    }

    private static Refused lastOwner() {
        return Refused.conflict("last_owner", "A workspace keeps at least one service account that owns it.");
    }

    private static ServiceAccountCommand.ServiceAccount view(ServiceAccount account, @Nullable Secret secret) {
        return new ServiceAccountCommand.ServiceAccount(
                account.clientId(),
                account.name(),
                account.roles(),
                account.jwks() == null ? "client_secret_basic" : "private_key_jwt",
                account.jwks(),
                account.createdAt(),
                secret);
    }
}
