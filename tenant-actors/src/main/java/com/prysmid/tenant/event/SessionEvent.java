package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.SignInStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
public sealed interface SessionEvent extends UserEvent {

    /**
     * @param secretDigest   base64url SHA-256 of the cookie's secret
     * @param idle           it ends when not seen for so long
     * @param expiresAt      its absolute end
     * @param replacedSid    the same browser's session that ended with it
     * @param pendingId      the sign-in that it was before enough was proven; null where the first proof was enough
     */
    @WireName("user.signed_in/1")
    record SignedIn(
            String sid,
            String secretDigest,
            List<String> amr,
            Duration idle,
            Instant expiresAt,
            @Nullable String replacedSid,
            @Nullable String pendingId)
            implements SessionEvent {}

    /**
     * Something was proven, and more is needed for a session. The same id again: more was proven, and still more is needed.
     *
     * @param secretDigest base64url SHA-256 of the secret that its browser holds
     * @param amr          proven so far
     * @param step         what is needed next
     * @param mfaWanted    by the app
     */
    @WireName("user.sign_in_pending/1")
    record Pending(
            String pendingId,
            String secretDigest,
            List<String> amr,
            SignInStep step,
            boolean mfaWanted,
            Instant expiresAt)
            implements SessionEvent {
        public Pending {
            amr = List.copyOf(amr);
        }
    }

    /**
     * @param reason         {@code wrong_password}, {@code no_password}, {@code password_login_off}, {@code locked_out}, or the status of a
     *                       user who is not active
     * @param countsAsGuess  a password was wrong, or nobody's could have been right: one counts as the other, so that a lock-out tells
     *                       nothing of whoever is guessed at
     * @param lockedOutUntil set when this failure locked the password out
     */
    @WireName("user.sign_in_failed/1")
    record SignInFailed(
            String reason, boolean countsAsGuess, @Nullable Instant lockedOutUntil) implements SessionEvent {}

    /** By the browser itself. */
    @WireName("user.signed_out/1")
    record SignedOut(String sid) implements SessionEvent {}

    /** By somebody else. */
    @WireName("session.revoked/1")
    record Revoked(String sid) implements SessionEvent {}
}
