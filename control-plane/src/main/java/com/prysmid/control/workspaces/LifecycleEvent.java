package com.prysmid.control.workspaces;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Sealed;
import com.prysmid.control.vault.SealedKeyPair;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts of one workspace's life. The wire names are in {@code store.EventSerializer}; a golden file holds each. */
public sealed interface LifecycleEvent extends ControlEvent {
    /**
     * A customer asked for a workspace.
     *
     * @param creationId names this creation to the data plane, so that it can tell a retry from somebody else's request
     * @param fingerprint of the whole request, to recognise it when it is sent again
     * @param accountId of the customer's account; null: the operator's own, and every one from before there were accounts
     */
    record Requested(
            Instant at,
            Provenance by,
            String creationId,
            Slug slug,
            DisplayName name,
            Plan plan,
            OwnerEmail ownerEmail,
            @Nullable PublicJwk adminJwk,
            Sha256 fingerprint,
            @Nullable AccountId accountId)
            implements LifecycleEvent {}

    /** The data plane has the schema and the role. */
    record SchemaReady(Instant at, Provenance by, int schemaVersion) implements LifecycleEvent {}

    /** The data plane has the workspace and its keys. */
    record KeysReady(Instant at, Provenance by, String issuer, List<String> keyIds) implements LifecycleEvent {}

    /**
     * The control plane made itself a key for the workspace's admin API. It is written down before the data plane hears of it, so
     * that no key is ever set whose private half is lost.
     */
    record ServiceAccountKeyMade(Instant at, Provenance by, SealedKeyPair key) implements LifecycleEvent {}

    /**
     * The data plane takes that key from now on, and no other.
     *
     * @param clientId of the service account
     */
    record ServiceAccountSet(Instant at, Provenance by, String clientId, String keyId) implements LifecycleEvent {}

    /** The private half is under another seal: the vault's first key has changed. */
    record ServiceAccountKeySealedAgain(Instant at, Provenance by, String keyId, Sealed privateKey)
            implements LifecycleEvent {}

    /**
     * The private half cannot be used any more; another key takes its place.
     *
     * @param reason a {@link com.prysmid.control.vault.Standing}'s name
     */
    record ServiceAccountKeyLost(Instant at, Provenance by, String keyId, String reason) implements LifecycleEvent {}

    /** The workspace serves. */
    record Activated(
            Instant at,
            Provenance by,
            String issuer,
            @Nullable String bootstrapClientId) implements LifecycleEvent {}

    /** The workspace was closed for a time. */
    record Suspended(Instant at, Provenance by) implements LifecycleEvent {}

    /** It was opened again. */
    record Resumed(Instant at, Provenance by) implements LifecycleEvent {}

    /**
     * The data plane refused a step for good.
     *
     * @param step whose refusal it was
     * @param code the data plane's
     * @param reason its sentence for people
     */
    record Failed(Instant at, Provenance by, SagaStep step, String code, String reason) implements LifecycleEvent {}
}
