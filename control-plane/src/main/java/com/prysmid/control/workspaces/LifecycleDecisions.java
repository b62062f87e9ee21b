package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules of the provisioning saga: state, input and time in; what to do out. No actor, no clock, no network. */
final class LifecycleDecisions {
    /** Who acts where the saga goes on by itself. */
    static final String PROVISIONING = "provisioning";

    private LifecycleDecisions() {}

    /** What becomes of a request for a workspace. */
    sealed interface CreationDecision {
        /** The slug is free: record this. */
        record Accept(LifecycleEvent.Requested event) implements CreationDecision {}

        /** The very same request as the one that made this workspace: answer it as the first time. */
        record Repeat() implements CreationDecision {}

        /** The slug belongs to another request. */
        record InUse() implements CreationDecision {}
    }

    static CreationDecision create(LifecycleState state, LifecycleEvent.Requested wanted) {
        return switch (state) {
            case LifecycleState.Absent absent -> new CreationDecision.Accept(wanted);
            case LifecycleState.Created created -> {
                Sha256 first = created.request().fingerprint();
                yield first.equals(wanted.fingerprint()) ? new CreationDecision.Repeat() : new CreationDecision.InUse();
            }
        };
    }

    /** What becomes of the data plane's answer. */
    sealed interface StepDecision {
        /** A fact: record it and go on. */
        record Accept(LifecycleEvent event) implements StepDecision {}

        /**
         * Ask again later.
         *
         * @param after what the data plane asked for, if it did
         */
        record Retry(String reason, @Nullable Duration after) implements StepDecision {}

        /** Refused, and not worth failing anything for: it is asked again when the workspace next wakes. */
        record GiveUp(String code) implements StepDecision {}

        /** An answer to a question no longer open: the same step was asked twice and has been answered. */
        record Ignore() implements StepDecision {}
    }

    static StepDecision answered(LifecycleState state, StepAnswer answer, Instant now) {
        if (!(state instanceof LifecycleState.Created created)) {
            return new StepDecision.Ignore();
        }
        Provenance by = created.request().by().followedBy(PROVISIONING);
        return switch (answer) {
            case StepAnswer.ServiceAccount account -> ServiceAccountDecisions.answered(created, account, now);
            case StepAnswer.Schema(var reply) ->
                decide(
                        created,
                        answer.step(),
                        reply,
                        now,
                        ready -> new LifecycleEvent.SchemaReady(now, by, ready.schemaVersion()));
            case StepAnswer.Keys(var reply) ->
                decide(
                        created,
                        answer.step(),
                        reply,
                        now,
                        ready -> new LifecycleEvent.KeysReady(now, by, ready.issuer(), ready.keyIds()));
            case StepAnswer.Activation(var reply) ->
                decide(
                        created,
                        answer.step(),
                        reply,
                        now,
                        active -> new LifecycleEvent.Activated(now, by, active.issuer(), active.bootstrapClientId()));
        };
    }

    /** Empty where the workspace is like that already; the data plane has said so. */
    static Optional<LifecycleEvent> changed(LifecycleState state, LifecycleCommand.ChangeService asked, Instant now) {
        LifecycleState.Progress progress = state instanceof LifecycleState.Created created ? created.progress() : null;
        return switch (asked.wanted()) {
            case SUSPENDED ->
                progress instanceof LifecycleState.Progress.Active
                        ? Optional.of(new LifecycleEvent.Suspended(now, asked.by()))
                        : Optional.empty();
            case RESUMED ->
                progress instanceof LifecycleState.Progress.Suspended
                        ? Optional.of(new LifecycleEvent.Resumed(now, asked.by()))
                        : Optional.empty();
        };
    }

    private static <T> StepDecision decide(
            LifecycleState.Created state,
            SagaStep step,
            DataPlaneReply<T> reply,
            Instant now,
            Function<T, LifecycleEvent> fact) {
        if (state.nextStep().filter(step::equals).isEmpty()) {
            return new StepDecision.Ignore();
        }
        return switch (reply) {
            case DataPlaneReply.Done<T>(T value) -> new StepDecision.Accept(fact.apply(value));
            case DataPlaneReply.Refused<T>(int status, String code, String detail) ->
                new StepDecision.Accept(new LifecycleEvent.Failed(
                        now, state.request().by().followedBy(PROVISIONING), step, code, detail));
            case DataPlaneReply.TryAgain<T>(String reason, Duration after) -> new StepDecision.Retry(reason, after);
        };
    }
}
