package com.prysmid.gateway.guard;

import com.prysmid.tenant.protocol.PasskeyChallenge;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Challenges for authenticators (Web Authentication §13.4.3). A challenge is a sealed note of when it was made, for which act and for
 * which browser: so nothing is kept for a visitor who never signs in, and it is good nowhere else. That it is good once is seen to by
 * the user whose passkey signed it. Thread-safe.
 */
public final class PasskeyChallenges {
    /** So long a page may stand open before its passkey is used. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    private static final String PURPOSE = "passkey";
    private static final String BROWSER = "b";
    private static final String ACT = "a";

    private final InteractionSeal seal;
    private final Clock clock;

    public PasskeyChallenges(InteractionSeal seal, Clock clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * @param act  what it is for, with the id of what it is about, such as {@code register:<userId>}
     * @param csrf the browser's token
     * @return base64url; at least 96 of its bits are random, and nobody else can make it
     */
    public String make(Slug slug, String act, Csrf.Token csrf) {
        return seal.seal(PURPOSE, slug, Map.of(ACT, act, BROWSER, browser(csrf)));
    }

    /** Empty where it was made for something else, somewhere else, for another browser, or too long ago. */
    public Optional<PasskeyChallenge> open(Slug slug, String act, Csrf.Token csrf, String challenge) {
        return seal.open(PURPOSE, slug, challenge)
                .filter(made -> act.equals(made.parameters().get(ACT))
                        && browser(csrf).equals(made.parameters().get(BROWSER)))
                .map(made -> new PasskeyChallenge(challenge, made.startedAt().plus(LIFE)))
                .filter(made -> clock.instant().isBefore(made.expiresAt()));
    }

    /** Told to nobody but the browser that has the token anyway. */
    private static String browser(Csrf.Token csrf) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(csrf.value().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
