package com.prysmid.control.workspaces;

import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts of one workspace's life. The wire names are in {@code store.EventSerializer}; a golden file holds each. */
public sealed interface LifecycleEvent {
    /** When it became a fact. */
    Instant at();

    /**
     * A customer asked for a workspace.
     *
     * @param by the id of the API token that asked
     * @param requestId of the HTTP request that asked
     * @param creationId names this creation to the data plane, so that it can tell a retry from somebody else's request
     * @param fingerprint of the whole request, to recognise it when it is sent again
     */
    record Requested(
            Instant at,
            String by,
            String requestId,
            String creationId,
            Slug slug,
            DisplayName name,
            Plan plan,
            OwnerEmail ownerEmail,
            @Nullable PublicJwk adminJwk,
            Sha256 fingerprint)
            implements LifecycleEvent {}

    /** The data plane has the schema and the role. */
    record SchemaReady(Instant at, int schemaVersion) implements LifecycleEvent {}

    /** The data plane has the workspace and its keys. */
    record KeysReady(Instant at, String issuer, List<String> keyIds) implements LifecycleEvent {}

    /** The workspace serves. */
    record Activated(Instant at, String issuer, @Nullable String bootstrapClientId) implements LifecycleEvent {}

    /**
     * The workspace was closed for a time.
     *
     * @param by the id of the API token that asked
     * @param requestId of the HTTP request that asked
     */
    record Suspended(Instant at, String by, String requestId) implements LifecycleEvent {}

    /**
     * It was opened again.
     *
     * @param by the id of the API token that asked
     * @param requestId of the HTTP request that asked
     */
    record Resumed(Instant at, String by, String requestId) implements LifecycleEvent {}

    /**
     * The data plane refused a step for good.
     *
     * @param step whose refusal it was
     * @param code the data plane's
     * @param reason its sentence for people
     */
    record Failed(Instant at, SagaStep step, String code, String reason) implements LifecycleEvent {}
}
