package com.prysmid.tenant.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Client authentication by {@code private_key_jwt} and {@code client_secret_jwt} (RFC 7523 section 3, OpenID Connect Core section
 * 9): two kinds of key, one set of rules. Which of the two counts is the client's registration, never the assertion's choice. Pure:
 * the time is a parameter, and refusing a {@code jti} seen before is left to whoever keeps them.
 */
public final class ClientAssertionVerification {

    /**
     * @param longestLife how far ahead {@code exp} may lie, and how far back {@code iat}
     * @param clockSkew how much a client's clock may differ; {@code exp} itself is not stretched, so a {@code jti} need not be
     *     remembered beyond it
     */
    public record Limits(Duration longestLife, Duration clockSkew) {

        public Limits {
            if (!longestLife.isPositive() || clockSkew.isNegative()) {
                throw new IllegalArgumentException("an assertion lives some time, and clocks differ by zero or more");
            }
        }

        /** Five minutes, and half a minute of skew. */
        public static Limits standard() {
            return new Limits(Duration.ofMinutes(5), Duration.ofSeconds(30));
        }
    }

    /** A value, not an exception: a client that fails to authenticate is an expected thing. */
    public sealed interface Outcome {

        /**
         * @param jti to be remembered until {@code exp}, and refused until then
         * @param exp when the assertion ends
         */
        record Accepted(String jti, Instant exp) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For the audit journal; the client hears {@code invalid_client} whatever it is. */
    public enum Refusal {
        MALFORMED,
        WRONG_TYPE,
        ALGORITHM_NOT_ALLOWED,
        NO_MATCHING_KEY,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        WRONG_SUBJECT,
        WRONG_AUDIENCE,
        EXPIRED,
        EXPIRES_TOO_LATE,
        ISSUED_TOO_EARLY,
        NOT_YET_VALID,
        NO_JTI
    }

    private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");
    private static final int MAX_JTI = 256;
    /** Registered keys without a kid are tried one after the other; beyond this, the client should name one. */
    private static final int MAX_TRIES = 4;

    private final Limits limits;

    public ClientAssertionVerification(Limits limits) {
        this.limits = limits;
    }

    /** Which client an assertion says it is from, before anything is verified: for finding the keys, and nothing else. */
    public static Optional<String> claimedClient(String assertion) {
        return CompactJws.parse(assertion).flatMap(CompactJws::claims).flatMap(claims -> claims.text("sub"));
    }

    /**
     * {@code private_key_jwt}.
     *
     * @param audiences what {@code aud} may name: the issuer and the token endpoint of the workspace asked
     * @param allowed the algorithms the client may use: its registered {@code token_endpoint_auth_signing_alg}, or all
     */
    public Outcome verify(
            String assertion,
            String clientId,
            AssertionKeys keys,
            Set<String> audiences,
            Set<SigningAlgorithm> allowed,
            Instant now) {
        return verify(assertion, jws -> whyNotSignedBy(keys, allowed, jws), clientId, audiences, now);
    }

    /**
     * {@code client_secret_jwt}.
     *
     * @param audiences as above
     * @param allowed as above
     */
    public Outcome verify(
            String assertion,
            String clientId,
            AssertionSecret secret,
            Set<String> audiences,
            Set<MacAlgorithm> allowed,
            Instant now) {
        return verify(assertion, jws -> whyNotSignedBy(secret, allowed, jws), clientId, audiences, now);
    }

    private Outcome verify(
            String assertion,
            Function<CompactJws, Optional<Refusal>> whyNotSigned,
            String clientId,
            Set<String> audiences,
            Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(assertion);
        if (parsed.isEmpty()) {
            return new Outcome.Refused(Refusal.MALFORMED);
        }
        CompactJws jws = parsed.get();
        if (jws.header().containsKey("typ")
                && jws.text("typ")
                        .filter(typ -> TYPES.contains(typ.toLowerCase(Locale.ROOT)))
                        .isEmpty()) {
            return new Outcome.Refused(Refusal.WRONG_TYPE);
        }
        return whyNotSigned
                .apply(jws)
                .<Outcome>map(Outcome.Refused::new)
                .or(() -> jws.claims().map(claims -> judge(claims, clientId, audiences, now)))
                .orElseGet(() -> new Outcome.Refused(Refusal.MALFORMED));
    }

    private static Optional<Refusal> whyNotSignedBy(AssertionKeys keys, Set<SigningAlgorithm> allowed, CompactJws jws) {
        Optional<SigningAlgorithm> algorithm = jws.algorithm().filter(allowed::contains);
        if (algorithm.isEmpty()) {
            return Optional.of(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        // Only registered keys, each with the algorithm it was registered for; a jwk, jku or x5c in the header is never
        // looked at.
        List<VerificationKey> candidates = keys.candidates(algorithm.get(), jws.text("kid"));
        if (candidates.isEmpty()) {
            return Optional.of(Refusal.NO_MATCHING_KEY);
        }
        return candidates.stream().limit(MAX_TRIES).anyMatch(key -> key.verifies(jws))
                ? Optional.empty()
                : Optional.of(Refusal.BAD_SIGNATURE);
    }

    private static Optional<Refusal> whyNotSignedBy(AssertionSecret secret, Set<MacAlgorithm> allowed, CompactJws jws) {
        Optional<MacAlgorithm> algorithm =
                jws.text("alg").flatMap(MacAlgorithm::named).filter(allowed::contains);
        if (algorithm.isEmpty()) {
            return Optional.of(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        if (!secret.fits(algorithm.get())) {
            return Optional.of(Refusal.NO_MATCHING_KEY);
        }
        return secret.verifies(jws, algorithm.get()) ? Optional.empty() : Optional.of(Refusal.BAD_SIGNATURE);
    }

    private Outcome judge(Claims claims, String clientId, Set<String> audiences, Instant now) {
        if (!claims.text("iss").equals(Optional.of(clientId))) {
            return new Outcome.Refused(Refusal.WRONG_ISSUER);
        }
        if (!claims.text("sub").equals(Optional.of(clientId))) {
            return new Outcome.Refused(Refusal.WRONG_SUBJECT);
        }
        if (Collections.disjoint(claims.texts("aud"), audiences)) {
            return new Outcome.Refused(Refusal.WRONG_AUDIENCE);
        }
        Optional<Instant> exp = claims.time("exp").filter(now::isBefore);
        if (exp.isEmpty()) {
            return new Outcome.Refused(Refusal.EXPIRED);
        }
        if (exp.get().isAfter(now.plus(limits.longestLife()).plus(limits.clockSkew()))) {
            return new Outcome.Refused(Refusal.EXPIRES_TOO_LATE);
        }
        Instant latest = now.plus(limits.clockSkew());
        if (claims.hasTimeAfter("iat", latest) || claims.hasTimeAfter("nbf", latest)) {
            return new Outcome.Refused(Refusal.NOT_YET_VALID);
        }
        Instant earliest = now.minus(limits.longestLife()).minus(limits.clockSkew());
        if (claims.time("iat").filter(earliest::isAfter).isPresent()) {
            return new Outcome.Refused(Refusal.ISSUED_TOO_EARLY);
        }
        return claims.text("jti")
                .filter(jti -> !jti.isEmpty() && jti.length() <= MAX_JTI)
                .<Outcome>map(jti -> new Outcome.Accepted(jti, exp.get()))
                .orElseGet(() -> new Outcome.Refused(Refusal.NO_JTI));
    }
}
