package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.FactorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Second factors: set up, used, removed. */
public sealed interface FactorEvent extends UserEvent {

    /**
     * A secret for an authenticator app was shown, and nothing of it is proven yet; the last one counts.
     *
     * @param sealedSecret with the workspace's data key, for this user
     * @param boundTo      id of the pending sign-in or session in which it may be confirmed
     */
    @WireName("user.totp_offered/1")
    record TotpOffered(String sealedSecret, String boundTo, Instant expiresAt) implements FactorEvent {
        @Override
        public String toString() {
            return "TotpOffered[redacted]";
        }
    }

    /** @param usedStep the one whose code has confirmed it: not good again */
    @WireName("user.totp_added/1")
    record TotpAdded(String factorId, String name, String sealedSecret, long usedStep) implements FactorEvent {
        @Override
        public String toString() {
            return "TotpAdded[" + factorId + "]";
        }
    }

    /** Codes to the verified address were turned on. */
    @WireName("user.email_code_added/1")
    record EmailCodeAdded(String factorId) implements FactorEvent {}

    /** Of any kind. */
    @WireName("user.factor_renamed/1")
    record Renamed(String factorId, FactorType kind, String name) implements FactorEvent {}

    /** Of any kind. */
    @WireName("user.factor_removed/1")
    record Removed(String factorId, FactorType kind) implements FactorEvent {}

    /** @param step of the code that was given, for an authenticator app; 0 for others */
    @WireName("user.factor_used/1")
    record Used(String factorId, FactorType kind, long step) implements FactorEvent {}

    /**
     * Those of before are good no more.
     *
     * @param digests of each, base64url SHA-256 of user and code; none: there are none
     */
    @WireName("user.recovery_codes_made/1")
    record RecoveryCodesMade(List<String> digests) implements FactorEvent {
        public RecoveryCodesMade {
            digests = List.copyOf(digests);
        }

        @Override
        public String toString() {
            return "RecoveryCodesMade[" + digests.size() + "]";
        }
    }

    @WireName("user.recovery_code_used/1")
    record RecoveryCodeUsed(String digest) implements FactorEvent {
        @Override
        public String toString() {
            return "RecoveryCodeUsed[redacted]";
        }
    }

    /** @param sealedCode with the workspace's data key, for this user and this sign-in */
    @WireName("user.email_code_sent/1")
    record EmailCodeSent(String pendingId, String sealedCode, Instant expiresAt) implements FactorEvent {
        @Override
        public String toString() {
            return "EmailCodeSent[" + pendingId + "]";
        }
    }

    /**
     * A code that is not good.
     *
     * @param reason      {@code wrong_code}, {@code factors_locked}
     * @param endsSignIn  it was the last try of this sign-in
     * @param lockedUntil set when this failure locked the codes of this user
     */
    @WireName("user.code_refused/1")
    record CodeRefused(
            String pendingId,
            FactorType kind,
            String reason,
            boolean endsSignIn,
            @Nullable Instant lockedUntil) implements FactorEvent {}
}
