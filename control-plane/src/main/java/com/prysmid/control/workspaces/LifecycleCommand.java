package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Provenance;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What one workspace's lifecycle can be asked. */
sealed interface LifecycleCommand {
    /** Make this workspace; sent again, it gives the first answer again. */
    record Create(LifecycleEvent.Requested wanted, ActorRef<CreateReply> replyTo) implements LifecycleCommand {}

    /** What are you? */
    record Get(ActorRef<LookUp> replyTo) implements LifecycleCommand {}

    /** What are you, once provisioning has ended or this long has passed? */
    record GetSettled(Duration atMost, ActorRef<LookUp> replyTo) implements LifecycleCommand {}

    /** Serve, or serve no longer; said again, it is done again. */
    record ChangeService(Service wanted, Provenance by, ActorRef<ServiceReply> replyTo) implements LifecycleCommand {}

    /** The data plane has answered a {@link ChangeService}. */
    record ServiceAnswered(ChangeService asked, DataPlaneReply<String> reply) implements LifecycleCommand {}

    /** Look after your service account: make, set or seal again what needs it. */
    record Tend() implements LifecycleCommand {}

    /** Another key is to take the place of the service account's. */
    record RotateServiceAccountKey(Provenance by, ActorRef<RotationReply> replyTo) implements LifecycleCommand {}

    /** How are you operated? */
    record GetServiceAccount(ActorRef<Operated> replyTo) implements LifecycleCommand {}

    /** Be in memory, and go on with what is unfinished. */
    record Wake() implements LifecycleCommand {}

    /** The data plane has answered a step. */
    record StepAnswered(StepAnswer answer) implements LifecycleCommand {}

    /** The wait before the next try is over. */
    record RetryNow() implements LifecycleCommand {}

    /** A {@link GetSettled} has waited long enough. */
    record WaitOver(ActorRef<LookUp> waiter) implements LifecycleCommand {}

    /** Nobody has asked for a while. */
    record Idle() implements LifecycleCommand {}

    /** The shard's permission to leave memory. */
    record Stop() implements LifecycleCommand {}

    /** The answer to {@link Create}. */
    sealed interface CreateReply {
        record Accepted(WorkspaceView view) implements CreateReply {}

        record SlugInUse() implements CreateReply {}
    }

    /** Whether a workspace serves. */
    enum Service {
        SUSPENDED,
        RESUMED
    }

    /** The answer to {@link ChangeService}. */
    sealed interface ServiceReply {
        record Changed(WorkspaceView view) implements ServiceReply {}

        record NotFound() implements ServiceReply {}

        /** It never served, or not yet. */
        record NeverServed() implements ServiceReply {}

        /** Nobody knows whether it was done; asking again is safe. */
        record TryAgain() implements ServiceReply {}
    }

    /** The answer to {@link Get}. */
    sealed interface LookUp {
        record Found(WorkspaceView view) implements LookUp {}

        record NotFound() implements LookUp {}
    }

    /** The answer to {@link RotateServiceAccountKey}. */
    sealed interface RotationReply {
        /** The key of that id takes the place of the one in use as soon as the data plane has it. */
        record Begun(String keyId) implements RotationReply {}

        /** There is no such workspace, or it never served. */
        record NoAccount() implements RotationReply {}
    }

    /** The answer to {@link GetServiceAccount}. */
    record Operated(Optional<ServiceAccountAccess> access) {}
}
