package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a sign-in is to come to.
 *
 * @param replacedSession of the same browser, which ends with the new one; another user's stays as it is
 * @param mfaWanted       by the app: a second factor is asked for, whatever the workspace says
 */
public record SignInGoal(@Nullable UserBoundToken replacedSession, boolean mfaWanted) {
    public static final SignInGoal PLAIN = new SignInGoal(null, false);
}
