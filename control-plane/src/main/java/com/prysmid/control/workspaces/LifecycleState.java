package com.prysmid.control.workspaces;

import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a workspace's lifecycle has come to. */
sealed interface LifecycleState {
    /** Nobody asked for this slug. */
    record Absent() implements LifecycleState {}

    /** Somebody did, and this is how far it is. */
    record Created(LifecycleEvent.Requested request, Progress progress, ServiceAccount serviceAccount)
            implements LifecycleState {
        /** Whose the secrets of this workspace are. */
        Binding binding() {
            return new Binding(request.slug(), request.creationId());
        }

        /** How to call its admin API; empty before it has served, or where our account has no key. */
        Optional<ServiceAccountAccess> access() {
            String issuer = switch (progress) {
                case Progress.Active active -> active.issuer();
                case Progress.Suspended suspended -> suspended.serving().issuer();
                case Progress.Waiting waiting -> null;
                case Progress.Failed failed -> null;
            };
            String clientId = serviceAccount.clientId();
            SealedKeyPair key = serviceAccount.inUse();
            return issuer == null || clientId == null || key == null
                    ? Optional.empty()
                    : Optional.of(new ServiceAccountAccess(binding(), issuer, clientId, key));
        }
    }

    /** How far provisioning is. */
    sealed interface Progress {
        /** Waits for a step of the data plane. {@code issuer} and {@code keyIds} are known after the keys step. */
        record Waiting(SagaStep step, @Nullable String issuer, List<String> keyIds) implements Progress {}

        record Active(
                String issuer,
                List<String> keyIds,
                @Nullable String bootstrapClientId) implements Progress {}

        /** Closed for a time; what it is when it serves. */
        record Suspended(Active serving) implements Progress {}

        record Failed(SagaStep step, String code, String reason) implements Progress {}
    }

    /** The next step to ask of the data plane, if there is one. */
    default Optional<SagaStep> nextStep() {
        return this instanceof Created created && created.progress() instanceof Progress.Waiting waiting
                ? Optional.of(waiting.step())
                : Optional.empty();
    }

    /** Whether provisioning has ended, well or badly. */
    default boolean settled() {
        return this instanceof Created && nextStep().isEmpty();
    }

    /** The state after a fact. Never refuses: what is in the journal has happened. */
    default LifecycleState apply(LifecycleEvent event) {
        if (event instanceof LifecycleEvent.Requested requested) {
            return new Created(
                    requested, new Progress.Waiting(SagaStep.SCHEMA, null, List.of()), ServiceAccount.none());
        }
        return switch (this) {
            case Absent absent -> absent;
            case Created created ->
                new Created(
                        created.request(),
                        after(created.progress(), event),
                        created.serviceAccount().apply(event));
        };
    }

    private static Progress after(Progress progress, LifecycleEvent event) {
        return switch (event) {
            case LifecycleEvent.Requested requested -> progress;
            case LifecycleEvent.SchemaReady ready -> new Progress.Waiting(SagaStep.KEYS, null, List.of());
            // Old workspaces went on without an account of ours; those on their way get it with the others.
            case LifecycleEvent.KeysReady ready ->
                new Progress.Waiting(SagaStep.SERVICE_ACCOUNT, ready.issuer(), ready.keyIds());
            case LifecycleEvent.ServiceAccountSet set ->
                progress instanceof Progress.Waiting(SagaStep step, String issuer, List<String> keyIds)
                                && step == SagaStep.SERVICE_ACCOUNT
                        ? new Progress.Waiting(SagaStep.ACTIVATION, issuer, keyIds)
                        : progress;
            case LifecycleEvent.ServiceAccountKeyMade made -> progress;
            case LifecycleEvent.ServiceAccountKeySealedAgain again -> progress;
            case LifecycleEvent.ServiceAccountKeyLost lost -> progress;
            case LifecycleEvent.Activated activated ->
                new Progress.Active(
                        activated.issuer(),
                        progress instanceof Progress.Waiting waiting ? waiting.keyIds() : List.of(),
                        activated.bootstrapClientId());
            case LifecycleEvent.Suspended suspended ->
                progress instanceof Progress.Active active ? new Progress.Suspended(active) : progress;
            case LifecycleEvent.Resumed resumed ->
                progress instanceof Progress.Suspended suspended ? suspended.serving() : progress;
            case LifecycleEvent.Failed failed -> new Progress.Failed(failed.step(), failed.code(), failed.reason());
        };
    }
}
