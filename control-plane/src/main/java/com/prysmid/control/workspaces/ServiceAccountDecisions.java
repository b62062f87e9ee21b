package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Standing;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.LifecycleDecisions.StepDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of the control plane's own account in a workspace: when a key is made, set, sealed again and given up. No actor, no clock,
 * no network; the vault brings its own randomness.
 */
final class ServiceAccountDecisions {
    /** Who acts where nobody asked: the vault's keys have changed, or a workspace is older than such accounts. */
    private static final Provenance UPKEEP = Provenance.system("upkeep");

    private ServiceAccountDecisions() {}

    /** What the account needs now. */
    sealed interface Tending {
        /** Write this down and look again. */
        record WriteDown(LifecycleEvent event) implements Tending {}

        /** The data plane is to take this key. */
        record Set(SealedKeyPair key, Provenance by) implements Tending {}

        /** It is as it should be, or it is not time for it. */
        record Nothing() implements Tending {}
    }

    static Tending next(LifecycleState state, Vault vault, Instant now) {
        if (!(state instanceof LifecycleState.Created created) || !hasAccount(created)) {
            return new Tending.Nothing();
        }
        ServiceAccount account = created.serviceAccount();
        return keys(account)
                .flatMap(key -> mended(created, key, vault, now).stream())
                .findFirst()
                .<Tending>map(Tending.WriteDown::new)
                .orElseGet(() -> {
                    ServiceAccount.Coming coming = account.coming();
                    if (coming != null) {
                        return new Tending.Set(coming.key(), coming.by());
                    }
                    return account.inUse() == null
                            ? new Tending.WriteDown(new LifecycleEvent.ServiceAccountKeyMade(
                                    now, maker(created), vault.makeKeyPair(created.binding())))
                            : new Tending.Nothing();
                });
    }

    private static Stream<SealedKeyPair> keys(ServiceAccount account) {
        return Stream.of(
                        Optional.ofNullable(account.coming()).map(ServiceAccount.Coming::key),
                        Optional.ofNullable(account.inUse()))
                .flatMap(Optional::stream);
    }

    /** What has to be said of a key that is not as it should be. */
    private static Optional<LifecycleEvent> mended(
            LifecycleState.Created state, SealedKeyPair key, Vault vault, Instant now) {
        Standing standing = vault.standing(state.binding(), key);
        return switch (standing) {
            case CURRENT -> Optional.empty();
            case OLDER ->
                vault.sealAgain(state.binding(), key)
                        .<LifecycleEvent>map(again -> new LifecycleEvent.ServiceAccountKeySealedAgain(
                                now, UPKEEP, key.keyId(), again.privateKey()));
            case NO_KEY, BOUND_ELSEWHERE ->
                Optional.of(new LifecycleEvent.ServiceAccountKeyLost(now, UPKEEP, key.keyId(), standing.wire()));
        };
    }

    /** From the saga's own step on, for as long as the workspace is there. */
    private static boolean hasAccount(LifecycleState.Created state) {
        return switch (state.progress()) {
            case LifecycleState.Progress.Waiting waiting -> waiting.step() == SagaStep.SERVICE_ACCOUNT;
            case LifecycleState.Progress.Active active -> true;
            case LifecycleState.Progress.Suspended suspended -> true;
            case LifecycleState.Progress.Failed failed -> false;
        };
    }

    private static boolean provisioning(LifecycleState.Created state) {
        return state.progress() instanceof LifecycleState.Progress.Waiting;
    }

    private static Provenance maker(LifecycleState.Created state) {
        return provisioning(state) ? state.request().by().followedBy(LifecycleDecisions.PROVISIONING) : UPKEEP;
    }

    /** What becomes of a wish for another key. */
    sealed interface Rotation {
        /** Write this down; the data plane hears of it next. */
        record Begin(LifecycleEvent.ServiceAccountKeyMade event) implements Rotation {}

        /** One is on its way already. */
        record UnderWay(String keyId) implements Rotation {}

        /** There is no account to give a key to. */
        record NoAccount() implements Rotation {}
    }

    static Rotation rotate(LifecycleState state, Vault vault, Provenance by, Instant now) {
        if (!(state instanceof LifecycleState.Created created) || provisioning(created) || !hasAccount(created)) {
            return new Rotation.NoAccount();
        }
        ServiceAccount.Coming coming = created.serviceAccount().coming();
        return coming != null
                ? new Rotation.UnderWay(coming.key().keyId())
                : new Rotation.Begin(
                        new LifecycleEvent.ServiceAccountKeyMade(now, by, vault.makeKeyPair(created.binding())));
    }

    /** What becomes of the data plane's answer. A workspace that serves is not failed by a refusal. */
    static StepDecision answered(LifecycleState.Created state, StepAnswer.ServiceAccount answer, Instant now) {
        ServiceAccount.Coming coming = state.serviceAccount().coming();
        if (coming == null || !coming.key().keyId().equals(answer.keyId())) {
            return new StepDecision.Ignore();
        }
        Provenance by = provisioning(state)
                ? state.request().by().followedBy(LifecycleDecisions.PROVISIONING)
                : coming.by().followedBy("upkeep");
        return switch (answer.reply()) {
            case DataPlaneReply.Done<String>(String clientId) ->
                new StepDecision.Accept(new LifecycleEvent.ServiceAccountSet(now, by, clientId, answer.keyId()));
            case DataPlaneReply.Refused<String>(int status, String code, String detail) ->
                provisioning(state)
                        ? new StepDecision.Accept(new LifecycleEvent.Failed(now, by, answer.step(), code, detail))
                        : new StepDecision.GiveUp(code);
            case DataPlaneReply.TryAgain<String>(String reason, Duration after) ->
                new StepDecision.Retry(reason, after);
        };
    }
}
