package com.prysmid.control.workspaces;

import com.prysmid.control.value.Provenance;
import com.prysmid.control.vault.SealedKeyPair;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The account by which the control plane operates a workspace through its admin API.
 *
 * @param clientId known once the data plane has taken a key
 * @param inUse the key that the data plane takes now
 * @param coming a key that it has not confirmed yet
 */
record ServiceAccount(
        @Nullable String clientId,
        @Nullable SealedKeyPair inUse,
        @Nullable Coming coming) {
    /** @param by whose act it was made by */
    record Coming(SealedKeyPair key, Provenance by) {}

    static ServiceAccount none() {
        return new ServiceAccount(null, null, null);
    }

    ServiceAccount apply(LifecycleEvent event) {
        return switch (event) {
            case LifecycleEvent.ServiceAccountKeyMade made ->
                new ServiceAccount(clientId, inUse, new Coming(made.key(), made.by()));
            case LifecycleEvent.ServiceAccountSet set ->
                coming != null && coming.key().keyId().equals(set.keyId())
                        ? new ServiceAccount(set.clientId(), coming.key(), null)
                        : this;
            case LifecycleEvent.ServiceAccountKeySealedAgain again ->
                replace(again.keyId(), key -> key.with(again.privateKey()));
            case LifecycleEvent.ServiceAccountKeyLost lost -> replace(lost.keyId(), key -> null);
            case LifecycleEvent.Requested e -> this;
            case LifecycleEvent.SchemaReady e -> this;
            case LifecycleEvent.KeysReady e -> this;
            case LifecycleEvent.Activated e -> this;
            case LifecycleEvent.Suspended e -> this;
            case LifecycleEvent.Resumed e -> this;
            case LifecycleEvent.Failed e -> this;
        };
    }

    private ServiceAccount replace(String keyId, Function<SealedKeyPair, @Nullable SealedKeyPair> change) {
        SealedKeyPair now = inUse != null && inUse.keyId().equals(keyId) ? change.apply(inUse) : inUse;
        if (coming == null || !coming.key().keyId().equals(keyId)) {
            return new ServiceAccount(clientId, now, coming);
        }
        SealedKeyPair next = change.apply(coming.key());
        return new ServiceAccount(clientId, now, next == null ? null : new Coming(next, coming.by()));
    }
}
