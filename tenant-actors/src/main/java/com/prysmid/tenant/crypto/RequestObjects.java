package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Request objects (RFC 9101 section 4, OpenID Connect Core section 6.1): the parameters of an authorization request as a JWT. An
 * encrypted one is decrypted before it comes here. Pure: the time is a parameter.
 */
public final class RequestObjects {

    private static final Set<String> TYPES =
            Set.of("jwt", "oauth-authz-req+jwt", "application/jwt", "application/oauth-authz-req+jwt");

    /** FAPI 2.0 Message Signing section 5.3.1: the longest life from {@code nbf} to {@code exp}, and the greatest age. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(60);

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** Registered keys without a kid are tried one after the other; beyond this, the app should name one. */
    private static final int MAX_TRIES = 4;

    private RequestObjects() {}

    /**
     * Whom the object has to be from, and for.
     *
     * @param issuer of the workspace asked: {@code aud} has to name it
     * @param dated {@code nbf} and {@code exp} have to be there, as FAPI asks; otherwise they only have to be sound where they are
     */
    public record Expected(String clientId, String issuer, boolean dated) {}

    /** A value, not an exception: being refused is what foreign texts are for. */
    public sealed interface Outcome {

        /** @param json the claims as they were written: the parameters, and the claims of the JWT itself among them */
        record Verified(String json) implements Outcome {
            @Override
            public String toString() {
                return "Verified[redacted]";
            }
        }

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For the description of the error; the app hears {@code invalid_request_object} whatever it is. */
    public enum Refusal {
        MALFORMED,
        WRONG_TYPE,
        NOT_SIGNED,
        ALGORITHM_NOT_ALLOWED,
        NO_MATCHING_KEY,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        WRONG_CLIENT,
        WRONG_AUDIENCE,
        /** Its {@code sub} is the app: it could pass for a client assertion (RFC 9101 section 10.8), or is one. */
        IS_AN_ASSERTION,
        /** RFC 9101 section 4: neither {@code request} nor {@code request_uri} may be inside. */
        NESTED,
        NOT_DATED,
        EXPIRED,
        NOT_YET_VALID,
        LIVES_TOO_LONG
    }

    /** Whether it says that it is not signed. That has to be asked first: what is signed is never taken for unsigned. */
    public static boolean isUnsigned(String object) {
        return object.endsWith(".") && unsignedHeader(object).isPresent();
    }

