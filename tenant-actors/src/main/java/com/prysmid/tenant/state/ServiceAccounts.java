package com.prysmid.tenant.state;

import com.prysmid.tenant.event.ServiceAccountEvent;
import com.prysmid.tenant.protocol.AdminRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Service accounts by client id. */
public record ServiceAccounts(Map<String, ServiceAccount> byClientId) {
    public static final ServiceAccounts EMPTY = new ServiceAccounts(Map.of());

    /**
     * @param jwks         public JWK Set as JSON; null where it has a secret
     * @param secretDigest base64url SHA-256; null where it has a key
     */
    public record ServiceAccount(
            String clientId,
            String name,
            List<String> roles,
            @Nullable String jwks,
            @Nullable String secretDigest,
            Instant createdAt) {
        @Override
        public String toString() {
            return "ServiceAccount[" + clientId + "]";
        }

        public boolean isOwner() {
            return roles.contains(AdminRole.OWNER.key());
        }
    }

    public Optional<ServiceAccount> find(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId));
    }

    ServiceAccounts apply(Instant at, ServiceAccountEvent event) {
        return switch (event) {
            case ServiceAccountEvent.Created e ->
                with(new ServiceAccount(e.clientId(), e.name(), e.roles(), e.jwks(), e.secretDigest(), at));
            case ServiceAccountEvent.Updated e ->
                find(e.clientId())
                        .map(a -> with(new ServiceAccount(
                                a.clientId(), e.name(), e.roles(), e.jwks(), e.secretDigest(), a.createdAt())))
                        .orElse(this);
            case ServiceAccountEvent.Deleted e -> new ServiceAccounts(Maps.without(byClientId, e.clientId()));
            case ServiceAccountEvent.SecretRotated e ->
                find(e.clientId())
                        .map(a -> with(new ServiceAccount(
                                a.clientId(), a.name(), a.roles(), null, e.secretDigest(), a.createdAt())))
                        .orElse(this);
        };
    }

    private ServiceAccounts with(ServiceAccount account) {
        return new ServiceAccounts(Maps.with(byClientId, account.clientId(), account));
    }
}
