package com.prysmid.control.workspaces;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Slug;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workspace as the API shows it.
 *
 * @param bootstrapClientId known once the workspace is active, if an administrator's key was given
 * @param failure why provisioning failed, in status {@code FAILED} only
 * @param accountId of the account it belongs to, if it belongs to one
 */
public record WorkspaceView(
        Slug slug,
        DisplayName name,
        Plan plan,
        Status status,
        String issuer,
        List<String> keyIds,
        Instant createdAt,
        @Nullable String bootstrapClientId,
        @Nullable Failure failure,
        @Nullable AccountId accountId) {
    /** Where the workspace stands. */
    public enum Status {
        PROVISIONING("provisioning"),
        ACTIVE("active"),
        SUSPENDED("suspended"),
        FAILED("failed");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }

        /** The status of that name, or an {@link InvalidValue}. */
        public static Status parse(String text) {
            for (Status status : values()) {
                if (status.wire.equals(text)) {
                    return status;
                }
            }
            throw new InvalidValue(
                    "unknown_status",
                    "must be one of "
                            + Arrays.stream(values()).map(Status::wire).collect(Collectors.joining(", ")));
        }

        /** The name in JSON. */
        public String wire() {
            return wire;
        }
    }

    /** Which step the data plane refused, and why. */
    public record Failure(SagaStep step, String code, String reason) {}

    static WorkspaceView of(LifecycleState.Created created, IssuerNaming issuers) {
        LifecycleEvent.Requested request = created.request();
        return switch (created.progress()) {
            case LifecycleState.Progress.Waiting(SagaStep step, String issuer, List<String> keyIds) ->
                view(
                        request,
                        Status.PROVISIONING,
                        issuer == null ? issuers.of(request.slug()) : issuer,
                        keyIds,
                        null,
                        null);
            case LifecycleState.Progress.Active(String issuer, List<String> keyIds, String clientId) ->
                view(request, Status.ACTIVE, issuer, keyIds, clientId, null);
            case LifecycleState.Progress.Suspended(LifecycleState.Progress.Active was) ->
                view(request, Status.SUSPENDED, was.issuer(), was.keyIds(), was.bootstrapClientId(), null);
            case LifecycleState.Progress.Failed(SagaStep step, String code, String reason) ->
                view(
                        request,
                        Status.FAILED,
                        issuers.of(request.slug()),
                        List.of(),
                        null,
                        new Failure(step, code, reason));
        };
    }

    private static WorkspaceView view(
            LifecycleEvent.Requested request,
            Status status,
            String issuer,
            List<String> keyIds,
            @Nullable String clientId,
            @Nullable Failure failure) {
        return new WorkspaceView(
                request.slug(),
                request.name(),
                request.plan(),
                status,
                issuer,
                keyIds,
                request.at(),
                clientId,
                failure,
                request.accountId());
    }
}