    /** @param allowed the algorithms that the app may use: the one it registered, or all */
    public static Outcome verify(
            String object, AssertionKeys keys, Set<SigningAlgorithm> allowed, Expected expected, Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(object);
        if (parsed.isEmpty()) {
            return refused(isUnsigned(object) ? Refusal.NOT_SIGNED : Refusal.MALFORMED);
        }
        CompactJws jws = parsed.get();
        if (!isOfType(jws.header())) {
            return refused(Refusal.WRONG_TYPE);
        }
        Optional<SigningAlgorithm> algorithm = jws.algorithm().filter(allowed::contains);
        if (algorithm.isEmpty()) {
            return refused(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        // Only registered keys, each with its own algorithm; a jwk, jku or x5c in the header is never looked at.
        List<VerificationKey> candidates = keys.candidates(algorithm.get(), jws.text("kid"));
        if (candidates.isEmpty()) {
            return refused(Refusal.NO_MATCHING_KEY);
        }
        if (candidates.stream().limit(MAX_TRIES).noneMatch(key -> key.verifies(jws))) {
            return refused(Refusal.BAD_SIGNATURE);
        }
        return judge(jws.payload(), expected, true, now);
    }

    /** {@code alg: none}: whoever holds the browser can have written it, as with parameters in the query. */
    public static Outcome readUnsigned(String object, Expected expected, Instant now) {
        Optional<Map<String, Object>> header = unsignedHeader(object);
        if (header.isEmpty()) {
            return refused(Refusal.MALFORMED);
        }
        if (!isOfType(header.get())) {
            return refused(Refusal.WRONG_TYPE);
        }
        return judge(object.substring(object.indexOf('.') + 1, object.length() - 1), expected, false, now);
    }

    private static Outcome judge(String payload, Expected expected, boolean signed, Instant now) {
        Optional<byte[]> json = decode(payload);
        Optional<Claims> claims = json.flatMap(ClaimsJson::parse).map(Claims::new);
        if (claims.isEmpty()) {
            return refused(Refusal.MALFORMED);
        }
        return whyNot(claims.get(), expected, signed)
                .or(() -> whyNotNow(claims.get(), expected.dated(), now))
                .map(RequestObjects::refused)
                .orElseGet(() -> new Outcome.Verified(new String(json.get(), UTF_8)));
    }

    private static Optional<Refusal> whyNot(Claims claims, Expected expected, boolean signed) {
        boolean namesIssuer = claims.values().containsKey("iss");
        if ((signed || namesIssuer) && !claims.text("iss").equals(Optional.of(expected.clientId()))) {
            return Optional.of(Refusal.WRONG_ISSUER);
        }
        if (claims.values().containsKey("client_id")
                && !claims.text("client_id").equals(Optional.of(expected.clientId()))) {
            return Optional.of(Refusal.WRONG_CLIENT);
        }
        boolean namesAudience = claims.values().containsKey("aud");
        if ((signed || namesAudience) && !claims.texts("aud").contains(expected.issuer())) {
            return Optional.of(Refusal.WRONG_AUDIENCE);
        }
        if (claims.text("sub").equals(Optional.of(expected.clientId()))) {
            return Optional.of(Refusal.IS_AN_ASSERTION);
        }
        if (claims.values().containsKey("request") || claims.values().containsKey("request_uri")) {
            return Optional.of(Refusal.NESTED);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> whyNotNow(Claims claims, boolean dated, Instant now) {
        Optional<Instant> exp = claims.time("exp");
        Optional<Instant> nbf = claims.time("nbf");
        if (dated && (exp.isEmpty() || nbf.isEmpty())) {
            return Optional.of(Refusal.NOT_DATED);
        }
        if (claims.values().containsKey("exp") && exp.filter(now::isBefore).isEmpty()) {
            return Optional.of(Refusal.EXPIRED);
        }
        Instant latest = now.plus(CLOCK_SKEW);
        if (claims.hasTimeAfter("nbf", latest) || claims.hasTimeAfter("iat", latest)) {
            return Optional.of(Refusal.NOT_YET_VALID);
        }
        boolean tooOld = dated
                && nbf.filter(now.minus(LONGEST_LIFE).minus(CLOCK_SKEW)::isAfter)
                        .isPresent();
        boolean tooLong = exp.isPresent()
                && nbf.filter(from -> from.plus(LONGEST_LIFE).isBefore(exp.get()))
                        .isPresent();
        return tooOld || tooLong ? Optional.of(Refusal.LIVES_TOO_LONG) : Optional.empty();
    }

    private static boolean isOfType(Map<String, Object> header) {
        return !header.containsKey("typ")
                || (header.get("typ") instanceof String typ && TYPES.contains(typ.toLowerCase(Locale.ROOT)));
    }

    /** Of what has {@code alg: none} and an empty third part (RFC 7515 appendix A.5). */
    private static Optional<Map<String, Object>> unsignedHeader(String object) {
        int first = object.indexOf('.');
        return object.length() <= CompactJws.MAX_CHARACTERS
                        && first > 0
                        && object.indexOf('.', first + 1) == object.length() - 1
                ? decode(object.substring(0, first))
                        .flatMap(ClaimsJson::parse)
                        .filter(header -> "none".equals(header.get("alg"))
                                && !header.containsKey("crit")
                                && !header.containsKey("b64"))
                : Optional.empty();
    }

    private static Optional<byte[]> decode(String base64Url) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(base64Url));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }
}
