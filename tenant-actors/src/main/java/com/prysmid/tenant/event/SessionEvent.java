package com.prysmid.tenant.event;

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
     */
    @WireName("user.signed_in/1")
    record SignedIn(
            String sid,
            String secretDigest,
            List<String> amr,
            Duration idle,
            Instant expiresAt,
            @Nullable String replacedSid)
            implements SessionEvent {}

    /**
     * @param reason         {@code wrong_password}, {@code no_password}, {@code locked}, {@code deactivated}, {@code locked_out}
     * @param countsAsGuess  a password was tried and was wrong
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
