package com.prysmid.tenant.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a token is one of ours (RFC 8725, RFC 9068 section 4). The key is looked up among the issuer's own by kid, and the key
 * alone says which algorithm counts. Pure: the time is a parameter.
 */
public final class JwtVerification {

    /** The nodes' clocks may differ by this much; a token's end is not stretched by it. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final Set<String> OUR_HEADER = Set.of("alg", "kid", "typ");

    private JwtVerification() {}

    /** Whether an expired token counts. */
    public enum Expiry {
        ENFORCED,
        /** For {@code id_token_hint} at logout (OpenID Connect RP-Initiated Logout section 2): proves who, not that it is still valid. */
        IGNORED
    }

    /**
     * What the token must be.
     *
     * @param typ the header's {@code typ}, so that no kind of token passes for another
     * @param issuer the {@code iss} claim, compared exactly
     */
    public record Expected(String typ, String issuer, Expiry expiry) {

        public Expected(String typ, String issuer) {
            this(typ, issuer, Expiry.ENFORCED);
        }
    }

    /** A value, not an exception: being refused is what tokens are for. */
    public sealed interface Outcome {

        record Verified(Claims claims) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For logs and metrics; clients hear {@code invalid_token} whatever it is. */
    public enum Refusal {
        MALFORMED,
        UNKNOWN_KEY,
        WRONG_ALGORITHM,
        WRONG_TYPE,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        EXPIRED,
        NOT_YET_VALID
    }

    /** @param keys the issuer's published keys by kid; asked only with a kid of 1–64 characters */
    public static Outcome verify(
            String token, Function<String, Optional<VerificationKey>> keys, Expected expected, Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(token);
        // Exactly the members we write: a header that brings a key of its own (jwk, jku, x5c) is not ours.
        if (parsed.isEmpty() || !parsed.get().header().keySet().equals(OUR_HEADER)) {
            return new Outcome.Refused(Refusal.MALFORMED);
        }
        CompactJws jws = parsed.get();
        Optional<VerificationKey> key = jws.text("kid")
                .filter(kid -> !kid.isEmpty() && kid.length() <= 64)
                .flatMap(keys);
        if (key.isEmpty()) {
            return new Outcome.Refused(Refusal.UNKNOWN_KEY);
        }
        if (!jws.text("alg").equals(Optional.of(key.get().algorithm().jose()))) {
            return new Outcome.Refused(Refusal.WRONG_ALGORITHM);
        }
        if (!jws.text("typ").equals(Optional.of(expected.typ()))) {
            return new Outcome.Refused(Refusal.WRONG_TYPE);
        }
        if (!key.get().verifies(jws)) {
            return new Outcome.Refused(Refusal.BAD_SIGNATURE);
        }
        return jws.claims()
                .map(claims -> judge(claims, expected, now))
                .orElseGet(() -> new Outcome.Refused(Refusal.MALFORMED));
    }

    /** Issuer and life of claims that are known to be our own. */
    static Outcome judge(Claims claims, Expected expected, Instant now) {
        if (!claims.text("iss").equals(Optional.of(expected.issuer()))) {
            return new Outcome.Refused(Refusal.WRONG_ISSUER);
        }
        boolean alive = claims.time("exp").filter(now::isBefore).isPresent();
        if (!alive && expected.expiry() == Expiry.ENFORCED) {
            return new Outcome.Refused(Refusal.EXPIRED);
        }
        Instant latest = now.plus(CLOCK_SKEW);
        if (claims.hasTimeAfter("iat", latest) || claims.hasTimeAfter("nbf", latest)) {
            return new Outcome.Refused(Refusal.NOT_YET_VALID);
        }
        return new Outcome.Verified(claims);
    }
}
