package com.prysmid.tenant.decide;

import com.prysmid.tenant.decide.password.Guessability;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.Optional;

/**
 * Which passwords may be set (NIST SP 800-63B-4 §3.1.1): long enough, none that bcrypt would cut off, none that is easily guessed. No
 * kinds of characters are asked for, and none expires. A password that was imported as a hash is never seen, so it is whatever it is.
 *
 * <p>The codes: {@code too_short}, {@code too_long}, {@code characters}, {@code too_common}, {@code too_simple}, {@code contains_name}.
 */
public final class PasswordRules {
    private PasswordRules() {}

    /**
     * A password to be set: refused, or good to be hashed.
     *
     * @param state   of the user, or of nobody yet
     * @param profile whose it is to be
     */
    public static Optional<Refused> check(
            PasswordInput password, UserState state, UserProfile profile, Slug slug, WorkspaceSettings settings) {
        Findings findings = new Findings();
        check(password, state, profile, slug, settings, findings);
        return findings.refusal();
    }

    static void check(
            PasswordInput password,
            UserState state,
            UserProfile profile,
            Slug slug,
            WorkspaceSettings settings,
            Findings findings) {
        String text = password.normalized();
        int least = minLength(state, settings);
        boolean longEnough = text.codePointCount(0, text.length()) >= least;
        boolean shortEnough = password.bytes() <= PasswordInput.MAX_BYTES;
        boolean wellFormed = text.indexOf('\0') < 0 && text.codePoints().noneMatch(PasswordRules::isLoneSurrogate);
        findings.require(longEnough, "password", "too_short", "must have at least " + least + " characters");
        findings.require(
                shortEnough,
                "password",
                "too_long",
                "must have at most " + PasswordInput.MAX_BYTES
                        + " bytes in UTF-8: as many plain letters, fewer of other scripts");
        findings.require(wellFormed, "password", "characters", "must not have a NUL character or half of one");
        if (longEnough && shortEnough && wellFormed) {
            Guessability.of(text, profile, slug.value())
                    .ifPresent(why -> findings.require(false, "password", why.code(), why.message()));
        }
    }

    /**
     * In characters. Whoever will be asked for a second factor needs no longer password than the policy asks of everybody: where one is
     * required of all, and where they have one and it is asked for. Roles come and go, so that being required for one is not enough.
     */
    public static int minLength(UserState state, WorkspaceSettings settings) {
        boolean alone = switch (settings.people().mfa().requirement()) {
            case OFF -> true;
            case OPTIONAL, REQUIRED_FOR_ROLES ->
                SecondFactors.of(state, settings).isEmpty();
            case REQUIRED -> false;
        };
        return alone
                ? Math.max(
                        settings.passwordMinLength(),
                        settings.people().passwords().minLengthSingleFactor())
                : settings.passwordMinLength();
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
