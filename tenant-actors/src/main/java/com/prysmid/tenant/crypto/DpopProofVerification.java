package com.prysmid.tenant.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a {@code DPoP} header proves, for one request, that its sender holds a private key (RFC 9449 section 4.3). Pure: the time
 * is a parameter; refusing a {@code jti} seen before is left to whoever keeps them, and that there is exactly one header to whoever
 * reads it. Costs a signature check, and the reading of a key that nobody has seen before: never on an actor's thread.
 */
public final class DpopProofVerification {

    /**
     * How old or new a proof may be.
     *
     * @param past how far back {@code iat} may lie where no nonce says when the proof was made
     * @param future how far a client's clock may be ahead
     */
    public record Limits(Duration past, Duration future) {

        public Limits {
            if (!past.isPositive() || future.isNegative()) {
                throw new IllegalArgumentException("a proof lives some time, and clocks differ by zero or more");
            }
        }

        /** A minute, and half a minute of skew, as client assertions have. */
        public static Limits standard() {
            return new Limits(Duration.ofSeconds(60), Duration.ofSeconds(30));
        }
    }

    /**
     * The request that the proof must be for.
     *
     * @param method as in the request line
     * @param uri as the client sent it to; query and fragment do not matter
     * @param accessToken the token that the request presents; null where it presents none
     * @param nonces this server's own, each with the moment until which it counts
     * @param nonceRequired whether a proof without nonce is refused (section 8)
     */
    public record Expected(
            String method,
            String uri,
            @Nullable String accessToken,
            Map<String, Instant> nonces,
            boolean nonceRequired) {

        public Expected {
            nonces = Map.copyOf(nonces);
        }

        /** Redacted: an access token is a secret. */
        @Override
        public String toString() {
            return "Expected[" + method + " " + uri + "]";
        }
    }

    /** A value, not an exception: a proof that is none is an expected thing. */
    public sealed interface Outcome {

        /**
         * @param jkt of the key that is proven
         * @param jti to be remembered together with the {@code jkt} until {@code expiresAt}, and refused until then
         */
        record Accepted(String jkt, String jti, Instant expiresAt) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For logs; clients hear {@code use_dpop_nonce} of a nonce, and {@code invalid_dpop_proof} whatever else it is. */
    public enum Refusal {
        MALFORMED,
        WRONG_TYPE,
        ALGORITHM_NOT_ALLOWED,
        UNUSABLE_KEY,
        BAD_SIGNATURE,
        WRONG_METHOD,
        WRONG_URI,
        UNDATED,
        TOO_OLD,
        FROM_THE_FUTURE,
        NO_JTI,
        WRONG_TOKEN_HASH,
        NONCE_NEEDED
    }

    private static final String TYPE = "dpop+jwt";
    private static final int MAX_JTI = 256;

    private final Limits limits;
    private final CryptoProviders providers;

    public DpopProofVerification(Limits limits, CryptoProviders providers) {
        this.limits = limits;
        this.providers = providers;
    }

    public Outcome verify(String proof, Expected expected, Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(proof);
        if (parsed.isEmpty()) {
            return refused(Refusal.MALFORMED);
        }
        CompactJws jws = parsed.get();
        if (!jws.text("typ").equals(Optional.of(TYPE))) {
            return refused(Refusal.WRONG_TYPE);
        }
        // One of ours: all of them asymmetric, none of them "none".
        Optional<SigningAlgorithm> algorithm = jws.algorithm();
        if (algorithm.isEmpty()) {
            return refused(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        // The embedded key and no other: a kid, jku, x5u or x5c is never looked at.
        Optional<ProofKey> key = ProofKey.parse(jws.header().get("jwk"), algorithm.get(), providers);
        if (key.isEmpty()) {
            return refused(Refusal.UNUSABLE_KEY);
        }
        Optional<Claims> claims = jws.claims();
        if (claims.isEmpty()) {
            return refused(Refusal.MALFORMED);
        }
        return key.get().key().verifies(jws)
                ? judge(claims.get(), key.get().thumbprint(), expected, now)
                : refused(Refusal.BAD_SIGNATURE);
    }

    private Outcome judge(Claims claims, String jkt, Expected expected, Instant now) {
        if (!claims.text("htm").equals(Optional.of(expected.method()))) {
            return refused(Refusal.WRONG_METHOD);
        }
        Optional<TargetUri> target = claims.text("htu").flatMap(TargetUri::parse);
        if (target.isEmpty() || !target.equals(TargetUri.parse(expected.uri()))) {
            return refused(Refusal.WRONG_URI);
        }
        Optional<String> jti = claims.text("jti").filter(text -> !text.isEmpty() && text.length() <= MAX_JTI);
        if (jti.isEmpty()) {
            return refused(Refusal.NO_JTI);
        }
        // Section 4.3 (12a): a proof for one token counts for no other.
        if (expected.accessToken() != null
                && !claims.text("ath")
                        .equals(Optional.of(
                                SecretDigest.of(expected.accessToken()).base64Url()))) {
            return refused(Refusal.WRONG_TOKEN_HASH);
        }
        return judgeAge(claims, jkt, jti.get(), expected, now);
    }

    /** Section 11.1: the nonce says how old the proof can be, where it has one; otherwise the client's clock does. */
    private Outcome judgeAge(Claims claims, String jkt, String jti, Expected expected, Instant now) {
        Optional<Instant> issued = claims.time("iat");
        if (issued.isEmpty()) {
            return refused(Refusal.UNDATED);
        }
        if (issued.get().isAfter(now.plus(limits.future()))) {
            return refused(Refusal.FROM_THE_FUTURE);
        }
        if (claims.values().containsKey("nonce")) {
            return claims.text("nonce")
                    .map(expected.nonces()::get)
                    .filter(now::isBefore)
                    .<Outcome>map(until -> new Outcome.Accepted(jkt, jti, until))
                    .orElseGet(() -> refused(Refusal.NONCE_NEEDED));
        }
        if (expected.nonceRequired()) {
            return refused(Refusal.NONCE_NEEDED);
        }
        Instant expiry = issued.get().plus(limits.past());
        return now.isBefore(expiry) ? new Outcome.Accepted(jkt, jti, expiry) : refused(Refusal.TOO_OLD);
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }
}
