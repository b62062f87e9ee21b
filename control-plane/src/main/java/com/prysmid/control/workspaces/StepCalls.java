package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.SealedKeyPair;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the data plane the steps of one workspace. Its answers never fail: what cannot be known is to be tried again. */
final class StepCalls {
    private final DataPlaneClient dataPlane;
    private final Slug slug;

    StepCalls(DataPlaneClient dataPlane, Slug slug) {
        this.dataPlane = dataPlane;
        this.slug = slug;
    }

    CompletionStage<StepAnswer> schema(LifecycleEvent.Requested request) {
        return answer(dataPlane.createSchema(slug, request.creationId()), StepAnswer.Schema::new);
    }

    CompletionStage<StepAnswer> keys(LifecycleEvent.Requested request) {
        return answer(
                dataPlane.createKeys(
                        slug,
                        request.creationId(),
                        request.name(),
                        request.plan(),
                        request.by().requestId()),
                StepAnswer.Keys::new);
    }

    CompletionStage<StepAnswer> serviceAccount(LifecycleEvent.Requested request, SealedKeyPair key, Provenance by) {
        // What nobody asked for is told under the name of the creation.
        String requestId = by.requestId().isEmpty() ? request.creationId() : by.requestId();
        return answer(
                dataPlane.setServiceAccount(slug, request.creationId(), key.publicKey(), requestId),
                reply -> new StepAnswer.ServiceAccount(key.keyId(), reply));
    }

    CompletionStage<StepAnswer> activation(LifecycleEvent.Requested request) {
        return answer(dataPlane.activate(slug, request.creationId(), request.adminJwk()), StepAnswer.Activation::new);
    }

    private static <T> CompletionStage<StepAnswer> answer(
            CompletionStage<DataPlaneReply<T>> reply, Function<DataPlaneReply<T>, StepAnswer> answer) {
        return reply.handle((value, failure) ->
                answer.apply(failure == null ? value : new DataPlaneReply.TryAgain<>(failure.toString(), null)));
    }
}
