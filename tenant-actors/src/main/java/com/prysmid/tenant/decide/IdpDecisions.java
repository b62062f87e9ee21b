package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.state.IdpRegistry.Idp;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Upstream identity providers. */
public final class IdpDecisions {
    private static final int LIMIT = 50;

    /** None of them is ever forgotten, so beyond these no more are added. */
    private static final int REMOVED_LIMIT = 1_000;

    private static final int SECRET_LIMIT = 8_192;

    private IdpDecisions() {}

    /** @param sealed the command's secret; null where it has none */
    public static Decision<WorkspaceEvent> add(
            WorkspaceState state, IdpCommand.Add command, @Nullable SealedKey sealed, String ownIssuer, Instant now) {
        IdpMetadata metadata = command.metadata();
        Findings findings = new Findings();
        check(state, command.idpId(), metadata, command.secret(), false, ownIssuer, findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<Idp> existing = state.idps().find(command.idpId());
        if (existing.isPresent()) {
            return existing.get().metadata().equals(metadata)
                    ? Decision.unchanged(view(existing.get()))
                    : Decision.reject(Refused.conflict("already_exists", "This id was used for another provider."));
        }
        if (state.idps().removed().contains(command.idpId())) {
            // Who is linked by this id would be whoever the new provider says.
            return Decision.reject(
                    Refused.conflict("already_exists", "This id was used for a provider that was removed."));
        }
        if (state.idps().removed().size() >= REMOVED_LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_idps", "A workspace removes at most " + REMOVED_LIMIT + " providers."));
        }
        if (state.idps().byId().size() >= LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_idps", "A workspace has at most " + LIMIT + " providers."));
        }
        String secret = sealed == null ? null : sealed.base64Url();
        return Decision.accept(
                new IdpEvent.Added(command.idpId(), metadata, secret),
                view(new Idp(command.idpId(), metadata, secret, now)));
    }

    /** @param sealed the command's secret; null where it has none */
    public static Decision<WorkspaceEvent> update(
            WorkspaceState state, IdpCommand.Update command, @Nullable SealedKey sealed, String ownIssuer) {
        Optional<Idp> found = state.idps().find(command.idpId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("idp"));
        }
        Idp idp = found.get();
        IdpMetadata old = idp.metadata();
        IdpMetadata metadata = command.metadata();
        Findings findings = new Findings();
        fixed("type", old.type(), metadata.type(), findings);
        fixed("issuer", old.issuer(), metadata.issuer(), findings);
        fixed("tenant", old.tenant(), metadata.tenant(), findings);
        check(state, idp.id(), metadata, command.secret(), idp.sealedSecret() != null, ownIssuer, findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        String secret = metadata.tokenEndpointAuthMethod() == AuthMethod.PRIVATE_KEY_JWT
                ? null
                : sealed == null ? idp.sealedSecret() : sealed.base64Url();
        Idp after = new Idp(idp.id(), metadata, secret, idp.createdAt());
        List<String> changed = changed(idp, after);
        return changed.isEmpty()
                ? Decision.unchanged(view(idp))
                : Decision.accept(new IdpEvent.Updated(idp.id(), metadata, secret, changed), view(after));
    }

    public static Decision<WorkspaceEvent> remove(WorkspaceState state, IdpCommand.Remove command) {
        return state.idps().find(command.idpId()).isPresent()
                ? Decision.accept(new IdpEvent.Removed(command.idpId()), new Done())
                : Decision.reject(Refused.notFound("idp"));
    }

    public static Reply get(WorkspaceState state, String idpId) {
        return state.idps().find(idpId).<Reply>map(IdpDecisions::view).orElseGet(() -> Refused.notFound("idp"));
    }

    public static IdpCommand.Idps list(WorkspaceState state) {
        return new IdpCommand.Idps(
                state.idps().byId().values().stream().map(IdpDecisions::view).toList());
    }

    public static IdpCommand.Choices offer(WorkspaceState state, @Nullable String login) {
        List<Idp> enabled = state.idps().byId().values().stream()
                .filter(idp -> idp.metadata().enabled())
                .sorted(Comparator.comparing(idp -> idp.metadata().name()))
                .toList();
        return new IdpCommand.Choices(
                enabled.stream()
                        .map(idp -> new IdpCommand.Choice(
                                idp.id(), idp.metadata().name(), idp.metadata().type()))
                        .toList(),
                enabled.stream().anyMatch(idp -> !idp.metadata().domains().isEmpty()),
                login == null
                        ? null
                        : enabled.stream()
                                .filter(idp -> idp.metadata().isHomeOf(login))
                                .map(Idp::id)
                                .findFirst()
                                .orElse(null));
    }

    private static void check(
            WorkspaceState state,
            String idpId,
            IdpMetadata metadata,
            @Nullable Secret secret,
            boolean hasSecret,
            String ownIssuer,
            Findings findings) {
        IdpRules.check(metadata, ownIssuer, findings);
        String member = metadata.type() == Kind.APPLE ? "private_key" : "client_secret";
        boolean byKey = metadata.tokenEndpointAuthMethod() == AuthMethod.PRIVATE_KEY_JWT;
        findings.require(!byKey || secret == null, member, "inconsistent", "is none of private_key_jwt");
        findings.require(byKey || secret != null || hasSecret, member, "required", "is required");
        findings.require(
                secret == null || (!secret.reveal().isBlank() && secret.reveal().length() <= SECRET_LIMIT),
                member,
                "length",
                "must have 1 to " + SECRET_LIMIT + " characters");
        boolean taken = state.idps().byId().values().stream()
                .filter(other -> !other.id().equals(idpId))
                .anyMatch(other -> other.metadata().domains().stream().anyMatch(metadata.domains()::contains));
        findings.require(!taken, "domains", "taken", "has a domain of another provider");
    }

    /** A linked subject is one of that issuer: were the issuer another, it would be somebody else. */
    private static void fixed(String member, @Nullable Object before, @Nullable Object after, Findings findings) {
        findings.require(
                java.util.Objects.equals(before, after), member, "immutable", "cannot change; add another provider");
    }

    private static List<String> changed(Idp before, Idp after) {
        IdpMetadata old = before.metadata();
        IdpMetadata now = after.metadata();
        List<String> changed = new ArrayList<>();
        differs("name", old.name(), now.name(), changed);
        differs("enabled", old.enabled(), now.enabled(), changed);
        differs("client_id", old.clientId(), now.clientId(), changed);
        differs("token_endpoint_auth_method", old.tokenEndpointAuthMethod(), now.tokenEndpointAuthMethod(), changed);
        differs("secret", before.sealedSecret(), after.sealedSecret(), changed);
        differs("scopes", old.scopes(), now.scopes(), changed);
        differs("team_id", old.teamId(), now.teamId(), changed);
        differs("key_id", old.keyId(), now.keyId(), changed);
        differs("claim_mapping", old.claims(), now.claims(), changed);
        differs("domains", old.domains(), now.domains(), changed);
        differs("creation", old.creation(), now.creation(), changed);
        differs("link_by_email", old.linkByEmail(), now.linkByEmail(), changed);
        differs("trust_amr", old.trustsAmr(), now.trustsAmr(), changed);
        return changed;
    }

    private static void differs(String member, @Nullable Object before, @Nullable Object after, List<String> changed) {
        if (!java.util.Objects.equals(before, after)) {
            changed.add(member);
        }
    }

    private static IdpCommand.Idp view(Idp idp) {
        return new IdpCommand.Idp(idp.id(), idp.metadata(), idp.sealedSecret() != null, idp.createdAt());
    }
}
