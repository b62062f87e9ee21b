package com.prysmid.tenant.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether an id token of another OpenID Provider was made for us, now, in answer to our question (OpenID Connect Core §3.1.3.7). The
 * keys are the provider's own, and each says with which algorithm it counts: neither {@code none} nor our client secret ever does.
 * Pure: the time is a parameter.
 */
public final class IdTokenVerification {
    /** The clocks of two organisations. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** A token is asked for and had at once; one that was made long ago comes from somewhere else. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private static final int MAX_SUBJECT = 255;
    /** Keys without a kid are tried one after the other. */
    private static final int MAX_TRIES = 4;

    private IdTokenVerification() {}

    /**
     * What the token must be.
     *
     * @param issuer   judges the claims' {@code iss}, which for providers with many issuers depends on other claims
     * @param clientId ours there
     * @param nonce    as we sent it
     */
    public record Expected(Predicate<Claims> issuer, String clientId, String nonce) {}

    /** A value, not an exception. */
    public sealed interface Outcome {
        record Verified(Claims claims) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For the audit journal; the person hears that it did not work. */
    public enum Refusal {
        MALFORMED,
        ALGORITHM_NOT_ALLOWED,
        UNKNOWN_KEY,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        WRONG_AUDIENCE,
        WRONG_NONCE,
        EXPIRED,
        TOO_OLD,
        NOT_YET_VALID,
        NO_SUBJECT,
        WRONG_ACCESS_TOKEN
    }

    /** @param accessToken that came with it: bound where the token has an {@code at_hash} (§3.1.3.8); null where none came */
    public static Outcome verify(
            String token, AssertionKeys keys, Expected expected, @Nullable String accessToken, Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(token);
        if (parsed.isEmpty()) {
            return refused(Refusal.MALFORMED);
        }
        CompactJws jws = parsed.get();
        Optional<SigningAlgorithm> algorithm = jws.algorithm();
        if (algorithm.isEmpty()) {
            return refused(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        List<VerificationKey> candidates = keys.candidates(algorithm.get(), jws.text("kid"));
        if (candidates.isEmpty()) {
            return refused(Refusal.UNKNOWN_KEY);
        }
        if (candidates.stream().limit(MAX_TRIES).noneMatch(key -> key.verifies(jws))) {
            return refused(Refusal.BAD_SIGNATURE);
        }
        return jws.claims()
                .map(claims -> judge(claims, expected, algorithm.get(), accessToken, now)
                        .map(IdTokenVerification::refused)
                        .orElseGet(() -> new Outcome.Verified(claims)))
                .orElseGet(() -> refused(Refusal.MALFORMED));
    }

    /** Whether a key that the provider publishes by now could make a difference. */
    public static boolean mayHaveNewKey(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var reason)
                && (reason == Refusal.UNKNOWN_KEY || reason == Refusal.BAD_SIGNATURE);
    }

    private static Optional<Refusal> judge(
            Claims claims, Expected expected, SigningAlgorithm algorithm, @Nullable String accessToken, Instant now) {
        if (!expected.issuer().test(claims)) {
            return Optional.of(Refusal.WRONG_ISSUER);
        }
        if (!isForUs(claims, expected.clientId())) {
            return Optional.of(Refusal.WRONG_AUDIENCE);
        }
        if (!claims.text("nonce").equals(Optional.of(expected.nonce()))) {
            return Optional.of(Refusal.WRONG_NONCE);
        }
        if (claims.time("exp").filter(exp -> exp.plus(CLOCK_SKEW).isAfter(now)).isEmpty()) {
            return Optional.of(Refusal.EXPIRED);
        }
        Instant latest = now.plus(CLOCK_SKEW);
        if (claims.hasTimeAfter("iat", latest) || claims.hasTimeAfter("nbf", latest)) {
            return Optional.of(Refusal.NOT_YET_VALID);
        }
        if (claims.time("iat").filter(iat -> iat.plus(OLDEST).isAfter(now)).isEmpty()) {
            return Optional.of(Refusal.TOO_OLD);
        }
        if (claims.text("sub")
                .filter(sub -> !sub.isBlank() && sub.length() <= MAX_SUBJECT && sub.indexOf('\0') < 0)
                .isEmpty()) {
            return Optional.of(Refusal.NO_SUBJECT);
        }
        boolean bound = !claims.values().containsKey("at_hash")
                || (accessToken != null
                        && claims.text("at_hash").equals(Optional.of(algorithm.leftHalfOfHash(accessToken))));
        return bound ? Optional.empty() : Optional.of(Refusal.WRONG_ACCESS_TOKEN);
    }

    /** For us, and if for others too, then handed out to us. */
    private static boolean isForUs(Claims claims, String clientId) {
        List<String> audiences = claims.texts("aud");
        Optional<String> azp = claims.text("azp");
        return audiences.contains(clientId)
                && (azp.isPresent() || !claims.values().containsKey("azp"))
                && azp.map(clientId::equals).orElse(audiences.size() == 1);
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }
}
